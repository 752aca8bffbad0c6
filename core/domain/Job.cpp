// SPDX-License-Identifier: Apache-2.0
#include "core/domain/Job.h"

namespace muster {

using namespace Qt::StringLiterals;

QString wordOf(JobState state)
{
    switch (state) {
    case JobState::Waiting:
        return u"waiting"_s;
    case JobState::Delayed:
        return u"delayed"_s;
    case JobState::Active:
        return u"active"_s;
    case JobState::Completed:
        return u"completed"_s;
    case JobState::Failed:
        return u"failed"_s;
    case JobState::Cancelled:
        return u"cancelled"_s;
    }
    Q_UNREACHABLE();
}

Result<JobState> jobStateOf(const QString &word, const QString &field)
{
    QStringList words;
    for (const JobState state : kJobStates) {
        if (wordOf(state) == word)
            return state;
        words.append(wordOf(state));
    }
    return invalid(field, u"%1: a state is one of %2, not \"%3\""_s.arg(field, words.join(u", "_s), word.left(40)));
}

bool mayFollow(JobState from, JobState to)
{
    switch (from) {
    case JobState::Waiting:
        return to == JobState::Active || to == JobState::Cancelled;
    case JobState::Delayed:
        return to == JobState::Waiting || to == JobState::Cancelled;
    case JobState::Active:
        return to != JobState::Active; // Back to the queue, or over.
    case JobState::Completed:
    case JobState::Failed:
    case JobState::Cancelled:
        return to == JobState::Waiting; // A person retries it.
    }
    Q_UNREACHABLE();
}

QString queueOf(const EntityRef &entity)
{
    return wordOf(entity.kind);
}

} // namespace muster
