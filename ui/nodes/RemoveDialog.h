// SPDX-License-Identifier: Apache-2.0
#pragma once
// Asks before nodes are forgotten: what will happen, in words, with Cancel as the default.

#include "core/domain/Node.h"

#include <QDialog>

namespace muster {

class Button;

//! Accepted only by the button that carries the verb and the name.
class RemoveDialog final : public QDialog
{
    Q_OBJECT

public:
    //! \a nodes: at least one. \a stillBeat: how many of them live and would be cut off.
    RemoveDialog(const QList<Node> &nodes, int stillBeat, QWidget *parent);

    Button *cancelButton() const { return m_cancel; }
    Button *removeButton() const { return m_remove; }

private:
    Button *m_cancel;
    Button *m_remove;
};

} // namespace muster
