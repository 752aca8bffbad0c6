// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/StatusOutput.h"

#include "app/ctl/CtlText.h"
#include "app/ctl/NodeOutput.h"
#include "core/mirror/FleetSummary.h"

#include <QJsonObject>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! More would scroll the summary away.
constexpr qsizetype kProblemsShown = 10;

FleetSummary sumOf(const ClusterSnapshot &snapshot)
{
    FleetSummary sum;
    for (const Node &node : snapshot.nodes)
        sum.add(reportedStatus(node, snapshot.takenAt), FleetSummary::shareOf(node));
    return sum;
}

QJsonObject jsonOf(const ClusterAddress &address, const ClusterFacts &facts, Features features, const FleetSummary &sum)
{
    QJsonObject counts;
    for (const NodeStatus status : kNodeStatuses)
        counts.insert(wordOf(status), sum.count(status));
    const QJsonObject totals{{u"nodes"_s, sum.nodes},
                             {u"agents"_s, sum.agents},
                             {u"cores"_s, sum.cores},
                             {u"memoryBytes"_s, sum.memoryBytes}};
    const QJsonObject can{{u"follow"_s, features.testFlag(Feature::Follow)},
                          {u"announce"_s, features.testFlag(Feature::Announce)},
                          {u"remove"_s, features.testFlag(Feature::Remove)},
                          {u"ping"_s, features.testFlag(Feature::Ping)}};
    const QString url = address.url.toString();
    return {{u"url"_s, url.isEmpty() ? QJsonValue() : QJsonValue(url)},
            {u"dialect"_s, address.dialect},
            {u"version"_s, facts.version},
            {u"node"_s, facts.node},
            {u"epoch"_s, facts.epoch},
            {u"counts"_s, counts},
            {u"totals"_s, totals},
            {u"features"_s, can}};
}

QString csvOf(const FleetSummary &sum)
{
    QStringList names{u"nodes"_s, u"agents"_s, u"cores"_s, u"memoryBytes"_s};
    QList<CsvCell> cells;
    for (const qint64 number : {qint64(sum.nodes), sum.agents, sum.cores, sum.memoryBytes})
        cells.append({QString::number(number), true});
    for (const NodeStatus status : kNodeStatuses) {
        names.append(wordOf(status));
        cells.append({QString::number(sum.count(status)), true});
    }
    return csvHeading(names) + csvLine(cells);
}

QString problemsOf(const ClusterSnapshot &snapshot)
{
    QList<QStringList> rows;
    qsizetype more = 0;
    for (const Node &node : snapshot.nodes) {
        const NodeStatus status = reportedStatus(node, snapshot.takenAt);
        if (status == NodeStatus::Online || status == NodeStatus::Draining || status == NodeStatus::Joining)
            continue;
        const QString reason = node.reasons.isEmpty() ? QString() : node.reasons.first().text;
        if (rows.size() < kProblemsShown)
            rows.append({u"  "_s + node.who.name, statusText(status), reason});
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
        return csvOf(sum);
    const QString where = address.url.isEmpty() ? address.dialect : address.url.toString();
    QString text = u"Muster %1 at %2, served by %3\n\n"_s.arg(cellText(facts.version), cellText(where), cellText(facts.node));
    text += tableText({u"NODES"_s, u"AGENTS"_s, u"CORES"_s, u"MEMORY"_s},
                      {{QString::number(sum.nodes), QString::number(sum.agents), QString::number(sum.cores),
                        bytesText(sum.memoryBytes)}});
    QList<QStringList> counts;
    for (const NodeStatus status : kNodeStatuses) {
        if (sum.count(status) > 0)
            counts.append({u"  "_s + statusText(status), QString::number(sum.count(status))});
    }
    if (!counts.isEmpty())
        text += u'\n' + tableText({}, counts);
    return text + problemsOf(snapshot);
}

} // namespace muster
