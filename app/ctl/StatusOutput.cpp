// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/StatusOutput.h"

#include "app/ctl/CtlText.h"
#include "app/ctl/NodeOutput.h"
#include "core/cluster/Dialect.h"
#include "core/base/Log.h"
#include "core/mirror/FleetSummary.h"

#include <QJsonArray>
#include <QJsonObject>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! More would scroll the summary away.
constexpr qsizetype kProblemsShown = 10;

const QList<std::pair<Feature, QString>> kFeatures{{Feature::Follow, u"follow"_s}, {Feature::Announce, u"announce"_s},
                                                   {Feature::Remove, u"remove"_s}, {Feature::Ping, u"ping"_s},
                                                   {Feature::Restart, u"restart"_s}, {Feature::Reach, u"reach"_s},
                                                   {Feature::Tokens, u"tokens"_s}, {Feature::Entities, u"entities"_s},
                                                   {Feature::Assign, u"assign"_s}, {Feature::Jobs, u"jobs"_s},
                                                   {Feature::Logs, u"logs"_s}, {Feature::Cordon, u"cordon"_s},
                                                   {Feature::Audit, u"audit"_s}};

//! Some servers do not tell what they are.
bool isKnown(const QString &version)
{
    return !version.isEmpty() && version != "unknown"_L1;
}

FleetSummary sumOf(const ClusterSnapshot &snapshot)
{
    FleetSummary sum;
    for (const Node &node : snapshot.nodes)
        sum.add(node.status, FleetSummary::shareOf(node));
    return sum;
}

//! Whether a sum of zero means nothing: some servers do not tell what their nodes have.
bool isTold(qint64 number, const FleetSummary &sum)
{
    return number > 0 || sum.count(NodeStatus::Online) == 0;
}

QJsonObject jsonOf(const ClusterAddress &address, const ClusterFacts &facts, Features features, const FleetSummary &sum)
{
    QJsonObject counts;
    for (const NodeStatus status : kNodeStatuses)
        counts.insert(wordOf(status), sum.count(status));
    const QJsonObject totals{{u"nodes"_s, sum.nodes},
                             {u"agents"_s, sum.agents},
                             {u"cores"_s, isTold(sum.cores, sum) ? QJsonValue(sum.cores) : QJsonValue()},
                             {u"memoryBytes"_s, isTold(sum.memoryBytes, sum) ? QJsonValue(sum.memoryBytes) : QJsonValue()}};
    QJsonObject can;
    for (const auto &[feature, word] : kFeatures)
        can.insert(word, features.testFlag(feature));
    QJsonArray notices;
    for (const ClusterNotice &notice : facts.notices)
        notices.append(QJsonObject{{u"code"_s, notice.code}, {u"text"_s, notice.text}});
    const QString url = address.url.toString();
    return {{u"url"_s, url.isEmpty() ? QJsonValue() : QJsonValue(url)},
            {u"dialect"_s, address.dialect},
            {u"version"_s, isKnown(facts.version) ? QJsonValue(facts.version) : QJsonValue()},
            {u"node"_s, facts.node.isEmpty() ? QJsonValue() : QJsonValue(facts.node)},
            {u"epoch"_s, facts.epoch},
            {u"tier"_s, facts.callerTier ? QJsonValue(wordOf(*facts.callerTier)) : QJsonValue()},
            {u"counts"_s, counts},
            {u"totals"_s, totals},
            {u"features"_s, can},
            {u"notices"_s, notices}};
}

QString csvOf(const ClusterFacts &facts, const FleetSummary &sum)
{
    QStringList names{u"nodes"_s, u"agents"_s, u"cores"_s, u"memoryBytes"_s};
    QList<CsvCell> cells;
    for (const qint64 number : {qint64(sum.nodes), sum.agents})
        cells.append({QString::number(number), true});
    for (const qint64 number : {sum.cores, sum.memoryBytes})
        cells.append({isTold(number, sum) ? QString::number(number) : QString(), true});
    for (const NodeStatus status : kNodeStatuses) {
        names.append(wordOf(status));
        cells.append({QString::number(sum.count(status)), true});
    }
    names.append(u"tier"_s);
    cells.append({facts.callerTier ? wordOf(*facts.callerTier) : QString()});
    return csvHeading(names) + csvLine(cells);
}

//! "Muster 0.1.0 at https://cp:3100, served by cp-1".
QString headline(const ClusterAddress &address, const ClusterFacts &facts)
{
    const Dialect *dialect = dialectById(address.dialect);
    const QString product = dialect ? dialect->title() : address.dialect;
    const QString version = isKnown(facts.version) ? u' ' + escapedForLog(facts.version) : QString();
    const QString where = address.url.isEmpty() ? QString() : u" at "_s + cellText(address.url.toString());
    const QString node = facts.node.isEmpty() ? QString() : u", served by "_s + cellText(facts.node);
    return product + version + where + node + u'\n';
}

//! What we may do there, by a glance at our token.
QString tierLine(const ClusterFacts &facts, Features features)
{
    if (!facts.callerTier)
        return {};
    // A Muster that tells tiers can both, for whoever is bound to no tenant.
    QStringList tenants;
    for (const TenantId &tenant : facts.callerTenants)
        tenants.append(tenant.text());
    if (!tenants.isEmpty())
        return u"Your token: %1, of %2; you see only what is theirs, and change no nodes\n"_s.arg(wordOf(*facts.callerTier), cellText(tenants.join(u", "_s)));
    const bool isBound = !features.testAnyFlags(Feature::Remove | Feature::Tokens);
    if (isBound)
        return u"Your token: %1, of some tenants; you see only what is theirs, and change no nodes\n"_s.arg(wordOf(*facts.callerTier));
    switch (*facts.callerTier) {
    case Tier::Viewer:
        return u"Your token: viewer; it may look, not change\n"_s;
    case Tier::Operator:
        return u"Your token: operator; it may change nodes, not tokens\n"_s;
    case Tier::Admin:
        return u"Your token: admin\n"_s;
    }
    Q_UNREACHABLE();
}

//! Entities, and jobs of all queues; nothing where there is neither.
QString workTable(const ClusterSnapshot &snapshot)
{
    if (snapshot.entities.isEmpty() && snapshot.queues.isEmpty())
        return {};
    qint64 waiting = 0;
    qint64 active = 0;
    qint64 failed = 0;
    for (const QueueFacts &queue : snapshot.queues) {
        waiting += queue.waiting + queue.delayed;
        active += queue.active;
        failed += queue.failed;
    }
    QStringList row{QString::number(snapshot.entities.size())};
    for (const qint64 count : {waiting, active, failed})
        row.append(QString::number(count));
    return u'\n' + tableText({u"ENTITIES"_s, u"JOBS WAITING"_s, u"ACTIVE"_s, u"FAILED"_s}, {row});
}

//! What waits though nobody paused it, and what somebody paused.
QList<QStringList> waitingWork(const ClusterSnapshot &snapshot)
{
    QList<QStringList> rows;
    for (const QueueFacts &queue : snapshot.queues) {
        if (queue.isPaused)
            rows.append({u"  queue "_s + queue.name, u"paused"_s, u"%1 jobs wait"_s.arg(queue.waiting)});
    }
    for (const EntityState &state : snapshot.entities) {
        if (state.placement.waiting)
            rows.append({u"  "_s + state.entity.ref.text(), u"waits"_s, state.placement.waiting->text});
    }
    return rows;
}

QString problemsOf(const ClusterSnapshot &snapshot)
{
    QList<QStringList> rows;
    qsizetype more = 0;
    for (const Node &node : snapshot.nodes) {
        const NodeStatus status = node.status;
        if (status == NodeStatus::Online || status == NodeStatus::Draining || status == NodeStatus::Joining)
            continue;
        const QString reason = node.reasons.isEmpty() ? QString() : node.reasons.first().text;
        if (rows.size() < kProblemsShown)
            rows.append({u"  "_s + node.who.name, statusText(status), reason});
        else
            ++more;
    }
    const QList<QStringList> work = waitingWork(snapshot);
    for (const QStringList &row : work) {
        if (rows.size() < kProblemsShown)
            rows.append(row);
        else
            ++more;
    }
    if (rows.isEmpty())
        return {};
    const QString rest = more > 0 ? u"  and %1 more\n"_s.arg(more) : QString();
    return u"\nWorth a look\n"_s + tableText({}, rows) + rest;
}

} // namespace

QString statusOutput(const ClusterAddress &address, const ClusterFacts &facts, Features features,
                     const ClusterSnapshot &snapshot, OutputForm form)
{
    const FleetSummary sum = sumOf(snapshot);
    if (form == OutputForm::Json)
        return jsonLine(jsonOf(address, facts, features, sum));
    if (form == OutputForm::Csv)
        return csvOf(facts, sum);
    QString text = headline(address, facts) + tierLine(facts, features);
    for (const ClusterNotice &notice : facts.notices)
        text += u"! %1\n"_s.arg(cellText(notice.text));
    text += u'\n';
    text += tableText({u"NODES"_s, u"AGENTS"_s, u"CORES"_s, u"MEMORY"_s},
                      {{QString::number(sum.nodes), QString::number(sum.agents),
                        isTold(sum.cores, sum) ? QString::number(sum.cores) : QString(),
                        bytesText(isTold(sum.memoryBytes, sum) ? std::optional(sum.memoryBytes) : std::nullopt)}});
    QList<QStringList> counts;
    for (const NodeStatus status : kNodeStatuses) {
        if (sum.count(status) > 0)
            counts.append({u"  "_s + statusText(status), QString::number(sum.count(status))});
    }
    if (!counts.isEmpty())
        text += u'\n' + tableText({}, counts);
    return text + workTable(snapshot) + problemsOf(snapshot);
}

} // namespace muster
