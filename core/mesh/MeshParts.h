// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rule: what is too long for one frame of the mesh goes in parts, none longer than a WebSocket message may be. Pure.

#include "core/mesh/MeshMessage.h"

#include <deque>

namespace muster {

//! The whole list in parts, in order, each with \a list; at least one, the last without hasMore. One resident always fits: its
//! settings have limits::kEntitySettingsBytes, its secrets are bounded where it is registered.
std::deque<MeshResidents> partsOf(const QList<MeshResident> &residents, quint64 list);
//! The same lines in order; at least one part.
QList<MeshLines> partsOf(const MeshLines &message);

} // namespace muster
