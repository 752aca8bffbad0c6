// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/MissedSpan.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kDay{24 * 3600 * 1000};

QString causeText(GapCause cause)
{
    switch (cause) {
    case GapCause::LinkLost:
        return u"link lost"_s;
    case GapCause::EventsLost:
        return u"events were lost on the way"_s;
    case GapCause::ClockJumped:
        return u"this machine slept or its clock was set"_s;
    case GapCause::NetworkChanged:
        return u"the network changed"_s;
    }
    Q_UNREACHABLE();
}

QString changesText(int changes)
{
    if (changes == 0)
        return u"nothing had changed"_s;
    return changes == 1 ? u"1 change was read afterwards"_s : u"%1 changes were read afterwards"_s.arg(changes);
}

} // namespace

void MissedSpan::begin(Timestamp since, GapCause cause)
{
    if (m_since)
        return;
    m_since = since;
    m_cause = cause;
}

EventEntry MissedSpan::end(const EventPosition &position, Timestamp until, milliseconds skew, const ChangeSet &read)
{
    const Timestamp since = std::min(std::exchange(m_since, {}).value_or(until), until,
                                     [](Timestamp left, Timestamp right) { return left.msSinceEpoch < right.msSinceEpoch; });
    const QString form = until - since < kDay ? u"HH:mm:ss"_s : u"yyyy-MM-dd HH:mm:ss"_s;
    const auto local = [&form, skew](Timestamp at) {
        return QDateTime::fromMSecsSinceEpoch((at + skew).msSinceEpoch).toString(form);
    };
    return {.position = position,
            .at = until,
            .kind = u"missed-updates"_s,
            .node = {},
            .name = {},
            .status = {},
            .before = {},
            .text = u"Not seen from %1 to %2 (%3); %4"_s.arg(local(since), local(until), causeText(m_cause),
                                                              changesText(changesIn(read)))};
}

int changesIn(const ChangeSet &changes)
{
    const Aspects telling = Aspect::Identity | Aspect::Status | Aspect::Agents;
    const auto changed = std::ranges::count_if(
        changes.changed, [telling](const ChangeSet::Change &one) { return one.aspects.testAnyFlags(telling); });
    return static_cast<int>(changes.removed.size() + changes.inserted.size() + changed);
}

} // namespace muster
