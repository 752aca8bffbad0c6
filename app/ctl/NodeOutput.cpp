// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/NodeOutput.h"

#include "app/ctl/CtlText.h"
#include "core/domain/NodeJson.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString beatText(const Node &node, Timestamp now)
{
    if (!node.lastBeatAt)
        return u"never"_s;
    return spanText((now - *node.lastBeatAt).count()) + u" ago"_s;
}

QString reasonsText(const Node &node)
{
    QStringList texts;
    for (const StatusReason &reason : node.reasons)
        texts.append(reason.text.isEmpty() ? reason.code : reason.text);
    return texts.join(u"; "_s);
}

QString labelsText(const Node &node)
{
    QStringList labels;
    for (auto it = node.who.labels.begin(); it != node.who.labels.end(); ++it)
        labels.append(it.key() + u'=' + it.value());
    return labels.join(u' ');
}

//! "3 of 5 jobs left"; empty when it is not being drained.
QString drainText(const Node &node)
{
    if (!node.drain)
        return {};
    return node.drain->jobsLeft == 0 ? u"no jobs left"_s : u"%1 of %2 jobs left"_s.arg(node.drain->jobsLeft).arg(node.drain->jobsAtStart);
}

//! By the node's clock, as far as we know how far that is off.
QString sinceText(const Node &node, const std::optional<Timestamp> &at, Timestamp now)
{
    return at ? spanText((now + node.clockSkew.value_or(milliseconds(0)) - *at).count()) : QString();
}

QString agentsTable(const Node &node, Timestamp now)
{
    QList<QStringList> rows;
    for (const Agent &agent : node.agents)
        rows.append({agent.name.isEmpty() ? agent.id : agent.name, agent.role, agent.state, agent.pid ? QString::number(*agent.pid) : QString(),
                     bytesText(agent.memoryBytes), shareText(agent.cpu), QString::number(agent.restarts), sinceText(node, agent.startedAt, now)});
    if (rows.isEmpty())
        return {};
    return u'\n' + tableText({u"AGENT"_s, u"ROLE"_s, u"STATE"_s, u"PID"_s, u"MEMORY"_s, u"CPU"_s, u"RESTARTS"_s, u"RUNS FOR"_s}, rows);
}

QString workTable(const NodeView &view)
{
    QList<QStringList> rows;
    for (const EntityState &state : view.work) {
        const bool isPinned = state.assignment && state.assignment->node == view.node.id();
        const Placement &place = state.placement;
        rows.append({state.entity.ref.text(), isPinned ? wordOf(state.assignment->mode) : QString(),
                     place.waiting ? u"waits: "_s + place.waiting->text : place.reason});
    }
    return rows.isEmpty() ? QString() : u'\n' + tableText({u"WORK"_s, u"PINNED"_s, u"WHY HERE"_s}, rows);
}

QString jobsTable(const NodeView &view)
{
    QList<QStringList> rows;
    for (const Job &job : view.jobs)
        rows.append({job.id.text(), job.entity.text(), u"%1 of %2"_s.arg(job.attemptsMade).arg(job.attempts),
                     job.startedAt ? spanText((view.now - *job.startedAt).count()) : QString()});
    if (rows.isEmpty())
        return {};
    const QString more = view.hasMoreJobs ? u"These are the newest %1; there are more.\n"_s.arg(rows.size()) : QString();
    return u'\n' + tableText({u"JOB"_s, u"ENTITY"_s, u"ATTEMPT"_s, u"RUNS FOR"_s}, rows) + more;
}

QStringList rowOf(const Node &node, Timestamp now)
{
    return {node.who.name,
            node.who.id.text(),
            standingText(node),
            wordOf(node.who.role),
            shareText(node.load.cpu),
            shareText(node.load.memoryShare()),
            QString::number(node.agents.size()),
            beatText(node, now),
            node.who.version,
            node.who.address};
}

//! Those of the Node object (interface.md), in its order; lists with blanks between, agents as their number.
const QStringList kCsvNames{u"id"_s,           u"name"_s,            u"role"_s,           u"status"_s,       u"reasons"_s,
                            u"address"_s,      u"lastBeatAt"_s,      u"beatAgeMs"_s,      u"beatIntervalMs"_s, u"startedAt"_s,
                            u"registeredAt"_s, u"cpu"_s,             u"load1"_s,          u"memoryUsedBytes"_s, u"memoryTotalBytes"_s,
                            u"cores"_s,        u"platform"_s,        u"arch"_s,           u"hostname"_s,     u"pid"_s,
                            u"version"_s,      u"build"_s,           u"capabilities"_s,   u"labels"_s,       u"agents"_s,
                            u"cordoned"_s,     u"drain"_s};

template <typename T>
CsvCell numberCell(const std::optional<T> &number)
{
    return {number ? QString::number(*number) : QString(), true};
}

CsvCell timeCell(const std::optional<Timestamp> &at)
{
    return {at ? at->toIso8601() : QString()};
}

QString csvOf(const Node &node, Timestamp now)
{
    const NodeIdentity &who = node.who;
    return csvLine({{who.id.text()},
                    {who.name},
                    {wordOf(who.role)},
                    {wordOf(node.status)},
                    {reasonsText(node)},
                    {who.address},
                    timeCell(node.lastBeatAt),
                    {node.lastBeatAt ? QString::number(std::max<qint64>(0, (now - *node.lastBeatAt).count())) : QString(), true},
                    {QString::number(node.beatInterval.count()), true},
                    timeCell(who.startedAt),
                    timeCell(node.registeredAt),
                    numberCell(node.load.cpu),
                    numberCell(node.load.load1),
                    numberCell(node.load.memoryUsedBytes),
                    numberCell(node.load.memoryTotalBytes),
                    numberCell(who.cores),
                    {who.platform},
                    {who.arch},
                    {who.hostname},
                    numberCell(who.pid),
                    {who.version},
                    {who.build},
                    {who.capabilities.join(u' ')},
                    {labelsText(node)},
                    {QString::number(node.agents.size()), true},
                    {node.cordoned ? u"true"_s : u"false"_s},
                    {drainText(node)}});
}

} // namespace

QString statusText(NodeStatus status)
{
    const auto with = [status](QChar shape) { return shape + u' ' + wordOf(status); };
    switch (status) {
    case NodeStatus::Online:
        return with(u'●');
    case NodeStatus::Degraded:
        return with(u'▲');
    case NodeStatus::Draining:
        return with(u'◐');
    case NodeStatus::Drained:
        return with(u'◑');
    case NodeStatus::Offline:
        return with(u'○');
    case NodeStatus::Unknown:
        return with(u'?');
    case NodeStatus::Joining:
        return with(u'◌');
    case NodeStatus::Failed:
        return with(u'✕');
    }
    Q_UNREACHABLE();
}

QString standingText(const Node &node)
{
    const bool isSaid = node.status == NodeStatus::Draining || node.status == NodeStatus::Drained;
    if (node.drain)
        return statusText(node.status) + (isSaid ? u", "_s : u", draining, "_s) + drainText(node);
    return statusText(node.status) + (node.cordoned && !isSaid ? u", cordoned"_s : QString());
}

QString nodesText(const ClusterSnapshot &snapshot, OutputForm form)
{
    QList<Node> nodes = snapshot.nodes;
    std::ranges::sort(nodes, [](const Node &a, const Node &b) {
        return std::pair(a.who.name, a.who.id) < std::pair(b.who.name, b.who.id);
    });
    if (form == OutputForm::Json) {
        QJsonArray array;
        for (const Node &node : std::as_const(nodes))
            array.append(toJson(node, snapshot.takenAt));
        return jsonLine(array);
    }
    if (form == OutputForm::Csv) {
        QString text = csvHeading(kCsvNames);
        for (const Node &node : std::as_const(nodes))
            text += csvOf(node, snapshot.takenAt);
        return text;
    }
    if (nodes.isEmpty())
        return u"No nodes yet.\n"_s;
    QList<QStringList> rows;
    for (const Node &node : std::as_const(nodes))
        rows.append(rowOf(node, snapshot.takenAt));
    return tableText({u"NAME"_s, u"ID"_s, u"STATUS"_s, u"ROLE"_s, u"CPU"_s, u"MEMORY"_s, u"AGENTS"_s, u"BEAT"_s,
                      u"VERSION"_s, u"ADDRESS"_s},
                     rows);
}

QString nodeText(const NodeView &view, OutputForm form)
{
    const Node &node = view.node;
    const Timestamp now = view.now;
    if (form == OutputForm::Json)
        return jsonLine(toJson(node, now));
    if (form == OutputForm::Csv)
        return csvHeading(kCsvNames) + csvOf(node, now);
    const NodeIdentity &who = node.who;
    const QString memory = bytesText(node.load.memoryUsedBytes) + u" of "_s + bytesText(node.load.memoryTotalBytes);
    QList<QStringList> rows{{u"Name"_s, who.name},
                            {u"Id"_s, who.id.text()},
                            {u"Status"_s, standingText(node)},
                            {u"Because"_s, reasonsText(node)},
                            {u"Role"_s, wordOf(who.role)},
                            {u"Address"_s, who.address},
                            {u"Last beat"_s, beatText(node, now)},
                            {u"Interval"_s, spanText(node.beatInterval.count())},
                            {u"CPU"_s, shareText(node.load.cpu)},
                            {u"Load"_s, node.load.load1 ? QString::number(*node.load.load1, 'f', 2) : QString()},
                            {u"Memory"_s, memory},
                            {u"Cores"_s, who.cores ? QString::number(*who.cores) : QString()},
                            {u"Platform"_s, who.platform + u' ' + who.arch},
                            {u"Host"_s, who.hostname},
                            {u"Process"_s, who.pid ? QString::number(*who.pid) : QString()},
                            {u"Started"_s, who.startedAt ? who.startedAt->toIso8601() : QString()},
                            {u"Registered"_s, node.registeredAt.toIso8601()},
                            {u"Version"_s, who.version + u' ' + who.build},
                            {u"Capabilities"_s, who.capabilities.join(u' ')},
                            {u"Labels"_s, labelsText(node)}};
    if (node.cordoned || node.drain)
        rows.append({u"Takes work"_s, node.drain ? u"nothing new: it is being drained, "_s + drainText(node) : u"nothing new that is not pinned to it: cordoned"_s});
    return tableText({}, rows) + agentsTable(node, now) + workTable(view) + jobsTable(view);
}

} // namespace muster
