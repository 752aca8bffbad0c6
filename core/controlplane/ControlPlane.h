// SPDX-License-Identifier: Apache-2.0
#pragma once
// Our own cluster: the Cluster that musterd and the console's embedded node serve. Wires the parts; holds no rule.

#include "core/base/Clock.h"
#include "core/cluster/Cluster.h"
#include "core/controlplane/AuditTrail.h"
#include "core/controlplane/DiskWatch.h"
#include "core/controlplane/DrainDesk.h"
#include "core/controlplane/EventHub.h"
#include "core/controlplane/LivenessClock.h"
#include "core/controlplane/Membership.h"
#include "core/controlplane/PingDesk.h"
#include "core/controlplane/ReachDesk.h"
#include "core/controlplane/RefusalLedger.h"
#include "core/controlplane/TokenDesk.h"
#include "core/controlplane/WorkDesk.h"
#include "core/store/Stores.h"

#include <QSet>
#include <QTimer>

#include <functional>

namespace muster {

struct ControlPlaneOptions {
    QString nodeName; //!< Of the node that serves it.
    QString version;  //!< Of this program.
    milliseconds beatInterval = limits::kBeatInterval;
    milliseconds offlineAfter{0}; //!< 0 means limits::kBeatsUntilOffline × beatInterval.
    TlsPin pin = {};                   //!< Of the server in front of it; given along with tokens.
    QList<ClusterNotice> notices = {}; //!< What everybody who looks should know.
    JobDefaults jobDefaults = {};      //!< For what a request leaves open.
    NodeId ownNode = {};               //!< Of the node that serves it: it is not removed. Empty: not known, or none.
};

//! What a control plane needs to let work flow.
struct WorkSetup {
    std::unique_ptr<QueueProvider> queue;
    std::optional<SecretBox> secrets; //!< None: entities with secrets are refused.
    QString defaultNode;              //!< Id or name of the node that takes what is pinned nowhere; empty: the most recently active.
};

//! Created, loaded and started on the node thread, in this order; then the server may listen.
class ControlPlane final : public Cluster
{
    Q_OBJECT

public:
    //! Connects to a node's address and gives the time it took in milliseconds; Unreachable or Timeout when it cannot.
    using Dialer = std::function<Future<double>(const Node &node)>;
    //! Tests an address, as reach(), and knows which must not be asked; the rates are the control plane's matter.
    using Reacher = std::function<Future<ReachReport>(const ReachTarget &target)>;
    //! Orders a node that is not offline to restart its agents: Unreachable when it did not take the order.
    using Restarter = std::function<Future<void>(const Node &node)>;

    //! \a stores and \a clock must outlive it.
    ControlPlane(Stores &stores, const Clock &clock, ControlPlaneOptions options, QObject *parent = nullptr);
    ~ControlPlane() override;
    Q_DISABLE_COPY_MOVE(ControlPlane)

    //! Whose \a shownKey ("ID.SECRET") is: the token, without its secret. Refused (code "not-authenticated"), in one text and
    //! one time, for all that is no key or no longer one. On the object's thread.
    Result<TokenFacts> callerOf(const QByteArray &shownKey);
    //! Notes that a request was refused: told as an event when somebody known asked, counted by source when \a refusal has no
    //! `who` (RefusalLedger). A node whose credential was revoked is known by \a shownKey all the same (decisions.md 18). On
    //! the object's thread.
    void noteRefusal(const AccessRefused &refusal, const QByteArray &shownKey = {});

    //! Reads the nodes and tokens back from the store; once, before anybody calls a verb. Storage when they cannot be read.
    Future<void> load();
    //! How nodes that listen are pinged; without one they are pinged through their beats, like all others.
    void setDialer(Dialer dialer);
    //! How addresses are tested; without one features() lacks Reach. Before start().
    void setReacher(Reacher reacher);
    //! How agents are restarted on nodes that have no connection for work; without it and setWork(), features() lacks Restart.
    //! Before start().
    void setRestarter(Restarter restarter);
    //! How work is done; without it features() lacks entities and jobs. Before load().
    void setWork(WorkSetup setup);
    //! A worker wants deliveries over \a line; its credential proved that it is \a node. Closed at once without setWork().
    void connectWorker(const NodeId &node, std::unique_ptr<MeshLine> line);
    //! Whether \a node has announced itself and was not removed. On the object's thread.
    bool knows(const NodeId &node) const { return m_members.nodes().find(node) != nullptr; }
    //! Looks at all nodes now. Runs by itself at least each limits::kSweepInterval while started; tests call it after
    //! moving their clock. A gap between two looks of more than twice that counts as a stall of ours (M-4).
    void sweep();
    //! Writes what only memory knows to the store. Runs by itself each limits::kLastSeenFlush and on stop().
    Future<void> flush();

    Features features() const override;
    LinkReport link() const override;
    Future<ClusterFacts> facts() override;
    Future<ClusterSnapshot> snapshot() override;
    Future<QList<ClusterEvent>> eventsAfter(EventPosition position) override;
    Future<Welcome> announce(Announcement announcement) override;
    Future<BeatReply> beat(Heartbeat heartbeat) override;
    Future<void> leave(Departure departure) override;
    Future<void> remove(NodeId node, Actor by = {}) override;
    Future<PingReport> ping(NodeId node) override;
    //! Busy while another order to the same node is on its way.
    Future<void> restartAgents(NodeId node, Actor by = {}) override;
    Future<ReachReport> reach(ReachTarget target) override;
    Future<IssuedToken> createToken(TokenRequest request) override;
    Future<QList<TokenFacts>> tokens() override;
    Future<void> revokeToken(TokenId token, Actor by = {}) override;
    //! \a request must say which token was shown.
    Future<JoinGrant> join(JoinRequest request) override;
    Future<JoinGrant> renewCredential(TokenId shown) override;
    Future<QList<EntityState>> entities(Actor by = {}) override;
    Future<EntityState> entity(EntityRef entity, Actor by = {}) override;
    Future<EntityState> saveEntity(EntityRequest request, Actor by = {}) override;
    Future<void> removeEntity(EntityRef entity, QString note = {}, Actor by = {}) override;
    Future<EntityState> assign(AssignmentRequest request, Actor by = {}) override;
    Future<QList<Candidate>> bestNodes(QStringList needs) override;
    Future<Job> submit(JobRequest request, Actor by = {}) override;
    Future<QList<JobId>> submitAll(QList<JobRequest> requests, Actor by = {}) override;
    Future<JobPage> jobs(JobQuery query, Actor by = {}) override;
    Future<Job> job(JobId job, Actor by = {}) override;
    Future<Job> retryJob(JobId job, Actor by = {}) override;
    Future<Job> cancelJob(JobId job, Actor by = {}) override;
    Future<void> discardJob(JobId job, Actor by = {}) override;
    Future<QList<QueueFacts>> queues(Actor by = {}) override;
    Future<QueueFacts> pauseQueue(QString queue, bool isPaused, Actor by = {}) override;
    Future<LogPage> log(LogQuery query, Actor by = {}) override;
    //! With \a after 0 from the oldest line that is kept. On the object's thread.
    std::unique_ptr<LogFeed> followLog(LogSource source, quint64 after, Actor by = {}) override;
    //! Opening a node for work again ends its drain, too.
    Future<Node> cordon(NodeId node, bool isCordoned, QString note = {}, Actor by = {}) override;
    Future<Node> drain(NodeId node, DrainRequest request, Actor by = {}) override;
    Future<Node> stopDrain(NodeId node, Actor by = {}) override;
    Future<AuditPage> audit(AuditQuery query) override;
    Future<AuditProof> verifyAudit() override;
    Future<QByteArray> backup() override;

Q_SIGNALS:
    //! A token was revoked, used up or replaced, has expired, or its node was removed: what it opened must be closed.
    void tokenEnded(const muster::TokenId &token);

protected:
    void startUp() override;
    void shutDown() override;

private:
    Result<Node> nodeToAsk(const NodeId &id, const QString &doing) const;
    Future<PingReport> pingHere(const NodeId &id);
    Future<void> restartHere(const NodeId &id);
    Future<void> restartOver(WorkDesk &work, const NodeId &id);
    Future<ReachReport> reachHere(const ReachTarget &target);
    Future<void> loadRest();
    Future<void> removeHere(const NodeId &node);
    Future<void> revokeHere(const TokenId &token);
    AuditDeed deedOn(const NodeId &node, const QString &verb, const QString &note, const Actor &by) const;
    Future<Node> withDrains(const AuditDeed &deed, const std::function<Future<Node>(DrainDesk &)> &verb);
    Future<Job> onJob(const QString &verb, const JobId &job, const Actor &by,
                      const std::function<Future<Job>(WorkDesk &)> &change);
    Future<JoinGrant> joinHere(const JoinRequest &request);
    template <typename T>
    void noteDenied(const QList<JobRequest> &requests, const Actor &by, const Future<T> &added);
    void publish(ClusterChange what);
    //! \a verb on our thread, where there is work; else Unsupported.
    template <typename T, typename Verb>
    Future<T> withWork(Verb verb);
    void scheduleSweep(SteadyTime at);

    const Clock &m_clock;
    Stores &m_stores;
    ControlPlaneOptions m_options;
    BeatPace m_pace;
    EventHub m_events;
    LivenessClock m_liveness;
    PingDesk m_pings;
    Membership m_members;
    TokenDesk m_tokens;
    AuditTrail m_audit;
    RefusalLedger m_refusals;
    ReachDesk m_reaches;
    std::unique_ptr<WorkDesk> m_work; // Null without setWork().
    std::unique_ptr<DrainDesk> m_drains; // The same.
    std::unique_ptr<DiskWatch> m_disk;   // The same.
    QSet<NodeId> m_restarting; // Ordered, and not answered yet.
    Dialer m_dialer;
    Reacher m_reacher;
    Restarter m_restarter;
    QTimer m_sweepTimer;
    QTimer m_flushTimer;
    SteadyTime m_nextSweep = SteadyTime::max(); // Of the running sweep timer, on the liveness clock.
    bool m_isLive = true;
};

} // namespace muster
