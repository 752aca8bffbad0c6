// SPDX-License-Identifier: Apache-2.0
#pragma once
// An AgenticMail control plane as a Cluster: its stream applied over its list, and what the stream leaves open asked again.

#include "core/cluster/Cluster.h"
#include "core/dialects/agenticmail/AgenticmailApi.h"
#include "core/dialects/agenticmail/AgenticmailPicture.h"
#include "core/wire/SseClient.h"

#include <QSet>
#include <QTimer>

namespace muster {

//! Verbs work without start(), which only begins to follow. Frames carry no ids, so positions are counted here, in an epoch
//! for each connection. Stays far below the requests a minute that all callers share: frames cost none, what an
//! "offline" leaves open is asked at most once each two seconds, however many there are.
class AgenticmailClient final : public Cluster
{
    Q_OBJECT

public:
    //! \a clock must outlive it. \a seed is of the random delays between retries.
    AgenticmailClient(const ClusterAddress &address, const Credentials &credentials, const Clock &clock, quint32 seed,
                      QObject *parent = nullptr);
    ~AgenticmailClient() override;
    Q_DISABLE_COPY_MOVE(AgenticmailClient)

    //! What every such server can.
    static Features allFeatures();

    Features features() const override { return allFeatures(); }
    LinkReport link() const override { return m_link; }
    void retryNow() override;

    //! Needs no call: the server tells neither its version nor its name.
    Future<ClusterFacts> facts() override;
    Future<ClusterSnapshot> snapshot() override;
    //! Asks first whether the node is there: the server calls every removal a success.
    Future<void> remove(NodeId node, Actor = {}) override;
    //! The server dials the node's own address; Unreachable when nothing answers there.
    Future<PingReport> ping(NodeId node) override;
    //! Always ends in an Error, at best in one with code "unconfirmed": the order was sent, and the server says ok whatever
    //! came of it.
    Future<void> restartAgents(NodeId node, Actor = {}) override;
    Future<ReachReport> reach(ReachTarget target) override;
    //! The server's choice first; the others as it would rank them: fewest agents, then first registered.
    Future<QList<Candidate>> bestNodes(QStringList needs) override;

protected:
    void startUp() override;
    void shutDown() override;

private:
    void connectNow();
    void reconnectIn(milliseconds delay, const Error &cause);
    void takeOpened();
    void takeAlive();
    void takeFrame(const SseFrame &frame);
    void takeLost(const Error &error, qint64 nextTryMs, int attempt);
    void takeRefused(const Error &error, qint64 nextTryMs);
    void block(const Error &error, qint64 nextTryMs = -1);
    void setLink(LinkState state, const Error &cause = LinkReport().cause, int attempt = 0, qint64 nextTryMs = -1);

    void doubt(const NodeId &node);
    void settleDoubts();
    void readAll();
    void takeAll(int connection, quint64 asked, const Result<QList<Node>> &list);
    void failReading(const Error &error);
    void readOne(const NodeId &node);
    Future<QList<Node>> list();
    Future<Node> find(const NodeId &node);
    void publish(const ClusterChange &change);
    void publish(const QList<ClusterChange> &changes);
    void settleAges();
    Timestamp serverNow() const { return m_clock.now() + m_api.clockOffset(); }
    ClusterSnapshot shownNow() const;
    bool isFollowing() const { return isRunning() && m_isSynced; }

    const Clock &m_clock;
    AgenticmailApi m_api;
    SseClient m_stream;
    AgenticmailPicture m_picture;
    LinkReport m_link;
    std::optional<Timestamp> m_toldHeardAt;
    EventPosition m_position;
    int m_connection = 0;     // Counts opened streams; an answer that was asked on an older one proves nothing.
    bool m_isSynced = false;  // The list was read on this connection.
    bool m_hasSynced = false; // It was read on some connection.
    bool m_isReading = false;
    std::optional<SteadyTime> m_readAt; // When the list was read last.
    QList<Pending<ClusterSnapshot>> m_asking;
    QSet<NodeId> m_doubts;   // Called offline: silent or removed?
    QTimer m_again;          // Connects, when the stream does not by itself.
    QTimer m_readAgain;
    QTimer m_doubtTimer;
    QTimer m_ageTimer;
};

} // namespace muster
