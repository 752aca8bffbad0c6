// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/ChangeWords.h"

#include "core/domain/AgentNews.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kNamed = 3; // Parts; a line has no room for more.

//! "2 of 3 jobs left, 15 min at most".
QString drainText(const Drain &drain, Timestamp now)
{
    const QString left = u"%1 of %2 jobs left"_s.arg(drain.jobsLeft).arg(drain.jobsAtStart);
    if (!drain.deadline || *drain.deadline < now)
        return left;
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(*drain.deadline - now);
    return u"%1, %2 min at most"_s.arg(left).arg(minutes.count());
}

void nameWork(const Node &before, const Node &node, Timestamp at, EventEntry *entry)
{
    if (node.drain != before.drain && node.drain) {
        entry->kind = u"node-draining"_s;
        entry->text = drainText(*node.drain, at);
    } else if (node.drain != before.drain) {
        entry->kind = u"node-drain-ended"_s;
        entry->text = node.cordoned ? u"it stays cordoned"_s : QString();
    } else {
        entry->kind = node.cordoned ? u"node-cordoned"_s : u"node-uncordoned"_s;
        entry->text.clear();
    }
}

QString moved(QLatin1StringView what, const QString &before, const QString &after)
{
    const auto shown = [](const QString &text) { return text.isEmpty() ? u"none"_s : text; };
    return before == after ? QString() : u"%1 %2 → %3"_s.arg(what, shown(before), shown(after));
}

//! "capabilities + gpu − docker".
QString listMoved(QLatin1StringView what, const QStringList &before, const QStringList &after)
{
    QString text;
    for (const QString &one : after)
        text += before.contains(one) ? QString() : u" + "_s + one;
    for (const QString &one : before)
        text += after.contains(one) ? QString() : u" − "_s + one;
    return text.isEmpty() ? QString() : what + text;
}

QStringList labelsOf(const QMap<QString, QString> &labels)
{
    QStringList all;
    for (auto at = labels.constBegin(); at != labels.constEnd(); ++at)
        all += at.value().isEmpty() ? at.key() : at.key() + u'=' + at.value();
    return all;
}

const Agent *find(const QList<Agent> &agents, const QString &id)
{
    const auto at = std::ranges::find(agents, id, &Agent::id);
    return at == agents.end() ? nullptr : &*at;
}

//! "crm stopped", "crm running → crashed", "crm has a new process".
QStringList agentsMoved(const QList<Agent> &before, const QList<Agent> &after)
{
    QStringList parts;
    const auto nameOf = [](const Agent &agent) { return agent.name.isEmpty() ? agent.id : agent.name; };
    for (const Agent &agent : after) {
        const Agent *was = find(before, agent.id);
        if (!was)
            parts += u"%1 %2"_s.arg(nameOf(agent), agent.state.isEmpty() ? u"began"_s : agent.state);
        else if (was->state != agent.state)
            parts += u"%1 %2 → %3"_s.arg(nameOf(agent), was->state, agent.state);
        else if (was->pid != agent.pid && agent.pid)
            parts += u"%1 has a new process"_s.arg(nameOf(agent));
    }
    for (const Agent &agent : before) {
        if (!find(after, agent.id))
            parts += u"%1 ended"_s.arg(nameOf(agent));
    }
    return parts;
}

QStringList partsOf(const Node &before, const Node &node)
{
    QStringList parts{moved("name"_L1, before.who.name, node.who.name),
                      moved("role"_L1, wordOf(before.who.role), wordOf(node.who.role)),
                      moved("address"_L1, before.who.address, node.who.address),
                      moved("version"_L1, before.who.version, node.who.version),
                      moved("host"_L1, before.who.hostname, node.who.hostname),
                      listMoved("capabilities"_L1, before.who.capabilities, node.who.capabilities),
                      listMoved("labels"_L1, labelsOf(before.who.labels), labelsOf(node.who.labels))};
    parts += agentsMoved(before.agents, node.agents);
    parts.removeAll(QString());
    return parts;
}

} // namespace

void nameChange(const Node &before, const Node &node, Timestamp at, EventEntry *entry)
{
    if (entry->kind != u"node-updated")
        return;
    if (before.cordoned != node.cordoned || before.drain != node.drain)
        return nameWork(before, node, at, entry);
    QStringList parts = partsOf(before, node);
    if (parts.isEmpty())
        return;
    const auto left = parts.size() - kNamed;
    parts = parts.mid(0, kNamed);
    if (left > 0)
        parts += u"and %1 more"_s.arg(left);
    entry->text = parts.join(u", "_s);
}

bool isUseAlone(const Node &before, const Node &node)
{
    if (before.agents == node.agents || newsOf(before.agents, node.agents) == AgentNews::Agents)
        return false;
    Node rest = node;
    rest.agents = before.agents;
    rest.load = before.load;
    rest.lastBeatAt = before.lastBeatAt;
    rest.clockSkew = before.clockSkew;
    return rest == before;
}

} // namespace muster
