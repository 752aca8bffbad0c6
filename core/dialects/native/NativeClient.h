// SPDX-License-Identifier: Apache-2.0
#pragma once
// A Muster control plane over HTTP: verbs by calls, events by one followed stream. Consoles, workers and musterctl.

#include "core/base/Clock.h"
#include "core/cluster/Cluster.h"
#include "core/domain/ClusterAddress.h"
#include "core/wire/HttpClient.h"
#include "core/wire/SseClient.h"

#include <QThreadPool>

namespace muster {

struct ClusterReport;

//! Verbs work without start(), which only begins to follow events. Errors beyond those of Cluster: Unreachable, Timeout,
//! Refused, and Protocol when the server breaks its contract. Over plain http beyond loopback nothing is sent unless the
//! address allows it: every verb is Refused (code "plain-secrets") and the link Blocked (decisions.md 15).
class NativeClient final : public Cluster
{
    Q_OBJECT

public:
    //! \a clock must outlive it. \a seed is of the random delays between retries.
    NativeClient(const ClusterAddress &address, const Credentials &credentials, const Clock &clock, quint32 seed,
                 QObject *parent = nullptr);
    ~NativeClient() override;
    Q_DISABLE_COPY_MOVE(NativeClient)

    //! Why no secret is sent to \a address; nullopt where it may.
    static std::optional<Error> plainSecretsAt(const ClusterAddress &address);

    Features features() const override { return m_features; }
    LinkReport link() const override { return m_link; }
    void retryNow() override;
    void followFrom(const EventPosition &position) override;

    Future<ClusterFacts> facts() override;
    //! Read on a thread of the global pool: a large one takes longer than a frame of the console.
    Future<ClusterSnapshot> snapshot() override;
    //! Unsupported where the server is too old to be asked. Read on a thread of the pool, too.
    Future<QList<ClusterEvent>> eventsAfter(EventPosition position) override;
    Future<Welcome> announce(Announcement announcement) override;
    //! Sent a second time on another connection when there is no answer within limits::kBeatRace.
    Future<BeatReply> beat(Heartbeat heartbeat) override;
    Future<void> leave(Departure departure) override;
    Future<void> remove(NodeId node, Actor = {}) override;
    Future<PingReport> ping(NodeId node) override;
    Future<void> restartAgents(NodeId node, Actor = {}) override;
    Future<ReachReport> reach(ReachTarget target) override;
    Future<IssuedToken> createToken(TokenRequest request) override;
    Future<QList<TokenFacts>> tokens() override;
    Future<void> revokeToken(TokenId token, Actor = {}) override;
    //! Shows our token, which must be a join token.
    Future<JoinGrant> join(JoinRequest request) override;
    //! Calls show the fresh credential from then on, the stream from its next connection.
    Future<JoinGrant> renewCredential(TokenId shown = {}) override;
    Future<QByteArray> backup() override;
    //! Read on a thread of the pool.
    Future<AuditPage> audit(AuditQuery query) override;
    Future<AuditProof> verifyAudit() override;
    Future<QList<EntityState>> entities(Actor = {}) override;
    Future<EntityState> entity(EntityRef entity, Actor = {}) override;
    Future<EntityState> saveEntity(EntityRequest request, Actor = {}) override;
    Future<void> removeEntity(EntityRef entity, QString note = {}, Actor = {}) override;
    Future<EntityState> assign(AssignmentRequest request, Actor = {}) override;
    Future<QList<Candidate>> bestNodes(QStringList needs) override;
    Future<Job> submit(JobRequest request, Actor = {}) override;
    Future<QList<JobId>> submitAll(QList<JobRequest> requests, Actor = {}) override;
    Future<JobPage> jobs(JobQuery query, Actor = {}) override;
    Future<Job> job(JobId job, Actor = {}) override;
    Future<Job> retryJob(JobId job, Actor = {}) override;
    Future<Job> cancelJob(JobId job, Actor = {}) override;
    Future<void> discardJob(JobId job, Actor = {}) override;
    Future<QList<QueueFacts>> queues(Actor = {}) override;
    Future<QueueFacts> pauseQueue(QString queue, bool isPaused, Actor = {}) override;
    //! Read on a thread of the pool, too.
    Future<LogPage> log(LogQuery query, Actor = {}) override;
    //! A stream of its own, with \a after 0 from the oldest line that is kept; with the credential of construction.
    std::unique_ptr<LogFeed> followLog(LogSource source, quint64 after, Actor = {}) override;
    Future<Node> cordon(NodeId node, bool isCordoned, QString note = {}, Actor = {}) override;
    Future<Node> drain(NodeId node, DrainRequest request, Actor = {}) override;
    Future<Node> stopDrain(NodeId node, Actor = {}) override;

protected:
    void startUp() override;
    void shutDown() override;

private:
    void takeOpened();
    void goLive();
    void takeAlive();
    void takeQuiet();
    void takeFrame(const SseFrame &frame);
    void takeLost(const Error &error, qint64 nextTryMs, int attempt);
    void takeRefused(const Error &error, qint64 nextTryMs);
    void setLink(LinkState state, const Error &cause = LinkReport().cause, int attempt = 0, qint64 nextTryMs = -1);
    bool isNext(const EventPosition &position);
    void learn(const ClusterReport &report);

    //! \a verb() -> Future<T> on our thread, unless secrets must not travel.
    template <typename T, typename Verb>
    Future<T> calling(Verb verb)
    {
        return m_bar ? failed<T>(*m_bar) : onThreadOf<T>(this, std::move(verb));
    }
    //! \a read(body) -> Result<T>, on a thread of the global pool: what is large takes longer than a frame of the console.
    template <typename T, typename Read>
    Future<T> readingAside(const QString &what, const Future<HttpAnswer> &call, Read read)
    {
        Pending<T> pending;
        whenDone(this, call, [pending, read, where = what + QStringLiteral(" at ") + m_http.who()](const Result<HttpAnswer> &answer) {
            if (!answer)
                return pending.finish(answer.error().within(where));
            QThreadPool::globalInstance()->start([pending, read, where, body = answer->body] {
                Result<T> value = read(body);
                if (value)
                    pending.finish(std::move(value));
                else
                    pending.finish(value.error().within(where));
            });
        });
        return pending.future();
    }
    //! \a read(HttpAnswer) -> Result<T> on \a call's answer; errors say what we were doing.
    template <typename T, typename Read>
    Future<T> reading(const QString &what, const Future<HttpAnswer> &call, Read read)
    {
        Pending<T> pending;
        whenDone(this, call, [pending, read, where = what + QStringLiteral(" at ") + m_http.who()](const Result<HttpAnswer> &answer) {
            Result<T> value = answer ? read(*answer) : Result<T>(answer.error());
            if (value)
                pending.finish(std::move(value));
            else
                pending.finish(value.error().within(where));
        });
        return pending.future();
    }

    const Clock &m_clock;
    const std::optional<Error> m_bar; // Set: our secrets must not travel there.
    HttpClient m_http;
    const SseClientOptions m_streamOptions;
    SseClient m_stream;
    Features m_features = Feature::Follow | Feature::Announce | Feature::Remove | Feature::Ping | Feature::Restart
        | Feature::Reach | Feature::Tokens | Feature::Entities | Feature::Assign | Feature::Jobs
        | Feature::Logs | Feature::Cordon | Feature::Audit;
    milliseconds m_beatInterval = limits::kBeatInterval; // Of the cluster, as far as known; bounds a ping.
    LinkReport m_link;
    std::optional<Timestamp> m_toldHeardAt; // m_link.lastHeardAt at the last linkChanged() for its sake.
    std::optional<EventPosition> m_position; // Of the last event given on; unset until one came.
    bool m_hasFollowed = false;              // The link was live before.
    bool m_isJoined = false;                 // This stream has told where it begins.
    bool m_isFromNow = false;                // It was asked for without a position.
};

} // namespace muster
