// SPDX-License-Identifier: Apache-2.0
#pragma once
// Asks for a note before nodes are closed for new work.

#include "core/domain/Node.h"
#include "ui/kit/QuestionDialog.h"

namespace muster {

class Field;

//! Says what a cordon does, and takes a note for the audit log.
class CordonDialog final : public QuestionDialog
{
    Q_OBJECT

public:
    //! \a nodes: at least one.
    CordonDialog(const QList<Node> &nodes, QWidget *parent);
    QString note() const;

private:
    Field *m_note;
};

} // namespace muster
