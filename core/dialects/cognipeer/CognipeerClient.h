// SPDX-License-Identifier: Apache-2.0
#pragma once
// Cognipeer's console as a Cluster: polled, because it has no stream; entities can be pinned, nodes only be watched.

#include "core/base/Backoff.h"
#include "core/cluster/Cluster.h"
#include "core/dialects/cognipeer/CognipeerEntities.h"
#include "core/dialects/cognipeer/CognipeerReplies.h"
#include "core/dialects/cognipeer/CognipeerSession.h"

#include <QSet>
#include <QTimer>

namespace muster {

//! How often to ask. Source: decisions.md 11.
struct CognipeerPace {
    milliseconds poll = limits::kPollInterval; //!< Four fifths of it to all of it, so that consoles do not ask in step.
    milliseconds pollMost = limits::kPollIntervalMost; //!< When the server wants less, or a person must act.
    milliseconds retryFirst = limits::kRetryFirst;
    milliseconds retryMost = limits::kRetryMost; //!< Until retryMostUntil after the loss.
    milliseconds retryMostUntil = limits::kRetryMostUntil;
    milliseconds retryLater = limits::kRetryLater;
    quint32 seed = 1; //!< Of the random parts.
};

//! Between start() and stop() it polls, and tells as events what differs; the numbers of events are ours. Verbs work without
//! start() and ask once. Errors as those of CognipeerSession::get().
class CognipeerClient final : public Cluster
{
    Q_OBJECT
public:
    //! \a clock must outlive it.
    CognipeerClient(const ClusterAddress &address, const Credentials &credentials, const Clock &clock, CognipeerPace pace,
                    QObject *parent = nullptr);
    ~CognipeerClient() override;
    Q_DISABLE_COPY_MOVE(CognipeerClient)

    static constexpr Features kFeatures = Feature::Assign;

    Features features() const override { return kFeatures; }
    LinkReport link() const override { return m_link; }
    //! Also shows a refused password once more.
    void retryNow() override;
    Future<ClusterFacts> facts() override;
    Future<ClusterSnapshot> snapshot() override;
    Future<QList<EntityState>> entities(Actor by = {}) override;
    //! The console keeps no versions: a version is compared with what was read right before, and counted here. Unsupported (code
    //! "pin-unsupported") when it refuses every pin, as all public versions do; clearing works there.
    Future<EntityState> assign(AssignmentRequest request, Actor by = {}) override;

protected:
    void startUp() override;
    void shutDown() override;

private:
    Future<void> poll();
    void askHealth();
    void askOverview();
    void take(const Result<CognipeerAnswer> &answer);
    void askInstances(const CognipeerOverview &overview, Timestamp takenAt);
    std::optional<CognipeerRows<CognipeerInstance>> instancesIn(const Result<CognipeerAnswer> &answer);
    void takeNodes(QList<Node> nodes);
    void takeEntities();
    void tell(const QList<ClusterChange> &changes);
    void assignNow(const AssignmentRequest &request, const Pending<EntityState> &pending);
    std::optional<Error> blame(const AssignmentRequest &request) const;
    void takeChange(const AssignmentRequest &request, const Result<CognipeerAnswer> &answer, const Pending<EntityState> &pending);
    Future<void> fresh();
    QList<ClusterNotice> notices() const;
    void succeed();
    void lose(const Error &error);
    void showLoss(const Error &error);
    void finish(const Result<void> &outcome);
    milliseconds retryDelay(const Error &error);
    void setLink(LinkState state, const Error &cause = LinkReport().cause, std::optional<milliseconds> next = std::nullopt);

    const Clock &m_clock;
    const CognipeerPace m_pace;
    CognipeerSession m_session;
    const QString m_epoch;
    QTimer m_timer;
    Backoff m_jitter;
    Backoff m_backoff;
    LinkReport m_link;
    std::optional<Pending<void>> m_asked; // The poll under way.
    QString m_ownNode;                    // Of whoever answers; from health.
    std::optional<QList<Node>> m_nodes;   // Of the last overview.
    QSet<NodeId> m_removed;
    CognipeerEntities m_entities;
    QList<EntityState> m_states;          // Of m_entities, as last told.
    QString m_defaultNode;                // Its name.
    std::optional<Error> m_instancesError; // Why the entities could not be listed; their pins are known all the same.
    int m_edits = 0;                      // Pins that we changed; a poll that began before one is out of date.
    int m_editsAtPoll = 0;
    quint64 m_number = 0;          // Of the last event.
    Timestamp m_takenAt;           // Server's clock at the last overview.
    SteadyTime m_polledAt;
    milliseconds m_interval;       // Grows when the server wants to be asked less often.
    bool m_isSlowed = false;       // The last answer was that we ask too often.
    std::optional<SteadyTime> m_lostSince;
};

} // namespace muster
