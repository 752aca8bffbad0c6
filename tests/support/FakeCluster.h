// SPDX-License-Identifier: Apache-2.0
#pragma once
// A Cluster that does what a test tells it, when it tells it: the server's state, its events, and what gets lost.

#include "core/base/Limits.h"
#include "core/cluster/Cluster.h"

#include <algorithm>
#include <functional>

namespace muster {

//! Holds a state as a server would. change…() changes it and sends the event; lose() changes it without sending.
class FakeCluster final : public Cluster
{
public:
    explicit FakeCluster(QObject *parent = nullptr) : Cluster(parent) { m_state.position = {QStringLiteral("e1"), 10}; }

    Features features() const override { return m_features; }
    LinkReport link() const override { return m_link; }
    void retryNow() override { ++retries; }
    Future<ClusterFacts> facts() override
    {
        return ready(ClusterFacts{.version = QStringLiteral("0.1.0"), .node = QStringLiteral("main"),
                                  .epoch = m_state.position.epoch, .beatInterval = milliseconds(10'000),
                                  .offlineAfter = milliseconds(30'000), .notices = notices});
    }
    Future<ClusterSnapshot> snapshot() override
    {
        return onThreadOf<ClusterSnapshot>(this, [this] {
            ++snapshots;
            if (snapshotError)
                return failed<ClusterSnapshot>(*snapshotError);
            if (!holdsSnapshots)
                return ready(m_state);
            m_held.append(Pending<ClusterSnapshot>());
            return m_held.last().future();
        });
    }
    Future<QList<ClusterEvent>> eventsAfter(EventPosition position) override
    {
        return onThreadOf<QList<ClusterEvent>>(this, [this, position] {
            ++pastAsked;
            if (pastError)
                return failed<QList<ClusterEvent>>(*pastError);
            if (pastKept == 0)
                return Cluster::eventsAfter(position);
            const quint64 newest = m_state.position.number;
            const bool isKept = position.epoch == m_state.position.epoch && position.number <= newest
                && newest - position.number <= static_cast<quint64>(std::min(pastKept, m_past.size()));
            if (!isKept)
                return failed<QList<ClusterEvent>>(conflict(QStringLiteral("gone"), QStringLiteral("resync")));
            return ready(m_past.mid(m_past.size() - static_cast<qsizetype>(newest - position.number)));
        });
    }
    Future<void> remove(NodeId node, Actor = {}) override
    {
        return onThreadOf<void>(this, [this, node] {
            if (verbsHang)
                return m_hanging.future();
            if (holdsVerbs) {
                m_heldVerb = Pending<void>();
                return m_heldVerb->future();
            }
            if (verbError)
                return failed<void>(*verbError);
            if (!has(node))
                return failed<void>(notFound(QStringLiteral("no such node")));
            removeNode(node);
            return ready();
        });
    }
    Future<void> restartAgents(NodeId, Actor = {}) override
    {
        return onThreadOf<void>(this, [this] { return verbError ? failed<void>(*verbError) : ready(); });
    }
    //! These fail with verbError, or change the node and tell.
    Future<Node> cordon(NodeId node, bool isCordoned, QString = {}, Actor = {}) override
    {
        return stand(node, [isCordoned](Node &one) { one.cordoned = isCordoned; });
    }
    Future<Node> drain(NodeId node, DrainRequest, Actor = {}) override
    {
        return stand(node, [](Node &one) { one.drain = Drain{}; });
    }
    Future<Node> stopDrain(NodeId node, Actor = {}) override
    {
        return stand(node, [](Node &one) { one.drain.reset(); });
    }
    Future<PingReport> ping(NodeId) override
    {
        return verbError ? failed<PingReport>(*verbError) : ready(PingReport{3.5, QStringLiteral("dial")});
    }

    //! The server's state, whatever was sent of it.
    const ClusterSnapshot &state() const { return m_state; }
    bool has(const NodeId &id) const { return indexOf(id) >= 0; }

    void setLink(LinkState link, const Error &cause = {})
    {
        m_link.state = link;
        m_link.cause = cause;
        Q_EMIT linkChanged(m_link);
    }
    void setFeatures(Features features) { m_features = features; }
    void setNow(Timestamp now) { m_state.takenAt = now; }

    //! Adds or changes a node and tells.
    void putNode(const Node &node, NodeChange change = NodeChange::Updated) { send(put(node, change)); }
    void beatNode(const NodeId &id, Timestamp at, const Load &load) { send(beaten(id, at, load)); }
    void removeNode(const NodeId &id) { send(take(id)); }
    //! The same without telling.
    ClusterEvent put(const Node &node, NodeChange change)
    {
        if (const qsizetype at = indexOf(node.id()); at >= 0)
            m_state.nodes[at] = node;
        else
            m_state.nodes.append(node);
        return next(NodeChanged{node, change});
    }
    ClusterEvent beaten(const NodeId &id, Timestamp at, const Load &load)
    {
        Node &node = m_state.nodes[indexOf(id)];
        node.lastBeatAt = at;
        node.load = load;
        return next(NodeBeat{id, at, load, node.clockSkew});
    }
    ClusterEvent take(const NodeId &id)
    {
        const Node gone = m_state.nodes.takeAt(indexOf(id));
        return next(NodeRemoved{id, gone.who.name});
    }
    ClusterEvent next(ClusterChange what)
    {
        ++m_state.position.number;
        m_past.append({m_state.position, m_state.takenAt, std::move(what)});
        if (m_past.size() > limits::kEventRing)
            m_past.removeFirst();
        return m_past.last();
    }
    void send(const ClusterEvent &event) { Q_EMIT eventArrived(event); }
    void loseSome() { Q_EMIT resyncNeeded(); }
    //! A restart: another epoch, its numbers from zero.
    void restart(const QString &epoch)
    {
        m_state.position = {epoch, 0};
        m_past.clear();
    }

    //! Answers the oldest snapshot that was held with the state of now, or with \a state.
    void answerSnapshot() { answerSnapshot(m_state); }
    void answerSnapshot(const ClusterSnapshot &state) { m_held.takeFirst().finish(state); }
    qsizetype heldSnapshots() const { return m_held.size(); }
    //! Ends the remove() that was held.
    void answerVerb(const Result<void> &outcome) { m_heldVerb->finish(outcome); }

    bool holdsSnapshots = false;
    bool verbsHang = false;
    bool holdsVerbs = false;
    std::optional<Error> verbError; //!< What verbs fail with, without doing anything.
    std::optional<Error> snapshotError;
    int snapshots = 0;
    int retries = 0;
    QList<ClusterNotice> notices; //!< Told with the facts.
    qsizetype pastKept = 0; //!< How many events are kept; none: it has no past to tell.
    std::optional<Error> pastError;
    int pastAsked = 0;

protected:
    void startUp() override { setLink(LinkState::Connecting); }
    void shutDown() override { setLink(LinkState::Idle); }

private:
    Future<Node> stand(const NodeId &node, const std::function<void(Node &)> &change)
    {
        return onThreadOf<Node>(this, [this, node, change] {
            if (verbError)
                return failed<Node>(*verbError);
            if (!has(node))
                return failed<Node>(notFound(QStringLiteral("no such node")));
            Node one = m_state.nodes[indexOf(node)];
            change(one);
            putNode(one);
            return ready(one);
        });
    }
    qsizetype indexOf(const NodeId &id) const
    {
        for (qsizetype i = 0; i < m_state.nodes.size(); ++i) {
            if (m_state.nodes[i].id() == id)
                return i;
        }
        return -1;
    }

    ClusterSnapshot m_state;
    QList<ClusterEvent> m_past; // The newest of this epoch.
    LinkReport m_link;
    Features m_features = Feature::Follow | Feature::Remove | Feature::Ping;
    QList<Pending<ClusterSnapshot>> m_held;
    Pending<void> m_hanging;
    std::optional<Pending<void>> m_heldVerb;
};

} // namespace muster
