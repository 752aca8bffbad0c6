// SPDX-License-Identifier: Apache-2.0
#pragma once
// Asks before a drain is stopped, and whether the nodes shall take work again. Source: ux.md 3.6.

#include "core/domain/Node.h"
#include "ui/kit/QuestionDialog.h"

class QCheckBox;

namespace muster {

//! The verb has the focus: stopping takes nothing away.
class StopDrainDialog final : public QuestionDialog
{
    Q_OBJECT

public:
    //! \a nodes: at least one.
    StopDrainDialog(const QList<Node> &nodes, QWidget *parent);
    //! Whether the nodes shall be uncordoned as well.
    bool opensAgain() const;

private:
    QCheckBox *m_open;
};

} // namespace muster
