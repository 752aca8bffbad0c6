// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/StopDrainDialog.h"

#include <QCheckBox>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString titleOf(const QList<Node> &nodes)
{
    const Node &first = nodes.first();
    const QString name = first.who.name.isEmpty() ? first.id().text() : first.who.name;
    return nodes.size() == 1 ? StopDrainDialog::tr("Stop the drain of %1").arg(name)
                             : StopDrainDialog::tr("Stop the drain of %1 nodes").arg(nodes.size());
}

} // namespace

StopDrainDialog::StopDrainDialog(const QList<Node> &nodes, QWidget *parent)
    : QuestionDialog(titleOf(nodes), "stop"_L1, ButtonKind::Primary, parent),
      m_open(new QCheckBox(nodes.size() == 1 ? tr("Uncordon it, too: it takes work again") : tr("Uncordon them, too: they take work again"), this))
{
    const bool isOne = nodes.size() == 1;
    say(isOne ? tr("What runs goes on. The node stays cordoned: it gets nothing new that is not pinned to it.")
              : tr("What runs goes on. The nodes stay cordoned: they get nothing new that is not pinned to them."));
    addWidget(m_open);
    setVerb(tr("Stop drain"));
    verbButton()->setFocus();
}

bool StopDrainDialog::opensAgain() const
{
    return m_open->isChecked();
}

} // namespace muster
