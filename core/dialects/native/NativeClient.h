// SPDX-License-Identifier: Apache-2.0
#pragma once
// A Muster control plane over HTTP: verbs by calls, events by one followed stream. Consoles, workers and musterctl.

#include "core/base/Clock.h"
#include "core/cluster/Cluster.h"
#include "core/domain/ClusterAddress.h"
#include "core/wire/HttpClient.h"
#include "core/wire/SseClient.h"

namespace muster {

struct ClusterReport;

//! Verbs work without start(), which only begins to follow events. Errors beyond those of Cluster: Unreachable, Timeout,
//! Refused, and Protocol when the server breaks its contract.
class NativeClient final : public Cluster
{
    Q_OBJECT

public:
    //! \a clock must outlive it. \a seed is of the random delays between retries.
    NativeClient(const ClusterAddress &address, const Credentials &credentials, const Clock &clock, quint32 seed,
                 QObject *parent = nullptr);
    ~NativeClient() override;
    Q_DISABLE_COPY_MOVE(NativeClient)

    Features features() const override { return m_features; }
    LinkReport link() const override { return m_link; }
    void retryNow() override;
    void followFrom(const EventPosition &position) override;

    Future<ClusterFacts> facts() override;
    //! Read on a thread of the global pool: a large one takes longer than a frame of the console.
    Future<ClusterSnapshot> snapshot() override;
    Future<Welcome> announce(Announcement announcement) override;
    //! Sent a second time on another connection when there is no answer within limits::kBeatRace.
    Future<BeatReply> beat(Heartbeat heartbeat) override;
    Future<void> leave(Departure departure) override;
    Future<void> remove(NodeId node) override;
    Future<PingReport> ping(NodeId node) override;

protected:
    void startUp() override;
    void shutDown() override;

private:
    void takeOpened();
    void takeAlive();
    void takeQuiet();
    void takeFrame(const SseFrame &frame);
    void takeLost(const Error &error, qint64 nextTryMs, int attempt);
    void takeRefused(const Error &error, qint64 nextTryMs);
    void setLink(LinkState state, const Error &cause = LinkReport().cause, int attempt = 0, qint64 nextTryMs = -1);
    bool isNext(const EventPosition &position);
    void learn(const ClusterReport &report);

    template <typename T, typename Read>
    Future<T> reading(const QString &what, const Future<HttpAnswer> &call, Read read);

    const Clock &m_clock;
    HttpClient m_http;
    SseClient m_stream;
    Features m_features = Feature::Follow | Feature::Announce | Feature::Remove | Feature::Ping;
    milliseconds m_beatInterval = limits::kBeatInterval; // Of the cluster, as far as known; bounds a ping.
    LinkReport m_link;
    std::optional<Timestamp> m_toldHeardAt; // m_link.lastHeardAt at the last linkChanged() for its sake.
    std::optional<EventPosition> m_position; // Of the last event given on; unset until one came.
    bool m_hasFollowed = false;              // A stream was open before.
};

} // namespace muster
