// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/ReachOutput.h"

#include "app/ctl/CtlText.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

//! Whether a connection was made, though not the right thing answered.
bool isOpen(const ReachReport &report)
{
    return std::ranges::any_of(report.stages, [](const ReachStage &stage) { return stage.name == "connect"_L1 && !stage.cause; });
}

QJsonObject jsonOf(const ReachTarget &target, const ReachReport &report)
{
    QJsonArray stages;
    for (const ReachStage &stage : report.stages) {
        const QJsonValue cause = stage.cause
            ? QJsonValue(QJsonObject{{u"error"_s, stage.cause->text()}, {u"code"_s, stage.cause->codeOrDefault()}})
            : QJsonValue();
        stages.append(QJsonObject{{u"name"_s, stage.name}, {u"tookMs"_s, stage.tookMs}, {u"cause"_s, cause}});
    }
    return {{u"reachable"_s, report.isReachable},
            {u"host"_s, target.host},
            {u"port"_s, target.port},
            {u"latencyMs"_s, report.latencyMs},
            {u"version"_s, orNull(report.version)},
            {u"agentId"_s, orNull(report.agentId)},
            {u"stages"_s, stages}};
}

} // namespace

QString reachText(const ReachTarget &target, const ReachReport &report, OutputForm form)
{
    if (form == OutputForm::Json)
        return jsonLine(jsonOf(target, report));
    if (form == OutputForm::Csv) {
        QString text = csvHeading({u"stage"_s, u"ok"_s, u"tookMs"_s, u"cause"_s});
        for (const ReachStage &stage : report.stages)
            text += csvLine({{stage.name},
                             {stage.cause ? u"false"_s : u"true"_s},
                             {QString::number(stage.tookMs), true},
                             {stage.cause ? stage.cause->text() : QString()}});
        return text;
    }
    QList<QStringList> rows;
    for (const ReachStage &stage : report.stages)
        rows.append({stage.name, latencyText(stage.tookMs), stage.cause ? stage.cause->text() : u"ok"_s});
    const bool isV6 = target.host.contains(u':');
    const QString where = u"%1:%2"_s.arg(isV6 ? u'[' + target.host + u']' : target.host).arg(target.port);
    QString text = tableText({u"STAGE"_s, u"TIME"_s, u"OUTCOME"_s}, rows);
    if (!report.isReachable)
        return text + u'\n' + cellText(where) + (isOpen(report) ? u" is open, but no node answers there.\n"_s
                                                             : u" cannot be reached from the control plane.\n"_s);
    text += u"\n%1 answered in %2"_s.arg(cellText(where), latencyText(report.latencyMs));
    if (!report.version.isEmpty())
        text += u", version "_s + cellText(report.version);
    if (!report.agentId.isEmpty())
        text += u", as "_s + cellText(report.agentId);
    return text + u".\n"_s;
}

} // namespace muster
