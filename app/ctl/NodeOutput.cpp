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

//! "inbox mail running process 4711": what a restart changes is seen by its process.
QString agentText(const Agent &agent)
{
    const QString process = agent.pid ? u"process %1"_s.arg(*agent.pid) : QString();
    const QStringList parts{agent.name.isEmpty() ? agent.id : agent.name, agent.role, agent.state, process};
    return parts.join(u' ').simplified();
}

//! "3 of 5 jobs left"; empty when it is not being drained.
QString drainText(const Node &node)
{
    return node.drain ? u"%1 of %2 jobs left"_s.arg(node.drain->jobsLeft).arg(node.drain->jobsAtStart) : QString();
}

QStringList rowOf(const Node &node, Timestamp now)
{
    return {node.who.name,
            node.who.id.text(),
            statusText(node.status),
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

//! Whether the server says that it hears the node.
bool livesByItsWord(NodeStatus status)
{
    switch (status) {
    case NodeStatus::Online:
    case NodeStatus::Degraded:
    case NodeStatus::Draining:
    case NodeStatus::Drained:
    case NodeStatus::Joining:
        return true;
    case NodeStatus::Offline:
    case NodeStatus::Unknown:
    case NodeStatus::Failed:
        return false;
    }
    Q_UNREACHABLE();
}

//! "old-7 (a1b2)", to tell nodes of one name apart.
QString candidates(const QList<Node> &nodes)
{
    QStringList texts;
    for (const Node &node : nodes.mid(0, 10))
        texts.append(node.who.id.text());
    if (nodes.size() > texts.size())
        texts.append(u"and %1 more"_s.arg(nodes.size() - texts.size()));
    return texts.join(u", "_s);
}

} // namespace

Result<Node> findNode(const QList<Node> &nodes, const QString &text)
{
    QList<Node> named;
    for (const Node &node : nodes) {
        if (node.who.id.text() == text)
            return node;
        if (node.who.name == text)
            named.append(node);
    }
    if (named.isEmpty())
        return notFound(u"there is no node %1"_s.arg(text));
    if (named.size() > 1)
        return conflict(u"%1 nodes are called %2, say which id: %3"_s.arg(named.size()).arg(text, candidates(named)));
    return named.first();
}

ClusterSnapshot asReported(const ClusterSnapshot &snapshot, const QString &dialect)
{
    ClusterSnapshot shown = snapshot;
    for (Node &node : shown.nodes) {
        const bool isSilent = node.lastBeatAt && node.offlineAfter.count() > 0
            && snapshot.takenAt - *node.lastBeatAt > node.offlineAfter;
        if (dialect != "native"_L1 && isSilent && livesByItsWord(node.status)) {
            node.status = NodeStatus::Offline;
            node.reasons = {{QString(reason::kBeatsStopped), u"No beat for "_s + spanText((snapshot.takenAt - *node.lastBeatAt).count())}};
        }
        if (node.status == NodeStatus::Offline || node.status == NodeStatus::Unknown)
            node.load = {.cpu = {}, .load1 = {}, .memoryUsedBytes = {}, .memoryTotalBytes = node.load.memoryTotalBytes, .jobsRunning = {}};
    }
    return shown;
}

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

QString nodeText(const Node &node, Timestamp now, OutputForm form)
{
    if (form == OutputForm::Json)
        return jsonLine(toJson(node, now));
    if (form == OutputForm::Csv)
        return csvHeading(kCsvNames) + csvOf(node, now);
    const NodeIdentity &who = node.who;
    const QString memory = bytesText(node.load.memoryUsedBytes) + u" of "_s + bytesText(node.load.memoryTotalBytes);
    QList<QStringList> rows{{u"Name"_s, who.name},
                            {u"Id"_s, who.id.text()},
                            {u"Status"_s, statusText(node.status)},
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
        rows.append({u"Takes work"_s, node.drain ? u"no, draining: "_s + drainText(node) : u"no, cordoned"_s});
    for (const Agent &agent : node.agents)
        rows.append({u"Agent"_s, agentText(agent)});
    return tableText({}, rows);
}

QString pingText(const Node &node, const PingReport &report, OutputForm form)
{
    if (form == OutputForm::Json)
        return jsonLine(QJsonObject{{u"ok"_s, true}, {u"latencyMs"_s, report.latencyMs}, {u"via"_s, report.via}});
    if (form == OutputForm::Csv)
        return csvHeading({u"id"_s, u"ok"_s, u"latencyMs"_s, u"via"_s})
            + csvLine({{node.who.id.text()}, {u"true"_s}, {QString::number(report.latencyMs), true}, {report.via}});
    const QString how = report.via == "beat"_L1 ? u"through its next beat"_s : u"by connecting to it"_s;
    return u"%1 answered in %2 ms, %3.\n"_s.arg(cellText(node.who.name)).arg(report.latencyMs, 0, 'f', 1).arg(how);
}

QString restartText(const Node &node, bool isDryRun, OutputForm form)
{
    const QString id = node.who.id.text();
    if (form == OutputForm::Json)
        return jsonLine(QJsonObject{{u"restarted"_s, id}, {u"dryRun"_s, isDryRun}});
    if (form == OutputForm::Csv)
        return csvHeading({u"restarted"_s, u"dryRun"_s}) + csvLine({{id}, {isDryRun ? u"true"_s : u"false"_s}});
    const QString verb = isDryRun ? u"Would restart"_s : u"Ordered a restart of"_s;
    return u"%1 the agents of node %2 (%3, %4).\n"_s.arg(verb, cellText(node.who.name), cellText(id), wordOf(node.status));
}

QString removalText(const Node &node, bool isDryRun, OutputForm form)
{
    const QString id = node.who.id.text();
    if (form == OutputForm::Json)
        return jsonLine(QJsonObject{{u"removed"_s, id}, {u"dryRun"_s, isDryRun}});
    if (form == OutputForm::Csv)
        return csvHeading({u"removed"_s, u"dryRun"_s}) + csvLine({{id}, {isDryRun ? u"true"_s : u"false"_s}});
    const QString verb = isDryRun ? u"Would remove"_s : u"Removed"_s;
    return u"%1 node %2 (%3, %4).\n"_s.arg(verb, cellText(node.who.name), cellText(id), wordOf(node.status));
}

} // namespace muster
