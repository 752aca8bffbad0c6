// SPDX-License-Identifier: Apache-2.0
#pragma once
// The shape and the colours of every status. A status is always shape, word and colour together (ux.md 3.4).

#include "core/domain/NodeStatus.h"
#include "ui/kit/Tokens.h"

class QPainter;
class QPointF;

namespace muster {

//! Colours in the theme of \a theme. Drained is Draining's.
StatusColor statusColor(NodeStatus status, const Tokens &theme);
//! Colours in the running theme.
StatusColor statusColor(NodeStatus status);
//! Name of the shape for Icons.h: "status-online" …
QLatin1StringView statusIcon(NodeStatus status);
//! Paints the shape in its colour.
void paintStatusShape(QPainter *painter, NodeStatus status, const QPointF &at, int size);

} // namespace muster
