// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlWorkOptions.h"

#include "app/ctl/CtlBulk.h"
#include "app/ctl/CtlEntityOptions.h"
#include "app/ctl/CtlInput.h"
#include "core/base/Limits.h"
#include "core/base/Log.h"

#include <QRegularExpression>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kBulkBytes = 512 * 1024 * 1024; // Of a file; it is sent in parts.
constexpr int kJobsShown = 1000;                    // Unless told otherwise.
constexpr int kJobsMost = 1'000'000;

//! A whole number from \a least to \a most; \a otherwise when it is not given.
Result<qint64> readNumber(const CtlArguments &given, const QString &name, qint64 least, qint64 most, qint64 otherwise)
{
    if (!given.has(name))
        return otherwise;
    bool isNumber = false;
    const qint64 number = given.options.value(name).toLongLong(&isNumber);
    if (!isNumber || number < least || number > most)
        return invalid(u"--"_s + name, u"--%1: must be a whole number from %2 to %3"_s.arg(name).arg(least).arg(most));
    return number;
}

Result<void> readPin(const CtlArguments &given, const QStringList &words, CtlOptions *options)
{
    MUSTER_TRY(entity, readEntityRef(words.value(0)));
    options->work.entity = entity;
    options->node = words.value(1);
    const QString mode = given.options.value(u"mode"_s, wordOf(AssignmentMode::Strict));
    const Result<AssignmentMode> read = assignmentModeOf(mode, u"--mode"_s);
    if (!read)
        return invalid(u"--mode"_s, u"--mode: must be strict or preferred"_s);
    options->work.mode = *read;
    return {};
}

Result<void> readDrain(const CtlArguments &given, const QStringList &words, CtlOptions *options)
{
    options->node = words.value(0);
    options->work.drain.isImmediate = given.has(u"now"_s);
    if (!given.has(u"deadline"_s))
        return {};
    if (given.has(u"now"_s))
        return invalid(u"--deadline"_s, u"--deadline and --now do not go together"_s);
    static const QRegularExpression grammar(u"^([1-9][0-9]{0,6})([smhd])\\z"_s);
    const auto match = grammar.match(given.options.value(u"deadline"_s));
    const QChar unit = match.hasMatch() ? match.capturedView(2).front() : QChar();
    const qint64 seconds = unit == u's' ? 1 : unit == u'm' ? 60 : unit == u'h' ? 3600 : 86'400;
    const milliseconds span(match.captured(1).toLongLong() * seconds * 1000);
    if (!match.hasMatch() || span > limits::kDrainDeadlineMost)
        return invalid(u"--deadline"_s, u"--deadline: expected a number and s, m, h or d, like 15m, up to 7d"_s);
    options->work.drain.deadline = span;
    return {};
}

Result<void> readWaiting(const CtlArguments &given, CtlWork *work)
{
    work->isWaiting = given.has(u"wait"_s);
    for (const auto &name : {u"wait-ms"_s, u"timeout-ms"_s}) {
        if (!given.has(name))
            continue;
        if (!work->isWaiting)
            return invalid(u"--"_s + name, u"--%1 goes with --wait"_s.arg(name));
        if (work->waitMost)
            return invalid(u"--timeout-ms"_s, u"--timeout-ms is another word for --wait-ms; give one of them"_s);
        MUSTER_TRY(span, readNumber(given, name, 0, limits::kJobAttemptTimeoutMost.count(), 0));
        work->waitMost = milliseconds(span);
    }
    return {};
}

Result<void> readBulk(const CtlArguments &given, const QStringList &words, CtlWork *work)
{
    const QStringList &options = wordsOf(CtlVerb::JobsSubmit).options;
    for (const QString &name : options) {
        if (name != "bulk"_L1 && given.has(name))
            return invalid(u"--"_s + name, u"--%1 goes with one job; in a bulk each line says its own"_s.arg(name));
    }
    if (!words.isEmpty())
        return invalid(u"--bulk"_s, u"--bulk: each line names its entity, so leave %1 away"_s.arg(words.first().left(80)));
    MUSTER_TRY(text, readInput(given.options.value(u"bulk"_s), kBulkBytes, u"--bulk"_s));
    MUSTER_TRY(lines, parseBulk(text));
    work->bulk = std::move(lines);
    return {};
}

Result<void> readSubmission(const CtlArguments &given, const QStringList &words, CtlWork *work)
{
    if (given.has(u"bulk"_s))
        return readBulk(given, words, work);
    if (words.isEmpty())
        return invalid(u"jobs submit"_s, u"jobs submit needs one KIND/ID: %1"_s.arg(wordsOf(CtlVerb::JobsSubmit).objectHelp));
    JobRequest &job = work->job;
    MUSTER_TRY(entity, readEntityRef(words.first()));
    job.entity = work->entity = entity;
    MUSTER_CHECK(readWaiting(given, work));
    if (given.has(u"attempts"_s)) { // What is not said is the cluster's matter.
        MUSTER_TRY(attempts, readNumber(given, u"attempts"_s, 1, limits::kJobAttempts, 1));
        job.attempts = int(attempts);
    }
    if (given.has(u"backoff-ms"_s)) {
        MUSTER_TRY(backoff, readNumber(given, u"backoff-ms"_s, 0, limits::kJobBackoffMost.count(), 0));
        job.backoff = milliseconds(backoff);
    }
    MUSTER_TRY(delay, readNumber(given, u"delay-ms"_s, 0, limits::kJobDelayMost.count(), 0));
    job.delay = milliseconds(delay);
    MUSTER_TRY(priority, readNumber(given, u"priority"_s, -limits::kJobPriority, limits::kJobPriority, 0));
    job.priority = int(priority);
    MUSTER_TRY(timeout, readNumber(given, u"attempt-timeout-ms"_s, 0, limits::kJobAttemptTimeoutMost.count(), 0));
    job.attemptTimeout = milliseconds(timeout);
    job.dedupeKey = given.options.value(u"dedupe"_s);
    if (job.dedupeKey.size() > limits::kJobDedupeCharacters || escapedForLog(job.dedupeKey) != job.dedupeKey)
        return invalid(u"--dedupe"_s, u"--dedupe: at most %1 visible characters"_s.arg(limits::kJobDedupeCharacters));
    if (given.has(u"data"_s)) {
        MUSTER_TRY(payload, readPayload(given.options.value(u"data"_s)));
        job.payload = std::move(payload);
    }
    return {};
}

Result<void> readJobQuery(const CtlArguments &given, CtlWork *work)
{
    if (given.has(u"state"_s)) {
        const Result<JobState> state = jobStateOf(given.options.value(u"state"_s), u"--state"_s);
        if (!state)
            return invalid(u"--state"_s, u"--state: must be waiting, delayed, active, completed, failed or cancelled"_s);
        work->jobs.state = *state;
    }
    if (given.has(u"entity"_s)) {
        const Result<EntityRef> entity = EntityRef::parse(given.options.value(u"entity"_s), u"--entity"_s);
        if (!entity)
            return invalid(u"--entity"_s, u"--entity: expected KIND/ID, like agent/hello"_s);
        work->jobs.entity = *entity;
    }
    MUSTER_TRY(most, readNumber(given, u"most"_s, 1, kJobsMost, kJobsShown));
    work->jobsMost = int(most);
    return {};
}

Result<void> readLog(const CtlArguments &given, const QStringList &words, CtlOptions *options)
{
    const Result<LogSource> source = LogSource::parse(words.value(0), u"KIND/ID|job/ID"_s);
    if (!source)
        return invalid(u"KIND/ID|job/ID"_s, u"\"%1\" is neither an entity, like agent/hello, nor a job, like job/ID"_s.arg(words.value(0).left(80)));
    options->work.log = *source;
    options->isFollowing = given.has(u"follow"_s);
    if (!given.has(u"tail"_s))
        return {};
    MUSTER_TRY(tail, readNumber(given, u"tail"_s, 0, limits::kLogLinesKept, 0));
    options->work.tail = int(tail);
    return {};
}

Result<void> readJobId(const QStringList &words, CtlWork *work)
{
    MUSTER_TRY(id, JobId::parse(words.value(0), u"ID"_s));
    work->jobId = id;
    return {};
}

} // namespace

Result<void> readWork(const CtlArguments &given, const QStringList &words, CtlOptions *options)
{
    CtlWork *work = &options->work;
    switch (options->verb) {
    case CtlVerb::EntitiesAdd:
        return readNewEntity(given, words, work);
    case CtlVerb::EntitiesChange:
        return readEntityChange(given, words, work);
    case CtlVerb::EntitiesShow:
    case CtlVerb::EntitiesRemove:
    case CtlVerb::AssignmentsClear: {
        MUSTER_TRY(entity, readEntityRef(words.join(u'/')));
        work->entity = entity;
        return {};
    }
    case CtlVerb::AssignmentsSet:
        return readPin(given, words, options);
    case CtlVerb::NodesBest: {
        MUSTER_TRY(needs, readNeeds(given));
        work->needs = needs;
        return {};
    }
    case CtlVerb::NodesCordon:
    case CtlVerb::NodesUncordon:
    case CtlVerb::NodesStopDrain:
        options->node = words.value(0);
        return {};
    case CtlVerb::NodesDrain:
        return readDrain(given, words, options);
    case CtlVerb::JobsSubmit:
        return readSubmission(given, words, work);
    case CtlVerb::JobsList:
        return readJobQuery(given, work);
    case CtlVerb::JobsShow:
    case CtlVerb::JobsRetry:
    case CtlVerb::JobsCancel:
    case CtlVerb::JobsDiscard:
        return readJobId(words, work);
    case CtlVerb::QueuesPause:
    case CtlVerb::QueuesResume:
        work->queue = words.value(0);
        return {};
    case CtlVerb::Logs:
        return readLog(given, words, options);
    case CtlVerb::EntitiesList:
    case CtlVerb::AssignmentsList:
    case CtlVerb::QueuesList:
    case CtlVerb::ShowHelp:
    case CtlVerb::ShowVersion:
    case CtlVerb::Status:
    case CtlVerb::NodesList:
    case CtlVerb::NodesShow:
    case CtlVerb::NodesRemove:
    case CtlVerb::NodesPing:
    case CtlVerb::NodesRestart:
    case CtlVerb::Events:
    case CtlVerb::Reach:
    case CtlVerb::TokensCreate:
    case CtlVerb::TokensList:
    case CtlVerb::TokensRevoke:
    case CtlVerb::AuditList:
    case CtlVerb::AuditVerify:
    case CtlVerb::AuditExport:
    case CtlVerb::Backup:
    case CtlVerb::Restore:
    case CtlVerb::Completion:
        return {};
    }
    Q_UNREACHABLE();
}

} // namespace muster
