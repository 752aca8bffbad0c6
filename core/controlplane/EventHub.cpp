// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/EventHub.h"

#include "core/base/Limits.h"

#include <QJsonDocument>
#include <QRandomGenerator>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString randomEpoch()
{
    return QString::number(QRandomGenerator::system()->generate64(), 36);
}

constexpr qsizetype kBlock = 32; // What an allocation costs beside its content.

//! About what \a text holds beyond itself; shared texts count each time.
qsizetype weightOf(const QString &text)
{
    return text.isEmpty() ? 0 : text.size() * qsizetype(sizeof(QChar)) + kBlock;
}

template <typename... Text>
qsizetype weightOf(const QString &first, const Text &...rest)
{
    return weightOf(first) + (weightOf(rest) + ...);
}

qsizetype weightOf(const Node &node)
{
    const NodeIdentity &who = node.who;
    qsizetype weight = weightOf(who.id.text(), who.name, who.address, who.platform, who.arch, who.hostname, who.version, who.build);
    for (const QString &one : who.capabilities)
        weight += qsizetype(sizeof one) + weightOf(one);
    for (auto it = who.labels.cbegin(); it != who.labels.cend(); ++it)
        weight += 2 * (qsizetype(sizeof(QString)) + kBlock) + weightOf(it.key(), it.value());
    for (const StatusReason &one : node.reasons)
        weight += qsizetype(sizeof one) + weightOf(one.code, one.text);
    for (const Agent &one : node.agents)
        weight += qsizetype(sizeof one) + weightOf(one.id, one.name, one.role, one.state);
    return node.drain ? weight + weightOf(node.drain->waitsFor) : weight;
}

qsizetype weightOf(const std::optional<Waiting> &waiting)
{
    return waiting ? weightOf(waiting->text) : 0;
}

//! What an event holds beyond its place in the ring, which is there anyway.
struct Weigher {
    qsizetype operator()(const NodeChanged &changed) const { return weightOf(changed.node); }
    qsizetype operator()(const NodeBeat &beat) const { return weightOf(beat.id.text()); }
    qsizetype operator()(const NodeRemoved &removed) const { return weightOf(removed.id.text(), removed.name); }
    qsizetype operator()(const NodeConflict &twin) const { return weightOf(twin.id.text(), twin.text); }
    qsizetype operator()(const AccessRefused &refused) const
    {
        return weightOf(refused.who, refused.what, refused.source, refused.text);
    }
    qsizetype operator()(const CallersRefused &counted) const { return weightOf(counted.source); }
    qsizetype operator()(const EntityChanged &changed) const
    {
        const Entity &entity = changed.state.entity;
        const Placement &place = changed.state.placement;
        // Settings are a tree; what they are as text is near enough, and entities change rarely.
        return QJsonDocument(entity.settings).toJson(QJsonDocument::Compact).size() * 2
            + weightOf(entity.title, entity.subtitle, entity.needs.join(u','), entity.secrets.join(u','), place.reason)
            + weightOf(place.waiting);
    }
    qsizetype operator()(const EntityRemoved &removed) const { return weightOf(removed.entity.id.text()); }
    qsizetype operator()(const JobChanged &changed) const
    {
        return weightOf(changed.job.text(), changed.entity.id.text()) + weightOf(changed.waitingFor)
            + (changed.error ? weightOf(changed.error->code, changed.error->text) : 0);
    }
    qsizetype operator()(const QueueChanged &changed) const { return weightOf(changed.queue.name); }
};

} // namespace

EventHub::EventHub() : m_epoch(randomEpoch())
{
    m_ring.resize(limits::kEventRing);
    m_weights.resize(limits::kEventRing);
}

void EventHub::dropOldest()
{
    const size_t place = m_first++ % limits::kEventRing;
    m_bytes -= m_weights[place];
    m_weights[place] = 0;
    m_ring[place].what = NodeRemoved(); // Lets go of what it held.
}

const ClusterEvent &EventHub::add(ClusterChange what, Timestamp at)
{
    ++m_last;
    if (m_last - m_first >= limits::kEventRing)
        dropOldest();
    const size_t place = m_last % limits::kEventRing;
    m_weights[place] = std::visit(Weigher{}, what);
    m_bytes += m_weights[place];
    while (m_bytes > kBytes && m_first < m_last)
        dropOldest();
    ClusterEvent &event = m_ring[place];
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
    if (missed > m_last + 1 - m_first)
        return conflict(u"the events after %1 are gone"_s.arg(position.number), u"resync"_s);
    QList<ClusterEvent> events;
    events.reserve(static_cast<qsizetype>(missed));
    for (quint64 number = position.number + 1; number <= m_last; ++number)
        events.append(m_ring[number % limits::kEventRing]);
    return events;
}

} // namespace muster
