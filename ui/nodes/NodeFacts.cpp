// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeFacts.h"

#include "ui/kit/ByteText.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/Theme.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString platformText(const Node &node)
{
    QStringList parts;
    if (!node.who.platform.isEmpty())
        parts += node.who.platform;
    if (!node.who.arch.isEmpty())
        parts += node.who.arch;
    if (node.who.cores)
        parts += *node.who.cores == 1 ? NodeFacts::tr("1 core") : NodeFacts::tr("%1 cores").arg(*node.who.cores);
    if (node.load.memoryTotalBytes)
        parts += byteText(*node.load.memoryTotalBytes);
    return parts.isEmpty() ? unknownText() : parts.join(u", "_s);
}

//! Below, it would be told as "skew 0 s".
constexpr milliseconds kSkewTold{50};

QString uptimeText(const Node &node, Timestamp now, bool isOld)
{
    if (!node.who.startedAt)
        return unknownText();
    QString text = longSpan(now - *node.who.startedAt);
    if (node.clockSkew && std::chrono::abs(*node.clockSkew) >= kSkewTold)
        text = NodeFacts::tr("%1, skew %2").arg(text, shortSpan(std::chrono::abs(*node.clockSkew)));
    return isOld ? NodeFacts::tr("was %1").arg(text) : text;
}

} // namespace

NodeFacts::NodeFacts(QWidget *parent) : QWidget(parent), m_rows(new QVBoxLayout(this))
{
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(scaled(6));
}

void NodeFacts::show(const Node &node, Timestamp now, bool isOld)
{
    const NodeIdentity &who = node.who;
    m_next = 0;
    addFact(tr("Address"), who.address, true);
    addFact(tr("Platform"), platformText(node));
    addFact(tr("Uptime"), uptimeText(node, now, isOld));
    addFact(tr("Version"), who.build.isEmpty() ? who.version : u"%1 (%2)"_s.arg(who.version, who.build));
    addFact(tr("Process"), who.pid ? QString::number(*who.pid) : QString(), true);
    addFact(tr("Host"), who.hostname, true);
    addFact(tr("Node id"), who.id.text(), true);
    addFact(tr("Capabilities"), who.capabilities.join(u", "_s));
    addFact(tr("Started"), who.startedAt ? dateText(*who.startedAt) : QString());
    addFact(tr("Registered"), dateText(node.registeredAt));
    alignNames();
}

//! All as wide as the widest, so that the values stand below each other.
void NodeFacts::alignNames()
{
    int widest = scaled(88);
    for (const PlainLabel *name : std::as_const(m_names))
        widest = std::max(widest, name->sizeHint().width() + scaled(8));
    for (PlainLabel *name : std::as_const(m_names))
        name->setFixedWidth(widest);
}

void NodeFacts::addFact(const QString &label, const QString &value, bool isMono)
{
    const QString text = value.isEmpty() ? unknownText() : value;
    if (m_next < m_values.size()) {
        m_values[m_next++]->setText(text);
        return;
    }
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    auto *name = new PlainLabel(label, Type::Small, &Tokens::text3, this);
    m_names += name;
    name->setMinimumHeight(scaled(16));
    auto *shown = new PlainLabel(text, isMono ? Type::MonoSmall : Type::Small, &Tokens::text, this);
    shown->setSelectable();
    shown->setAccessibleName(label);
    shown->setWraps(true);
    row->addWidget(name, 0, Qt::AlignTop);
    row->addWidget(shown, 1);
    m_rows->addLayout(row);
    m_values += shown;
    ++m_next;
}

} // namespace muster
