// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/EventHub.h"

#include "core/base/Limits.h"

#include <QRandomGenerator>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString randomEpoch()
{
    return QString::number(QRandomGenerator::system()->generate64(), 36);
}

} // namespace

EventHub::EventHub() : m_epoch(randomEpoch())
{
    m_ring.resize(limits::kEventRing);
}

const ClusterEvent &EventHub::add(ClusterChange what, Timestamp at)
{
    ClusterEvent &event = m_ring[++m_last % limits::kEventRing];
    event.position.epoch = m_epoch;
    event.position.number = m_last;
    event.at = at;
    event.what = std::move(what);
    return event;
}

Result<QList<ClusterEvent>> EventHub::after(const EventPosition &position) const
{
    if (position.epoch != m_epoch)
        return conflict(u"these events are of another run of the control plane"_s, u"resync"_s);
    if (position.number > m_last)
        return conflict(u"event %1 has not happened yet"_s.arg(position.number), u"resync"_s);
    const quint64 missed = m_last - position.number;
    if (missed > limits::kEventRing)
        return conflict(u"the events after %1 are gone"_s.arg(position.number), u"resync"_s);
    QList<ClusterEvent> events;
    events.reserve(static_cast<qsizetype>(missed));
    for (quint64 number = position.number + 1; number <= m_last; ++number)
        events.append(m_ring[number % limits::kEventRing]);
    return events;
}

} // namespace muster
