// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeReach.h"

#include "core/dialects/native/JsonText.h"
#include "core/dialects/native/NativeReading.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kStages = 16;              // There are three today.
constexpr qsizetype kWordCharacters = 64;      // Of a stage, kind or code.
constexpr qsizetype kCauseCharacters = 1024;   // One sentence.
constexpr double kMostMs = 86'400'000;         // A test that took longer than a day is nonsense.

ReachStage readStage(JsonReader *reader)
{
    ReachStage stage{reader->text("name"_L1, kWordCharacters), reader->optionalNumber("tookMs"_L1, 0, kMostMs).value_or(0), {}};
    if (!reader->has("cause"_L1))
        return stage;
    JsonReader cause(reader->object("cause"_L1), reader->pathOf("cause"_L1));
    stage.cause = Error{.kind = kindOf(cause.text("kind"_L1, kWordCharacters)),
                        .where = {},
                        .what = cause.text("error"_L1, kCauseCharacters),
                        .code = cause.optionalText("code"_L1, kWordCharacters),
                        .field = {}};
    if (const Result<void> checked = cause.check(); !checked)
        reader->blame(checked.error());
    return stage;
}

} // namespace

QJsonObject NativeReach::write(const ReachTarget &target)
{
    return {{u"host"_s, target.host}, {u"port"_s, target.port}};
}

Result<ReachTarget> NativeReach::readTarget(const QByteArray &body)
{
    MUSTER_TRY(json, parseJsonObject(body));
    JsonReader reader(json);
    ReachTarget target;
    target.host = reader.text("host"_L1);
    if (reader.has("host"_L1) && target.host.isEmpty())
        reader.blame("host"_L1, u"is empty"_s);
    target.port = int(reader.optionalInteger("port"_L1, 1, 65535).value_or(target.port));
    MUSTER_CHECK(reader.check());
    return target;
}

QByteArray NativeReach::write(const ReachReport &report)
{
    JsonText out;
    out.raw("{\"reachable\":");
    out.boolean(report.isReachable);
    out.raw(",\"latencyMs\":");
    out.number(report.latencyMs);
    out.raw(",\"version\":");
    out.textOrNull(report.version);
    out.raw(",\"agentId\":");
    out.textOrNull(report.agentId);
    out.raw(",\"stages\":[");
    for (qsizetype i = 0; i < report.stages.size(); ++i) {
        const ReachStage &stage = report.stages[i];
        out.raw(i > 0 ? QByteArrayView(",{\"name\":") : QByteArrayView("{\"name\":"));
        out.text(stage.name);
        out.raw(",\"tookMs\":");
        out.number(stage.tookMs);
        out.raw(",\"cause\":");
        if (!stage.cause) {
            out.raw("null}");
            continue;
        }
        out.raw("{\"error\":");
        out.text(stage.cause->what);
        out.raw(",\"code\":");
        out.text(stage.cause->codeOrDefault());
        out.raw(",\"kind\":");
        out.text(codeOf(stage.cause->kind));
        out.raw("}}");
    }
    out.raw("]}");
    return out.take();
}

Result<ReachReport> NativeReach::readReport(const QByteArray &body)
{
    return readReply<ReachReport>(body, [](JsonReader *reader) {
        ReachReport report;
        if (!reader->has("reachable"_L1))
            reader->blame("reachable"_L1, u"is missing"_s);
        report.isReachable = reader->boolean("reachable"_L1, false);
        report.latencyMs = reader->optionalNumber("latencyMs"_L1, 0, kMostMs).value_or(0);
        report.version = reader->optionalText("version"_L1);
        report.agentId = reader->optionalText("agentId"_L1);
        const QJsonArray stages = reader->array("stages"_L1, kStages);
        for (qsizetype i = 0; i < stages.size(); ++i) {
            const QString place = u"stages[%1]"_s.arg(i);
            JsonReader stage(stages[i].toObject(), place);
            report.stages.append(readStage(&stage));
            const Result<void> checked = stages[i].isObject() ? stage.check() : invalid(place, u"must be an object"_s);
            if (!checked)
                reader->blame(checked.error());
        }
        return report;
    });
}

} // namespace muster
