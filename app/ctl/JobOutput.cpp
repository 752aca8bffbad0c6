// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/JobOutput.h"

#include "app/ctl/CtlText.h"
#include "core/domain/JobJson.h"
#include "core/domain/JobText.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

const QStringList kJobCsv{u"id"_s,    u"queue"_s,      u"entity"_s,    u"state"_s,     u"attemptsMade"_s, u"attempts"_s,
                          u"node"_s,  u"errorCode"_s,  u"error"_s,     u"waitingFor"_s, u"createdAt"_s,   u"startedAt"_s,
                          u"finishedAt"_s, u"priority"_s, u"dedupeKey"_s};
const QStringList kQueueCsv{u"name"_s,      u"paused"_s, u"waiting"_s,   u"delayed"_s,        u"active"_s,
                            u"completed"_s, u"failed"_s, u"cancelled"_s, u"oldestWaitingAt"_s};

constexpr qsizetype kShownCharacters = 400; // Of a payload or result in a table; the other forms have all.

QString timeText(const std::optional<Timestamp> &at)
{
    return at ? at->toIso8601() : QString();
}

QString cutText(const QByteArray &json)
{
    const QString text = QString::fromUtf8(json.left(kShownCharacters * 4));
    return text.size() > kShownCharacters ? text.left(kShownCharacters) + u"… (%1)"_s.arg(bytesText(json.size())) : text;
}

QString attemptsText(const Job &job)
{
    return u"%1 of %2"_s.arg(job.attemptsMade).arg(job.attempts);
}

//! With those that do not count, so that it fits the list of attempts below it.
QString countedText(const Job &job)
{
    const int others = job.history.isEmpty() ? 0 : job.history.constLast().number - job.attemptsMade;
    const QString all = attemptsText(job);
    return others < 1 ? all : u"%1; %2 more did not count (stopped, drained, node lost, or before a retry)"_s.arg(all).arg(others);
}

QString csvOf(const Job &job)
{
    return csvLine({{job.id.text()},
                    {job.queue},
                    {job.entity.text()},
                    {wordOf(job.state)},
                    {QString::number(job.attemptsMade), true},
                    {QString::number(job.attempts), true},
                    {job.node.text()},
                    {job.error ? job.error->code : QString()},
                    {job.error ? job.error->text : QString()},
                    {job.waitingFor ? wordOf(job.waitingFor->reason) : QString()},
                    {job.createdAt.toIso8601()},
                    {timeText(job.startedAt)},
                    {timeText(job.finishedAt)},
                    {QString::number(job.priority), true},
                    {job.dedupeKey}});
}

QString csvOf(const QueueFacts &queue)
{
    QList<CsvCell> cells{{queue.name}, {queue.isPaused ? u"true"_s : u"false"_s}};
    for (const qint64 count : {queue.waiting, queue.delayed, queue.active, queue.completed, queue.failed, queue.cancelled})
        cells.append({QString::number(count), true});
    cells.append({timeText(queue.oldestWaiting)});
    return csvLine(cells);
}

QString attemptText(const JobAttempt &attempt)
{
    const QString outcome = attempt.error ? attempt.error->text : attempt.endedAt ? u"succeeded"_s : u"runs"_s;
    return u"%1 on %2, %3: %4"_s.arg(attempt.number).arg(attempt.node.text(), attempt.startedAt.toIso8601(), outcome);
}

} // namespace

QString whyText(const Job &job)
{
    if (job.waitingFor)
        return u"waits: "_s + job.waitingFor->text;
    return job.error && job.state != JobState::Completed ? job.error->text : QString();
}

QString jobsText(const QList<Job> &jobs, Timestamp now, OutputForm form)
{
    QJsonArray array;
    QString csv = csvHeading(kJobCsv);
    QList<QStringList> rows;
    for (const Job &job : jobs) {
        if (form == OutputForm::Json)
            array.append(toJson(job));
        else if (form == OutputForm::Csv)
            csv += csvOf(job);
        else
            rows.append({job.id.text(), job.entity.text(), wordOf(job.state), attemptsText(job), job.node.text(),
                         spanText((now - job.createdAt).count()), whyText(job)});
    }
    if (form == OutputForm::Json)
        return jsonLine(array);
    if (form == OutputForm::Csv)
        return csv;
    if (rows.isEmpty())
        return u"No jobs.\n"_s;
    return tableText({u"ID"_s, u"ENTITY"_s, u"STATE"_s, u"ATTEMPTS"_s, u"NODE"_s, u"AGE"_s, u"WHY"_s}, rows);
}

QString jobText(const Job &job, OutputForm form)
{
    if (form == OutputForm::Json)
        return jsonTextLine(textOf(job));
    if (form == OutputForm::Csv)
        return csvHeading(kJobCsv) + csvOf(job);
    const bool hasTimeout = job.attemptTimeout.count() > 0;
    QList<QStringList> rows{{u"Job"_s, job.id.text()},
                            {u"Entity"_s, job.entity.text()},
                            {u"State"_s, wordOf(job.state)},
                            {u"Because"_s, whyText(job)},
                            {u"Attempts"_s, countedText(job)},
                            {u"Node"_s, job.node.text()},
                            {u"Queue"_s, job.queue},
                            {u"Priority"_s, QString::number(job.priority)},
                            {u"Time limit"_s, hasTimeout ? u"%1 ms an attempt"_s.arg(job.attemptTimeout.count()) : QString()},
                            {u"Dedupe key"_s, job.dedupeKey},
                            {u"Submitted"_s, job.createdAt.toIso8601() + (job.createdBy.isEmpty() ? QString() : u" by "_s + job.createdBy)},
                            {u"Not before"_s, timeText(job.runAt)},
                            {u"Started"_s, timeText(job.startedAt)},
                            {u"Finished"_s, timeText(job.finishedAt)},
                            {u"Payload"_s, cutText(job.payload)},
                            {u"Result"_s, cutText(job.result)}};
    for (const JobAttempt &attempt : job.history)
        rows.append({u"Attempt"_s, attemptText(attempt)});
    return tableText({}, rows);
}

QString jobIdsText(const QList<JobId> &jobs, OutputForm form)
{
    QString text = form == OutputForm::Csv ? csvHeading({u"id"_s}) : QString();
    for (const JobId &job : jobs) {
        if (form == OutputForm::Json)
            text += jsonLine(QJsonObject{{u"id"_s, job.text()}});
        else
            text += form == OutputForm::Csv ? csvLine({{job.text()}}) : cellText(job.text()) + u'\n';
    }
    return text;
}

QString changedJobText(const Job &job, JobState before, OutputForm form)
{
    if (form != OutputForm::Table)
        return jobText(job, form);
    return u"Job %1 of %2: %3 -> %4.\n"_s.arg(cellText(job.id.text()), cellText(job.entity.text()), wordOf(before), wordOf(job.state));
}

QString discardedText(const JobId &job, OutputForm form)
{
    if (form == OutputForm::Json)
        return jsonLine(QJsonObject{{u"discarded"_s, job.text()}, {u"dryRun"_s, false}});
    if (form == OutputForm::Csv)
        return csvHeading({u"discarded"_s, u"dryRun"_s}) + csvLine({{job.text()}, {u"false"_s}});
    return u"Discarded job %1.\n"_s.arg(cellText(job.text()));
}

QString queuesText(const QList<QueueFacts> &queues, Timestamp now, OutputForm form)
{
    QJsonArray array;
    QString csv = csvHeading(kQueueCsv);
    QList<QStringList> rows;
    for (const QueueFacts &queue : queues) {
        array.append(toJson(queue));
        csv += csvOf(queue);
        QStringList row{queue.name, queue.isPaused ? u"paused"_s : u"runs"_s};
        for (const qint64 count : {queue.waiting, queue.delayed, queue.active, queue.completed, queue.failed, queue.cancelled})
            row.append(QString::number(count));
        row.append(queue.oldestWaiting ? spanText((now - *queue.oldestWaiting).count()) : QString());
        rows.append(row);
    }
    if (form == OutputForm::Json)
        return jsonLine(array);
    if (form == OutputForm::Csv)
        return csv;
    if (rows.isEmpty())
        return u"No queues yet: the first job makes one.\n"_s;
    return tableText({u"QUEUE"_s, u"STATE"_s, u"WAITING"_s, u"DELAYED"_s, u"ACTIVE"_s, u"COMPLETED"_s, u"FAILED"_s, u"CANCELLED"_s,
                      u"OLDEST WAITS"_s},
                     rows);
}

QString changedQueueText(const QueueFacts &queue, OutputForm form)
{
    if (form == OutputForm::Json)
        return jsonLine(toJson(queue));
    if (form == OutputForm::Csv)
        return csvHeading(kQueueCsv) + csvOf(queue);
    if (!queue.isPaused)
        return u"Queue %1 runs: %2 waiting, %3 active.\n"_s.arg(cellText(queue.name)).arg(queue.waiting).arg(queue.active);
    return u"Queue %1 is paused: %2 waiting; %3 active go on.\n"_s.arg(cellText(queue.name)).arg(queue.waiting).arg(queue.active);
}

} // namespace muster
