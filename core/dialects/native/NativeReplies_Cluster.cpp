// SPDX-License-Identifier: Apache-2.0
// The reply of GET /cluster: what a cluster is, what it can, what everybody should know about it.
#include "core/dialects/native/JsonText.h"
#include "core/dialects/native/NativeReading.h"
#include "core/dialects/native/NativeReplies.h"

#include <array>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct FeatureWord {
    Feature feature;
    QLatin1StringView word;
};
constexpr std::array kFeatureWords{FeatureWord{Feature::Follow, "follow"_L1}, FeatureWord{Feature::Announce, "announce"_L1},
                                   FeatureWord{Feature::Remove, "remove"_L1}, FeatureWord{Feature::Ping, "ping"_L1},
                                   FeatureWord{Feature::Restart, "restart"_L1}, FeatureWord{Feature::Reach, "reach"_L1},
                                   FeatureWord{Feature::Tokens, "tokens"_L1}, FeatureWord{Feature::Entities, "entities"_L1},
                                   FeatureWord{Feature::Assign, "assign"_L1}, FeatureWord{Feature::Jobs, "jobs"_L1},
                                   FeatureWord{Feature::Logs, "logs"_L1}, FeatureWord{Feature::Cordon, "cordon"_L1},
                                   FeatureWord{Feature::Audit, "audit"_L1}};
constexpr qsizetype kNotices = 16;            // There are two kinds today.
constexpr qsizetype kNoticeCharacters = 1024; // One sentence.

void appendCounts(JsonText *out, const QList<Node> &nodes)
{
    std::array<qint64, kNodeStatuses.size()> counts{};
    for (const Node &node : nodes)
        ++counts[static_cast<size_t>(node.status)];
    out->raw("{");
    for (size_t i = 0; i < counts.size(); ++i) {
        if (i > 0)
            out->raw(",");
        out->text(wordOf(kNodeStatuses[i]));
        out->raw(":");
        out->number(counts[static_cast<size_t>(kNodeStatuses[i])]);
    }
    out->raw("}");
}

void appendTotals(JsonText *out, const QList<Node> &nodes)
{
    qint64 agents = 0;
    qint64 cores = 0;
    qint64 memory = 0;
    using enum NodeStatus;
    for (const Node &node : nodes) {
        // What can run things now, as the console counts.
        if (node.status != Online && node.status != Degraded && node.status != Draining)
            continue;
        agents += node.agents.size();
        cores += node.who.cores.value_or(0);
        memory += node.load.memoryTotalBytes.value_or(0);
    }
    out->raw("{\"nodes\":");
    out->number(qint64(nodes.size()));
    out->raw(",\"agents\":");
    out->number(agents);
    out->raw(",\"cores\":");
    out->number(cores);
    out->raw(",\"memoryBytes\":");
    out->number(memory);
    out->raw("}");
}

void appendNotices(JsonText *out, const QList<ClusterNotice> &notices)
{
    out->raw("[");
    for (qsizetype i = 0; i < notices.size(); ++i) {
        out->raw(i > 0 ? QByteArrayView(",{\"code\":") : QByteArrayView("{\"code\":"));
        out->text(notices[i].code);
        out->raw(",\"text\":");
        out->text(notices[i].text);
        out->raw("}");
    }
    out->raw("]");
}

QList<ClusterNotice> readNotices(JsonReader *reader)
{
    QList<ClusterNotice> notices;
    const QJsonArray items = reader->array("notices"_L1, kNotices);
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QString place = u"notices[%1]"_s.arg(i);
        JsonReader item(items[i].toObject(), place);
        notices.append({item.text("code"_L1, 64), item.text("text"_L1, kNoticeCharacters)});
        if (const Result<void> checked = item.check(); !checked || !items[i].isObject())
            reader->blame(checked ? invalid(place, u"must be an object"_s) : checked.error());
    }
    return notices;
}

void appendTenants(JsonText *out, const QList<TenantId> &tenants)
{
    out->raw("[");
    for (qsizetype i = 0; i < tenants.size(); ++i) {
        out->raw(i > 0 ? "," : "");
        out->text(tenants.at(i).text());
    }
    out->raw("]");
}

void readCaller(JsonReader *reader, ClusterReport *report)
{
    if (!reader->has("caller"_L1))
        return; // Of an older server, or our token is of no tier.
    JsonReader caller(reader->object("caller"_L1), u"caller"_s);
    report->callerName = caller.optionalText("name"_L1);
    if (const Result<Tier> tier = tierOf(caller.text("access"_L1, 64), u"access"_s))
        report->facts.callerTier = *tier;
    for (const QString &tenant : caller.texts("tenants"_L1, limits::kTokenTenants)) {
        if (const Result<TenantId> id = TenantId::parse(tenant, u"caller.tenants"_s))
            report->facts.callerTenants.append(*id);
    }
    if (const Result<void> checked = caller.check(); !checked)
        reader->blame(checked.error());
}

} // namespace

QByteArray NativeReplies::write(const ClusterFacts &facts, Features features, const ClusterSnapshot &snapshot,
                                const QString &callerName)
{
    JsonText out;
    out.raw("{\"version\":");
    out.text(facts.version);
    out.raw(",\"node\":");
    out.text(facts.node);
    out.raw(",\"epoch\":");
    out.text(facts.epoch);
    out.raw(",\"beatIntervalMs\":");
    out.number(qint64(facts.beatInterval.count()));
    out.raw(",\"offlineAfterMs\":");
    out.number(qint64(facts.offlineAfter.count()));
    out.raw(",\"serverTime\":");
    out.time(snapshot.takenAt);
    out.raw(",\"features\":{");
    for (const FeatureWord &one : kFeatureWords) {
        if (&one != kFeatureWords.begin())
            out.raw(",");
        out.text(QString(one.word));
        out.raw(":");
        out.boolean(features.testFlag(one.feature));
    }
    out.raw("},\"notices\":");
    appendNotices(&out, facts.notices);
    if (facts.callerTier) {
        out.raw(",\"caller\":{\"name\":");
        out.text(callerName);
        out.raw(",\"access\":");
        out.text(wordOf(*facts.callerTier));
        out.raw(",\"tenants\":");
        appendTenants(&out, facts.callerTenants);
        out.raw("}");
    }
    out.raw(",\"counts\":");
    appendCounts(&out, snapshot.nodes);
    out.raw(",\"totals\":");
    appendTotals(&out, snapshot.nodes);
    out.raw("}");
    return out.take();
}

Result<ClusterReport> NativeReplies::readCluster(const QByteArray &body)
{
    return readReply<ClusterReport>(body, [](JsonReader *reader) {
        ClusterReport report;
        report.facts = {.version = reader->text("version"_L1),
                        .node = reader->optionalText("node"_L1),
                        .epoch = reader->text("epoch"_L1, 64),
                        .beatInterval = readMs(reader, "beatIntervalMs"_L1),
                        .offlineAfter = readMs(reader, "offlineAfterMs"_L1),
                        .notices = readNotices(reader)};
        readCaller(reader, &report);
        report.serverTime = reader->optionalTime("serverTime"_L1).value_or(Timestamp{});
        JsonReader features(reader->object("features"_L1), u"features"_s);
        for (const FeatureWord &one : kFeatureWords)
            report.features.setFlag(one.feature, features.boolean(one.word, false));
        if (const Result<void> checked = features.check(); !checked)
            reader->blame(checked.error());
        return report;
    });
}

} // namespace muster
