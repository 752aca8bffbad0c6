// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/EventReplay.h"

#include "core/base/Limits.h"

namespace muster {

using namespace Qt::StringLiterals;

EventReplay::EventReplay(Dial dial, std::optional<EventPosition> since, QObject *parent)
    : QObject(parent), m_dial(std::move(dial)), m_since(std::move(since))
{
}

void EventReplay::start()
{
    m_cluster = m_dial();
    whenDone(this, m_cluster->snapshot(), [this](const Result<ClusterSnapshot> &snapshot) {
        snapshot ? takeEnd(snapshot->position) : Q_EMIT failed(snapshot.error());
    });
}

void EventReplay::takeEnd(const EventPosition &end)
{
    m_end = end;
    if (m_since && m_since->epoch == end.epoch)
        return followFrom(m_since->number);
    if (m_since) {
        m_hasMissed = true;
        Q_EMIT missed();
    }
    constexpr quint64 most = limits::kEventRing;
    followFrom(end.number > most ? end.number - most : 0);
}

void EventReplay::followFrom(quint64 number)
{
    letGo();
    m_from = number;
    if (number >= m_end.number)
        return Q_EMIT finished();
    m_cluster = m_dial();
    connect(m_cluster.get(), &Cluster::eventArrived, this, &EventReplay::take);
    connect(m_cluster.get(), &Cluster::resyncNeeded, this, &EventReplay::stepForward);
    connect(m_cluster.get(), &Cluster::linkChanged, this, &EventReplay::takeLink);
    m_cluster->followFrom({m_end.epoch, number});
    m_cluster->start();
}

//! The server has not so many, or cannot send them at once: a quarter less.
void EventReplay::stepForward()
{
    if ((m_since || m_hasTold) && !std::exchange(m_hasMissed, true))
        Q_EMIT missed();
    const quint64 left = m_end.number - m_from;
    followFrom(m_from + std::max<quint64>(1, left / 4));
}

void EventReplay::take(const ClusterEvent &event)
{
    if (event.position.epoch != m_end.epoch) {
        letGo();
        return Q_EMIT failed(conflict(u"the control plane was started anew meanwhile; ask again"_s));
    }
    m_from = event.position.number; // Should the rest be lost, nothing is told twice.
    m_hasTold = true;
    if (m_from <= m_end.number)
        Q_EMIT told(event);
    if (m_from >= m_end.number) {
        letGo();
        Q_EMIT finished();
    }
}

void EventReplay::takeLink(const LinkReport &link)
{
    if (link.state != LinkState::Blocked && link.state != LinkState::Reconnecting)
        return;
    const Error cause = link.cause;
    letGo();
    Q_EMIT failed(cause);
}

//! We are in a call of it, perhaps.
void EventReplay::letGo()
{
    if (!m_cluster)
        return;
    disconnect(m_cluster.get(), nullptr, this, nullptr);
    m_cluster.release()->deleteLater();
}

} // namespace muster
