// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/CordonDialog.h"

#include "ui/kit/Field.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString titleOf(const QList<Node> &nodes)
{
    const Node &first = nodes.first();
    const QString name = first.who.name.isEmpty() ? first.id().text() : first.who.name;
    return nodes.size() == 1 ? CordonDialog::tr("Cordon %1").arg(name) : CordonDialog::tr("Cordon %1 nodes").arg(nodes.size());
}

} // namespace

CordonDialog::CordonDialog(const QList<Node> &nodes, QWidget *parent)
    : QuestionDialog(titleOf(nodes), "cordon"_L1, ButtonKind::Primary, parent), m_note(new Field(tr("Note for the audit log"), this))
{
    say(tr("Nothing new starts there that is not pinned to it. What runs goes on."));
    m_note->setPlaceholderText(tr("Note for the audit log"));
    addWidget(m_note);
    m_note->setFocus();
}

QString CordonDialog::note() const
{
    return m_note->text().trimmed();
}

} // namespace muster
