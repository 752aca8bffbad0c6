// SPDX-License-Identifier: Apache-2.0
#pragma once
// One cluster as the console follows it: connect, snapshot, events, and a new snapshot whenever something was missed.

#include "core/base/Backoff.h"
#include "core/base/Clock.h"
#include "core/base/Slept.h"
#include "core/cluster/Cluster.h"
#include "core/mirror/ClusterMirror.h"
#include "core/mirror/Command.h"
#include "core/mirror/CommandLog.h"
#include "core/mirror/EventBatcher.h"
#include "core/mirror/MissedEvents.h"
#include "core/mirror/MissedSpan.h"
#include "core/mirror/PreparedSnapshot.h"
#include "core/mirror/ShownStatus.h"

#include <QPointer>
#include <QTimer>

#include <memory>

namespace muster {

class ClusterTap;

//! Lives on the gui thread; the Cluster may live on any. Losing the link drops nothing: the mirror stays, ages count on,
//! statuses shown become Unknown; once the link is back and a fresh snapshot is applied it is Live.
class ClusterSession final : public QObject, public Service
{
    Q_OBJECT

public:
    //! Owns \a cluster, which lives on this thread, and starts and stops it. \a clock must outlive the session.
    ClusterSession(std::unique_ptr<Cluster> cluster, const Clock &clock, QObject *parent = nullptr);
    //! Follows a \a cluster that somebody else owns, starts and stops, on any thread; it must outlive the session.
    ClusterSession(Cluster *cluster, const Clock &clock, QObject *parent = nullptr);
    ~ClusterSession() override;
    Q_DISABLE_COPY_MOVE(ClusterSession)

    //! Whether we judge nodes ourselves; Off unless the dialect is foreign. Set before start().
    void setLocalRules(LocalRules rules) { m_rules = rules; }
    LocalRules localRules() const { return m_rules; }
    //! Where the session learns that the machine slept; the system's by default. Set before start().
    void setSlept(SleptSource slept) { m_slept = std::move(slept); }

    //! Our connection as it is to be shown: Resyncing until the first snapshot after each (re)connection is applied.
    const LinkReport &link() const { return m_link; }
    //! The same for judging nodes: stays Live through the first limits::kResyncGrace of a resync over an open stream, so
    //! that a gap of a few events does not turn every node purple for a moment.
    LinkState evidenceLink() const;
    //! Whether verbs may be offered: link() is live.
    bool isLive() const { return m_link.isLive(); }
    //! When the link was last live (our wall clock): "not connected since". Nullopt before the first time.
    std::optional<Timestamp> lastLiveAt() const { return m_lastLiveAt; }

    Features features() const { return m_features; }
    const ClusterFacts &facts() const { return m_facts; }
    const ClusterMirror &mirror() const { return m_mirror; }
    //! The control plane's clock now: node ages are this minus the node's times.
    Timestamp clusterNow() const;
    const Clock &clock() const { return m_clock; }
    //! What to pass to shownStatus() for this cluster now, but for majorityVersion.
    ShownContext shownContext() const;
    //! Events per second over the last limits::kRateSpan, beats included.
    double eventRate() const;
    //! From when on mirror().events() has what happened, but for the gaps in it, by the clock of its entries: the oldest that
    //! the cluster had kept, or the first snapshot. Nullopt before that. The list is bounded, though.
    std::optional<Timestamp> eventsSince() const { return m_eventsSince; }

    //! Forces an attempt to connect now; when connected, a fresh snapshot. A Quiet link is not believed: it connects anew.
    void retryNow();
    //! The line may be dead without a word (another network, a machine that slept): connects anew at once where the
    //! cluster has a line, and reads everything again. At most one a second; what was missed makes one line of events().
    void doubtLink(GapCause cause);
    //! Forgets a node; asks nobody. The Command fails with Unreachable at once when the link is not live.
    Command *remove(const NodeId &node);
    //! Asks a node for a sign of life.
    Command *ping(const NodeId &node);
    //! Tells a node to restart its agents. A cluster that only took the order ends it Failed, with the code "unconfirmed".
    Command *restartAgents(const NodeId &node);
    //! Closes a node for new work, or opens it again.
    Command *cordon(const NodeId &node, bool isCordoned, const QString &note = {});
    //! Empties a node; again with another deadline changes that.
    Command *drain(const NodeId &node, const DrainRequest &request);
    //! Ends a drain; the node stays cordoned.
    Command *stopDrain(const NodeId &node);
    //! Pins an entity, or clears its pin (Cluster::assign()).
    Command *assign(const AssignmentRequest &request);
    //! Registers an entity, or changes it.
    Command *saveEntity(const EntityRequest &request);
    //! Forgets an entity, with its pin and its jobs that are not over.
    Command *removeEntity(const EntityRef &entity, const QString &note = {});
    //! For the verbs whose outcome the mirror does not hold: tokens, reach tests. Answers are the caller's to wait for.
    Cluster &cluster() const { return *m_cluster; }
    CommandLog &commands() { return m_commands; }

    //! The shared second: ages are read again. Runs by itself while started; tests call it after moving their clock.
    //! A wall clock that jumped by more than limits::kWallJump against the steady one, or a machine that slept, is a reason
    //! to doubtLink() (ux.md 3.3 b).
    void tick();
    //! Off while nobody looks (minimised window), to sleep longer. On by default.
    void setTicking(bool isOn);

Q_SIGNALS:
    //! link() changed.
    void linkChanged(const muster::LinkReport &link);
    //! The mirror changed; once a frame at most, but for snapshots.
    void changed(const muster::ChangeSet &changes);
    //! \a count entries were put into mirror().events() at index \a at: what happened before we looked, or was missed.
    void eventsFilled(int at, int count);
    //! A snapshot was applied (after its changed()): everything is as of now.
    void synced();
    void featuresChanged();
    void factsChanged();
    //! A second passed: read ages again.
    void ticked();

protected:
    void startUp() override;
    void shutDown() override;

private:
    enum class Sync {
        None,   // Nothing asked; the mirror is the last known.
        Asked,  // A snapshot is under way; events are held.
        Waiting, // The last snapshot failed; asks again soon.
        Synced, // Events are applied as they come.
    };

    void connectCluster();
    void readReport(const LinkReport &report);
    void readTap(const LinkReport &report, Features features);
    void readEvent(const ClusterEvent &event);
    void readGap();
    void takeInOrder(const ClusterEvent &event);
    void askSnapshot();
    void askLater();
    void takeSnapshot(quint64 round, const Result<ClusterSnapshot> &outcome);
    void readSnapshot(quint64 round, Result<std::shared_ptr<PreparedSnapshot>> outcome);
    void replayHeld();
    void askFacts();
    void publishLink();
    void release(const EventBatch &batch);
    void publish(const ChangeSet &changes);
    bool isStreamOpen() const { return isCurrent(m_report.state); }
    Command *startCommand(CommandVerb verb, const CommandTarget &target, const QString &name);
    Command *startCommand(CommandVerb verb, const NodeId &node);
    Command *startCommand(CommandVerb verb, const EntityRef &entity);
    void takeOutcome(Command *command, const Result<void> &outcome);
    void takeEntity(Command *command, const Result<EntityState> &outcome);
    void takeNode(Command *command, const Result<Node> &outcome);
    bool readBack(Command *command, const Error &error);
    void settleCommands(bool isWhole);
    void settle(Command *command, bool isWhole);
    void settleEntity(Command *command, bool isWhole);
    void settleNode(Command *command, bool isWhole);
    //! Steady time that goes on while the machine sleeps: of ages, not of deadlines.
    SteadyTime sessionTime() const { return m_clock.steadyNow() + m_slept(); }
    SteadyTime heardAt(const LinkReport &report) const;
    bool wasPaused() const;
    void noteSeen(SteadyTime at);
    void missFrom(GapCause cause);
    void noteMissed(const ChangeSet &read);
    void fillEvents(const QList<EventEntry> &entries, const EventPosition &end, std::optional<Timestamp> since);
    void countRate(SteadyTime now);

    std::unique_ptr<Cluster> m_owned;
    Cluster *m_cluster;
    const Clock &m_clock;
    ClusterTap *m_tap = nullptr; // Lives on the cluster's thread and is deleted there.
    ClusterMirror m_mirror;
    EventBatcher m_batcher;
    CommandLog m_commands;
    LocalRules m_rules = LocalRules::Off;
    LinkReport m_report; // As the cluster says.
    LinkReport m_link;   // As we say.
    std::optional<Timestamp> m_lastLiveAt;
    Features m_features;
    ClusterFacts m_facts;
    Sync m_sync = Sync::None;
    bool m_askAgain = false;    // Something was missed while a snapshot was under way.
    quint64 m_round = 0;        // Of snapshots asked; answers to older ones are ignored.
    EventPosition m_position;   // Of the last event taken.
    QList<ClusterEvent> m_held; // Events that came while a snapshot was under way.
    std::optional<SteadyTime> m_gapSince;  // A resync over an open stream began then.
    MissedSpan m_missed;
    MissedEvents m_missedEvents;
    std::optional<Timestamp> m_eventsSince;
    SteadyTime m_seenAt;                     // Session time at which the cluster was last seen as it is.
    std::optional<SteadyTime> m_doubtedAt;   // The last doubtLink().
    SteadyTime m_askedAt;                    // The snapshot under way was asked for.
    SleptSource m_slept = sleptSinceBoot;
    Backoff m_backoff;
    QTimer m_retry;
    QTimer m_ticker;
    Timestamp m_tickWall;
    SteadyTime m_tickSteady;
    std::optional<SteadyTime> m_resumedAt; // This process was stopped for a while until then.
    milliseconds m_tickSlept{0};
    quint64 m_eventCount = 0;
    QList<std::pair<SteadyTime, quint64>> m_rate; // Counts at the last ticks.
};

} // namespace muster
