// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/NodeVerbOutput.h"

#include "app/ctl/CtlText.h"
#include "core/base/Json.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kNamed = 20; // In one sentence; the other forms have all.

//! "node w1 (w1, online)".
QString nameOf(const Node &node)
{
    return u"node %1 (%2, %3)"_s.arg(cellText(node.who.name), cellText(node.id().text()), wordOf(node.status));
}

QString listOf(const QStringList &names)
{
    const QString text = cellText(names.mid(0, kNamed).join(u", "_s));
    return names.size() > kNamed ? text + u" and %1 more"_s.arg(names.size() - kNamed) : text;
}

QStringList jobIdsOf(const NodeView &view)
{
    QStringList ids;
    for (const Job &job : view.jobs)
        ids.append(job.id.text());
    return ids;
}

QStringList jobsOf(const NodeView &view)
{
    QStringList texts;
    for (const Job &job : view.jobs)
        texts.append(u"%1 of %2"_s.arg(job.id.text(), job.entity.text()));
    return texts;
}

} // namespace

QString pingText(const Node &node, const PingReport &report, OutputForm form)
{
    if (form == OutputForm::Json)
        return jsonLine(QJsonObject{{u"ok"_s, true}, {u"latencyMs"_s, report.latencyMs}, {u"via"_s, report.via}});
    if (form == OutputForm::Csv)
        return csvHeading({u"id"_s, u"ok"_s, u"latencyMs"_s, u"via"_s})
            + csvLine({{node.who.id.text()}, {u"true"_s}, {QString::number(report.latencyMs), true}, {report.via}});
    const QString how = report.via == "beat"_L1 ? u"through its next beat"_s : u"by connecting to it"_s;
    return u"%1 answered in %2, %3.\n"_s.arg(cellText(node.who.name), latencyText(report.latencyMs), how);
}

QString restartText(const Node &node, bool isDryRun, OutputForm form)
{
    const QString id = node.who.id.text();
    if (form == OutputForm::Json)
        return jsonLine(QJsonObject{{u"restarted"_s, id}, {u"dryRun"_s, isDryRun}});
    if (form == OutputForm::Csv)
        return csvHeading({u"restarted"_s, u"dryRun"_s}) + csvLine({{id}, {isDryRun ? u"true"_s : u"false"_s}});
    return u"%1 the agents of %2.\n"_s.arg(isDryRun ? u"Would restart"_s : u"Ordered a restart of"_s, nameOf(node));
}

QString removedText(const Node &node, OutputForm form)
{
    const QString id = node.id().text();
    if (form == OutputForm::Json)
        return jsonLine(QJsonObject{{u"removed"_s, id}, {u"dryRun"_s, false}});
    if (form == OutputForm::Csv)
        return csvHeading({u"removed"_s, u"dryRun"_s}) + csvLine({{id}, {u"false"_s}});
    return u"Removed %1.\n"_s.arg(nameOf(node));
}

QString wouldRemoveText(const NodeView &view, OutputForm form)
{
    const QString id = view.node.id().text();
    if (form == OutputForm::Json)
        return jsonLine(QJsonObject{{u"removed"_s, id},
                                    {u"dryRun"_s, true},
                                    {u"residents"_s, QJsonArray::fromStringList(residents(view))},
                                    {u"strictPins"_s, QJsonArray::fromStringList(strictPins(view))},
                                    {u"jobs"_s, QJsonArray::fromStringList(jobIdsOf(view))}});
    if (form == OutputForm::Csv)
        return csvHeading({u"removed"_s, u"dryRun"_s, u"residents"_s, u"strictPins"_s, u"jobs"_s})
            + csvLine({{id}, {u"true"_s}, {residents(view).join(u' ')}, {strictPins(view).join(u' ')}, {jobIdsOf(view).join(u' ')}});
    return u"Would remove %1.\n"_s.arg(nameOf(view.node)) + removalOutlook(view);
}

QString removalOutlook(const NodeView &view)
{
    QString text;
    if (const QStringList names = residents(view); !names.isEmpty())
        text += u"Its agents end there: %1.\n"_s.arg(listOf(names));
    if (const QStringList names = strictPins(view); !names.isEmpty())
        text += u"Pinned to it strictly, and waiting until it joins again or the pin is changed: %1.\n"_s.arg(listOf(names));
    const QString more = view.hasMoreJobs ? u" and more"_s : QString();
    if (const QStringList names = jobsOf(view); !names.isEmpty())
        text += u"Running there, to be stopped and tried again: %1%2.\n"_s.arg(listOf(names), more);
    return text;
}

} // namespace muster
