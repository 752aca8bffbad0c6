// SPDX-License-Identifier: Apache-2.0
#pragma once
// The one contract: a set of nodes with a control plane. Our own control plane implements it, each dialect's client
// implements it, the console mirrors it.

#include "core/base/Future.h"
#include "core/base/Service.h"
#include "core/cluster/Features.h"
#include "core/cluster/LinkState.h"
#include "core/domain/AccessToken.h"
#include "core/domain/Actor.h"
#include "core/domain/AuditEntry.h"
#include "core/domain/ClusterSnapshot.h"
#include "core/domain/Heartbeat.h"
#include "core/domain/LogLine.h"
#include "core/domain/Reach.h"

#include <QObject>

#include <memory>

namespace muster {

//! New lines of one log; see Cluster::followLog().
class LogFeed : public QObject
{
    Q_OBJECT

Q_SIGNALS:
    //! In order; a gap in the numbers means that lines were dropped at their source.
    void arrived(const QList<muster::LogLine> &lines);
    //! It breaks off: the link was lost, or this reader was too slow. Follow again from the last number.
    void ended(const muster::Error &error);
};

//! Verbs may be called from any thread and run on the object's own; signals come on the object's thread, so connect with
//! a receiver. A verb that a cluster lacks fails with Unsupported; features() says so beforehand.
//! start() begins to connect and follow, stop() ends it; both on the object's thread. A control plane is live from
//! construction until it is stopped.
class Cluster : public QObject, public Service
{
    Q_OBJECT

public:
    explicit Cluster(QObject *parent = nullptr);
    ~Cluster() override;
    Q_DISABLE_COPY_MOVE(Cluster)

    //! What it can. Before the first contact: what its dialect can at most. On the object's thread.
    virtual Features features() const = 0;
    //! Our connection to it. On the object's thread.
    virtual LinkReport link() const = 0;
    //! Connects now: at once when it waits to retry, anew when it is open. On the object's thread.
    virtual void retryNow();
    //! Called before start(): the first event wanted is the one after \a position; resyncNeeded() when that is gone. A cluster
    //! that cannot follows from now. On the object's thread.
    virtual void followFrom(const EventPosition &position);

    virtual Future<ClusterFacts> facts();
    //! Everything at one event number. Events after it must have been followed from before the call.
    virtual Future<ClusterSnapshot> snapshot();
    //! The events after \a position, oldest first. Conflict (code "resync") when they are gone, of another epoch, or in
    //! the future: read a snapshot instead.
    virtual Future<QList<ClusterEvent>> eventsAfter(EventPosition position);

    //! A node joins or comes back; durable when it answers. Conflict (code "duplicate-id") when a living node of another
    //! instance has the id; Busy when limits::kNodes are known.
    virtual Future<Welcome> announce(Announcement announcement);
    //! A node lives. NotFound (code "announce-first") when it is not known here; Conflict (code "duplicate-id") when its
    //! instance is not the one that announced. Not durable: beats are flushed in batches.
    virtual Future<BeatReply> beat(Heartbeat heartbeat);
    //! A node stops cleanly: offline at once. Errors as beat().
    virtual Future<void> leave(Departure departure);
    //! Forgets a node, durably; one that still beats is told to announce itself again. NotFound when there is none.
    virtual Future<void> remove(NodeId node, Actor by = {});
    //! Asks a node for a sign of life. NotFound; Unreachable when it is known to be offline; Timeout.
    virtual Future<PingReport> ping(NodeId node);
    //! Tells a node to restart its agents. NotFound; Unreachable when it did not take the order.
    virtual Future<void> restartAgents(NodeId node, Actor by = {});
    //! Tries to connect to \a target from where the control plane is. A target that does not answer is a report, not an
    //! error; Refused for a target that must not be asked (T-15), Busy when too many were tested lately.
    virtual Future<ReachReport> reach(ReachTarget target);

    //! Makes an access or join token; durable when it answers. Invalid; Busy when limits::kTokens exist.
    virtual Future<IssuedToken> createToken(TokenRequest request);
    //! All tokens and credentials, newest first, those that ended lately too.
    virtual Future<QList<TokenFacts>> tokens();
    //! Ends a token or credential, durably, and closes what it has open. NotFound; nothing happens when it has ended.
    virtual Future<void> revokeToken(TokenId token, Actor by = {});
    //! Exchanges the join token that we show for a credential of \a request's node alone. Refused with one text for an
    //! unknown, used, expired, revoked or wrongly named one; Conflict as announce().
    virtual Future<JoinGrant> join(JoinRequest request);
    //! A fresh credential for the node whose credential we show; the old one holds for limits::kCredentialOverlap. \a shown
    //! is its id, given by routes from their caller; a client shows its own and passes none.
    virtual Future<JoinGrant> renewCredential(TokenId shown = {});

    //! All entities that \a by may see, with pin and place, in order of their references.
    virtual Future<QList<EntityState>> entities(Actor by = {});
    //! One of them. NotFound.
    virtual Future<EntityState> entity(EntityRef entity, Actor by = {});
    //! Registers or changes one; durable when it answers. Invalid blames a field; Conflict, Busy (limits::kEntities).
    virtual Future<EntityState> saveEntity(EntityRequest request, Actor by = {});
    //! Forgets an entity with its pin and secrets, and cancels its jobs that are not over; a resident is stopped. NotFound.
    virtual Future<void> removeEntity(EntityRef entity, QString note = {}, Actor by = {});
    //! Pins an entity, or clears its pin. NotFound for an unknown entity or node; Conflict (code "version") with the
    //! current row when another version is there.
    virtual Future<EntityState> assign(AssignmentRequest request, Actor by = {});
    //! All nodes as places for something that needs \a needs, best first; see rankedCandidates().
    virtual Future<QList<Candidate>> bestNodes(QStringList needs);

    //! Queues a job; durable when it answers (decisions.md 14). NotFound for an unknown entity; Invalid; Busy
    //! (limits::kJobsWaiting); Storage (code "disk-full"). The same dedupeKey gives the job that is there.
    virtual Future<Job> submit(JobRequest request, Actor by = {});
    //! The same for many, all or none.
    virtual Future<QList<JobId>> submitAll(QList<JobRequest> requests, Actor by = {});
    virtual Future<JobPage> jobs(JobQuery query, Actor by = {});
    //! All of one job. NotFound.
    virtual Future<Job> job(JobId job, Actor by = {});
    //! Runs a job that is over again, from its first attempt, with its payload. NotFound; Conflict when it is not over.
    virtual Future<Job> retryJob(JobId job, Actor by = {});
    //! Ends a job; a running attempt is stopped and what it says later is refused. NotFound; Conflict when it is over.
    virtual Future<Job> cancelJob(JobId job, Actor by = {});
    //! Forgets a job that is over, with its log. NotFound; Conflict when it is not.
    virtual Future<void> discardJob(JobId job, Actor by = {});
    //! All queues; for a caller that is bound to tenants with the counts of their jobs alone.
    virtual Future<QList<QueueFacts>> queues(Actor by = {});
    //! While paused nothing of it starts; what runs goes on. NotFound for a queue that is none.
    virtual Future<QueueFacts> pauseQueue(QString queue, bool isPaused, Actor by = {});

    //! Lines of a source, also after its node is gone. NotFound.
    virtual Future<LogPage> log(LogQuery query, Actor by = {});
    //! New lines of \a source as they come, from the object's thread; it lives until it is deleted, on the caller's thread, which
    //! must be the cluster's. Null when the cluster cannot.
    virtual std::unique_ptr<LogFeed> followLog(LogSource source, quint64 after, Actor by = {});

    //! A cordoned node gets nothing new that is not pinned to it, and keeps what it has. NotFound.
    virtual Future<Node> cordon(NodeId node, bool isCordoned, QString note = {}, Actor by = {});
    //! Cordons a node and empties it; again with another deadline changes that. NotFound.
    virtual Future<Node> drain(NodeId node, DrainRequest request, Actor by = {});
    //! Ends a drain; the node stays cordoned. NotFound; Conflict when it is not draining.
    virtual Future<Node> stopDrain(NodeId node, Actor by = {});

    //! Who did what, newest first.
    virtual Future<AuditPage> audit(AuditQuery query);
    //! Follows the chain of all entries. Reads all of them: seconds for a million.
    virtual Future<AuditProof> verifyAudit();

    //! A consistent copy of all that the control plane keeps, without anything that opens a door (decisions.md 24): restored
    //! nodes must announce themselves, tokens must be made anew. Busy when it would be longer than can be read back.
    virtual Future<QByteArray> backup();

Q_SIGNALS:
    //! Something changed; in order of ClusterEvent::position within one epoch, without gaps while the link is live.
    void eventArrived(const muster::ClusterEvent &event);
    //! link() changed.
    void linkChanged(const muster::LinkReport &link);
    //! Events were missed and eventArrived() has a gap here: read a snapshot. Comes before the first event after it.
    void resyncNeeded();
};

} // namespace muster
