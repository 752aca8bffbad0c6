// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/RemoveDialog.h"

#include "ui/kit/Button.h"
#include "ui/kit/Note.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString nameOf(const Node &node)
{
    return node.who.name.isEmpty() ? node.who.id.text() : node.who.name;
}

constexpr int kNamed = 8; // Names that are listed; more would hide the buttons.

QString namesOf(const QList<Node> &nodes)
{
    QStringList names;
    for (qsizetype i = 0; i < std::min<qsizetype>(kNamed, nodes.size()); ++i)
        names += nameOf(nodes[i]);
    QString text = names.join(u", "_s);
    if (nodes.size() > kNamed)
        text += RemoveDialog::tr(" and %1 more").arg(nodes.size() - kNamed);
    return text;
}

} // namespace

RemoveDialog::RemoveDialog(const QList<Node> &nodes, int stillBeat, QWidget *parent) : QDialog(parent)
{
    const bool isOne = nodes.size() == 1;
    const QString name = isOne ? nameOf(nodes.first()) : QString();
    setWindowTitle(isOne ? tr("Remove %1").arg(name) : tr("Remove %1 nodes").arg(nodes.size()));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *body = new Panel(&Tokens::raised, this);
    auto *words = new QVBoxLayout(body);
    words->setContentsMargins(scaled(20), scaled(20), scaled(20), scaled(20));
    words->setSpacing(scaled(12));
    auto *title = new PlainLabel(windowTitle() + u'?', Type::Title, &Tokens::text, body);
    title->setWraps(true);
    words->addWidget(title);
    if (!isOne) {
        auto *names = new PlainLabel(namesOf(nodes), Type::BodyMedium, &Tokens::text, body);
        names->setWraps(true);
        words->addWidget(names);
    }
    auto *what = new PlainLabel(tr("The control plane forgets it: its history, its labels, and what is known of its agents. "
                                   "This cannot be undone."),
                                Type::Body, &Tokens::text2, body);
    if (!isOne)
        what->setText(tr("The control plane forgets them: their history, their labels, and what is known of their agents. "
                         "This cannot be undone."));
    what->setWraps(true);
    words->addWidget(what);
    if (stillBeat > 0) {
        const QString heading = isOne ? tr("%1 still beats.").arg(name) : tr("%1 of them still beat.").arg(stillBeat);
        words->addWidget(new Note(NodeStatus::Degraded, heading,
                                  tr("Its agents keep running, but its next beat is refused until it announces itself "
                                     "again. Stop it first if it shall stay away."),
                                  body));
    }
    layout->addWidget(body, 1);

    auto *foot = new Panel(&Tokens::canvas, this);
    foot->setHairlines(Qt::TopEdge);
    auto *buttons = new QHBoxLayout(foot);
    buttons->setContentsMargins(scaled(20), scaled(12), scaled(20), scaled(12));
    buttons->setSpacing(scaled(8));
    buttons->addStretch(1);
    m_cancel = new Button(tr("Cancel"), ButtonKind::Secondary, foot);
    m_remove = new Button("trash"_L1, windowTitle(), ButtonKind::Danger, foot);
    m_cancel->setDefault(true);
    m_remove->setAutoDefault(true); // Return presses the button that has the focus; without one it cancels.
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_remove);
    layout->addWidget(foot);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_remove, &QPushButton::clicked, this, &QDialog::accept);
    m_cancel->setFocus();
    setMinimumWidth(scaled(440));
    setMaximumWidth(scaled(560));
}

} // namespace muster
