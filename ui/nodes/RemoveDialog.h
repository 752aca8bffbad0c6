// SPDX-License-Identifier: Apache-2.0
#pragma once
// Asks before nodes are forgotten, and before their agents are restarted.

#include "core/domain/Node.h"
#include "ui/kit/QuestionDialog.h"

namespace muster {

//! Says what is lost when nodes are removed.
class RemoveDialog final : public QuestionDialog
{
    Q_OBJECT

public:
    //! \a nodes: at least one. \a stillBeat: how many of them live and would be cut off.
    RemoveDialog(const QList<Node> &nodes, int stillBeat, QWidget *parent);
    Button *removeButton() const { return verbButton(); }
};

//! Says what a restart of their agents interrupts.
class RestartDialog final : public QuestionDialog
{
    Q_OBJECT

public:
    //! \a nodes: at least one.
    RestartDialog(const QList<Node> &nodes, QWidget *parent);
};

} // namespace muster
