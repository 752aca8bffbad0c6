// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/StatusText.h"

#include "ui/kit/RelativeTime.h"

#include <QCoreApplication>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct StatusTextTr {
    Q_DECLARE_TR_FUNCTIONS(StatusText)
};

QString tr(const char *text)
{
    return StatusTextTr::tr(text);
}

QString lowered(NodeStatus status)
{
    return statusWord(status).toLower();
}

// What is left of what there was.
QString leftOf(const Drain &drain)
{
    return u"%1/%2"_s.arg(drain.jobsLeft).arg(drain.jobsAtStart);
}

} // namespace

QString statusWord(NodeStatus status)
{
    switch (status) {
    case NodeStatus::Online:
        return tr("Online");
    case NodeStatus::Degraded:
        return tr("Degraded");
    case NodeStatus::Draining:
        return tr("Draining");
    case NodeStatus::Drained:
        return tr("Drained");
    case NodeStatus::Offline:
        return tr("Offline");
    case NodeStatus::Unknown:
        return tr("Unknown");
    case NodeStatus::Joining:
        return tr("Joining");
    case NodeStatus::Failed:
        return tr("Failed");
    }
    Q_UNREACHABLE();
}

QString statusChipText(const StatusWords &words)
{
    const QString word = statusWord(words.status);
    const bool counts = words.drain && words.drain->jobsAtStart > 0;
    switch (words.status) {
    case NodeStatus::Draining:
        return counts ? u"%1 %2"_s.arg(word, leftOf(*words.drain)) : word;
    case NodeStatus::Offline:
        return words.age ? u"%1 %2"_s.arg(word, shortAge(*words.age)) : word;
    case NodeStatus::Unknown:
        if (!words.was || *words.was == NodeStatus::Unknown)
            return word;
        if (*words.was == NodeStatus::Draining && counts)
            return tr("%1 (was draining %2)").arg(word, leftOf(*words.drain));
        return tr("%1 (was %2)").arg(word, lowered(*words.was));
    case NodeStatus::Joining:
        return words.isLate ? tr("%1 (late)").arg(word) : word;
    case NodeStatus::Online:
    case NodeStatus::Degraded:
    case NodeStatus::Drained:
    case NodeStatus::Failed:
        return word;
    }
    Q_UNREACHABLE();
}

QString spokenStatus(const StatusWords &words, const QString &reason)
{
    const QString word = statusWord(words.status);
    QString spoken = word;
    switch (words.status) {
    case NodeStatus::Draining:
        if (words.drain)
            spoken = tr("%1, %2 of %3 jobs left").arg(word).arg(words.drain->jobsLeft).arg(words.drain->jobsAtStart);
        break;
    case NodeStatus::Offline:
        if (words.age)
            spoken = tr("%1 for %2").arg(word, spokenSpan(*words.age));
        break;
    case NodeStatus::Unknown:
        if (words.was && *words.was != NodeStatus::Unknown)
            spoken = tr("%1, last seen %2").arg(word, lowered(*words.was));
        break;
    case NodeStatus::Joining:
        if (words.isLate)
            spoken = tr("%1, later than expected").arg(word);
        break;
    case NodeStatus::Online:
    case NodeStatus::Degraded:
    case NodeStatus::Drained:
    case NodeStatus::Failed:
        break;
    }
    return reason.isEmpty() ? spoken : u"%1: %2"_s.arg(spoken, reason);
}

} // namespace muster
