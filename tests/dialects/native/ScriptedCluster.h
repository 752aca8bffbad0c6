// SPDX-License-Identifier: Apache-2.0
#pragma once
// A Cluster that says what a test wants, when it wants.

#include "core/cluster/Cluster.h"
#include "tests/dialects/native/Fleet.h"

#include <algorithm>

namespace muster {

//! Answers at once, and counts what changes. Events are made by happen().
class ScriptedCluster final : public Cluster
{
public:
    Features features() const override { return feature; }
    LinkReport link() const override { return {LinkState::Live, {}, 0, {}, {}}; }

    Future<ClusterFacts> facts() override
    {
        return ready(ClusterFacts{QStringLiteral("9.9.9"), QStringLiteral("scripted"), position.epoch, milliseconds(10000),
                                  milliseconds(30000), notices});
    }
    Future<ClusterSnapshot> snapshot() override
    {
        ++snapshots;
        return ready(ClusterSnapshot{position, Timestamp{1'800'000'000'000}, nodes, {}});
    }
    Future<QList<ClusterEvent>> eventsAfter(EventPosition after) override
    {
        QList<ClusterEvent> missed;
        std::ranges::copy_if(ring, std::back_inserter(missed),
                             [&after](const ClusterEvent &one) { return one.position.number > after.number; });
        const bool isKnown = after.epoch == position.epoch && after.number <= position.number
            && qsizetype(position.number - after.number) == missed.size();
        Result<QList<ClusterEvent>> outcome = conflict(QStringLiteral("gone"), QStringLiteral("resync"));
        if (isKnown)
            outcome = missed;
        if (!isHolding)
            return QtFuture::makeReadyFuture(outcome);
        held.append({Pending<QList<ClusterEvent>>(), outcome});
        return held.last().first.future();
    }
    Future<Welcome> announce(Announcement) override { return counted<Welcome>({}); }
    Future<BeatReply> beat(Heartbeat heartbeat) override
    {
        lastBeat = heartbeat;
        return counted<BeatReply>({milliseconds(10000), milliseconds(30000), ping_});
    }
    Future<void> leave(Departure) override
    {
        ++changes;
        return ready();
    }
    Future<void> remove(NodeId, Actor = {}) override
    {
        ++changes;
        return ready();
    }
    Future<PingReport> ping(NodeId) override { return counted<PingReport>({1.5, QStringLiteral("beat")}); }

    Future<void> restartAgents(NodeId, Actor = {}) override
    {
        ++changes;
        return ready();
    }
    Future<ReachReport> reach(ReachTarget target) override
    {
        lastTarget = target;
        return counted(reachReport);
    }
    Future<IssuedToken> createToken(TokenRequest request) override
    {
        lastRequest = request;
        return counted(issued);
    }
    Future<QList<TokenFacts>> tokens() override { return ready(QList<TokenFacts>{issued.facts, grant.facts}); }
    Future<void> revokeToken(TokenId token, Actor = {}) override
    {
        lastRevoked = token;
        ++changes;
        return ready();
    }
    Future<JoinGrant> join(JoinRequest request) override
    {
        lastJoin = request;
        return counted(grant);
    }
    Future<JoinGrant> renewCredential(TokenId shown) override
    {
        lastShown = shown;
        return counted(grant);
    }
    Future<QByteArray> backup() override { return ready(copy); }

    //! Numbers \a what, keeps it for eventsAfter() and tells everybody.
    void happen(const decltype(ClusterEvent::what) &what)
    {
        ++position.number;
        ring.append({position, Timestamp{1'800'000'000'000 + qint64(position.number)}, what});
        Q_EMIT eventArrived(ring.last());
    }
    void happenOften(int times)
    {
        for (int i = 0; i < times; ++i)
            happen(NodeBeat{NodeId(QStringLiteral("n1")), Timestamp{i}, {}, {}});
    }
    //! Answers the replays that were asked for while isHolding, with what was true then.
    void release()
    {
        for (const auto &[pending, outcome] : std::exchange(held, {}))
            pending.finish(outcome);
    }

    Features feature = Feature::Follow | Feature::Announce | Feature::Remove | Feature::Ping;
    EventPosition position{QStringLiteral("epoch1"), 0};
    QList<ClusterEvent> ring;
    QList<Node> nodes;
    QString ping_;
    std::optional<Heartbeat> lastBeat;
    std::optional<ReachTarget> lastTarget;
    std::optional<TokenRequest> lastRequest;
    std::optional<JoinRequest> lastJoin;
    TokenId lastRevoked;
    TokenId lastShown;
    ReachReport reachReport;
    IssuedToken issued{factsOf(QStringLiteral("0a1b")), Secret("0a1b.secret"), {}};
    JoinGrant grant{factsOf(QStringLiteral("2c3d"), NodeId(QStringLiteral("node-1"))), Secret("2c3d.secret")};
    QByteArray copy = QByteArray("SQLite format 3\0\xff\r\n\r\n", 21);
    QList<ClusterNotice> notices;
    bool isHolding = false;
    int changes = 0; //!< Calls of verbs that change something.
    int snapshots = 0;

protected:
    void startUp() override {}
    void shutDown() override {}

private:
    //! Of an access token, or of the credential of \a node.
    static TokenFacts factsOf(const QString &id, const std::optional<NodeId> &node = std::nullopt)
    {
        TokenFacts facts;
        facts.id = TokenId(id);
        facts.kind = node ? TokenKind::Credential : TokenKind::Access;
        facts.node = node;
        return facts;
    }
    template <typename T>
    Future<T> counted(T value)
    {
        ++changes;
        return ready(std::move(value));
    }

    QList<std::pair<Pending<QList<ClusterEvent>>, Result<QList<ClusterEvent>>>> held;
};

} // namespace muster
