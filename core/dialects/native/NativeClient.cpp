// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeClient.h"

#include "core/base/Log.h"
#include "core/dialects/native/NativeEventCodec.h"
#include "core/dialects/native/NativeReplies.h"
#include "core/dialects/native/NativeRequests.h"

#include <QThreadPool>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kHeardTold{1000}; // Ages are shown in seconds; a signal for each byte would be noise.

QString apiPath(const QString &rest)
{
    return u"/api/v1"_s + rest;
}

QString nodePath(const NodeId &node, const QString &rest = {})
{
    return apiPath(u"/nodes/"_s + HttpClient::segment(node.text()) + rest);
}

SseClientOptions streamOptions(const ClusterAddress &address, const Credentials &credentials, quint32 seed)
{
    SseClientOptions options;
    options.url = address.url;
    options.url.setPath(apiPath(u"/events"_s));
    options.token = credentials.token;
    options.trust.pin = address.pin;
    options.seed = seed;
    return options;
}

//! The ids on the paths of calls are checked before they are sent: a wrong one is the caller's mistake, not the server's.
std::optional<Error> blame(const NodeId &node)
{
    const Result<NodeId> checked = NodeId::parse(node.text(), u"id"_s);
    return checked ? std::nullopt : std::optional(checked.error());
}

} // namespace

NativeClient::NativeClient(const ClusterAddress &address, const Credentials &credentials, const Clock &clock, quint32 seed,
                           QObject *parent)
    : Cluster(parent),
      m_clock(clock),
      m_http(address.url, this),
      m_stream(clock, streamOptions(address, credentials, seed), this)
{
    m_http.setToken(credentials.token);
    m_http.setTrust({.pin = address.pin});
    connect(&m_stream, &SseClient::opened, this, &NativeClient::takeOpened);
    connect(&m_stream, &SseClient::alive, this, &NativeClient::takeAlive);
    connect(&m_stream, &SseClient::quiet, this, &NativeClient::takeQuiet);
    connect(&m_stream, &SseClient::frame, this, &NativeClient::takeFrame);
    connect(&m_stream, &SseClient::lost, this, &NativeClient::takeLost);
    connect(&m_stream, &SseClient::refused, this, &NativeClient::takeRefused);
}

NativeClient::~NativeClient()
{
    m_stream.stop(); // Silently: nobody should hear from half an object.
}

void NativeClient::startUp()
{
    setLink(LinkState::Connecting);
    m_stream.start();
}

void NativeClient::shutDown()
{
    m_stream.stop();
    setLink(LinkState::Idle);
}

void NativeClient::retryNow()
{
    m_http.dropConnections();
    m_stream.reconnectNow(); // An open stream, too: whoever asks has a reason to doubt it.
}

void NativeClient::followFrom(const EventPosition &position)
{
    m_position = position;
    m_stream.setLastId(position.toText());
}

void NativeClient::takeOpened()
{
    // A stream that broke before it told a position goes on from now: what came between is lost to us.
    const bool hasGap = m_hasFollowed && m_stream.lastId().isEmpty();
    m_hasFollowed = true;
    m_link.lastHeardAt = m_clock.now();
    setLink(LinkState::Live);
    if (hasGap)
        Q_EMIT resyncNeeded();
    (void)facts(); // For features(); a failure shows in the calls that matter.
}

void NativeClient::takeAlive()
{
    m_link.lastHeardAt = m_clock.now();
    if (m_link.state == LinkState::Quiet)
        setLink(LinkState::Live);
    // "Live 0.3 s" must count from what was heard last.
    if (!m_toldHeardAt || std::chrono::abs(m_clock.now() - *m_toldHeardAt) >= kHeardTold) {
        m_toldHeardAt = m_link.lastHeardAt;
        Q_EMIT linkChanged(m_link);
    }
}

void NativeClient::takeQuiet()
{
    setLink(LinkState::Quiet);
}

void NativeClient::takeFrame(const SseFrame &frame)
{
    const std::optional<EventPosition> position = EventPosition::fromText(frame.id);
    if (frame.event == NativeEventCodec::kResync) {
        m_position = position;
        Q_EMIT resyncNeeded();
        return;
    }
    const Result<ClusterEvent> event = NativeEventCodec::decoded(frame);
    if (event) {
        if (isNext(event->position))
            Q_EMIT eventArrived(*event);
    } else if (event.error().kind == ErrorKind::Unsupported) {
        if (position && isNext(*position))
            qCDebug(logLink) << "passed over" << event.error().text();
    } else {
        qCWarning(logLink) << m_http.who() << "sent an event that cannot be read:" << event.error().text();
        m_position = position;
        Q_EMIT resyncNeeded();
    }
}

//! Keeps order: false for what we had already; a gap, which the server should have announced, asks for a resync.
bool NativeClient::isNext(const EventPosition &position)
{
    const bool isSameEpoch = m_position && m_position->epoch == position.epoch;
    if (isSameEpoch && position.number <= m_position->number)
        return false;
    const bool hasGap = m_position && (!isSameEpoch || position.number != m_position->number + 1);
    m_position = position;
    if (hasGap)
        Q_EMIT resyncNeeded();
    return true;
}

void NativeClient::takeLost(const Error &error, qint64 nextTryMs, int attempt)
{
    setLink(error.kind == ErrorKind::Protocol ? LinkState::Blocked : LinkState::Reconnecting, error, attempt, nextTryMs);
    m_http.dropConnections(); // They took the same way: a snapshot over a dead one would wait for its deadline.
}

void NativeClient::takeRefused(const Error &error, qint64 nextTryMs)
{
    setLink(LinkState::Blocked, error, 0, nextTryMs);
}

void NativeClient::setLink(LinkState state, const Error &cause, int attempt, qint64 nextTryMs)
{
    LinkReport next{state, cause, attempt, std::nullopt, m_link.lastHeardAt};
    if (nextTryMs >= 0)
        next.retryAt = m_clock.now() + milliseconds(nextTryMs);
    if (next == m_link)
        return;
    m_link = next;
    Q_EMIT linkChanged(m_link);
}

void NativeClient::learn(const ClusterReport &report)
{
    m_beatInterval = report.facts.beatInterval;
    if (report.features == m_features)
        return;
    m_features = report.features;
    Q_EMIT linkChanged(m_link); // What can be offered has changed, although the link has not.
}

//! \a read(HttpAnswer) -> Result<T> on \a call's answer; errors say what we were doing.
template <typename T, typename Read>
Future<T> NativeClient::reading(const QString &what, const Future<HttpAnswer> &call, Read read)
{
    Pending<T> pending;
    whenDone(this, call, [pending, read, where = what + u" at "_s + m_http.who()](const Result<HttpAnswer> &answer) {
        Result<T> value = answer ? read(*answer) : Result<T>(answer.error());
        if (value)
            pending.finish(std::move(value));
        else
            pending.finish(value.error().within(where));
    });
    return pending.future();
}

Future<ClusterFacts> NativeClient::facts()
{
    return onThreadOf<ClusterFacts>(this, [this] {
        return reading<ClusterFacts>(u"reading the facts"_s, m_http.get(apiPath(u"/cluster"_s)),
                                     [this](const HttpAnswer &answer) -> Result<ClusterFacts> {
                                         MUSTER_TRY(report, NativeReplies::readCluster(answer.body));
                                         learn(report);
                                         return report.facts;
                                     });
    });
}

Future<ClusterSnapshot> NativeClient::snapshot()
{
    return onThreadOf<ClusterSnapshot>(this, [this] {
        Pending<ClusterSnapshot> pending;
        const QString where = u"reading the snapshot at "_s + m_http.who();
        whenDone(this, m_http.get(apiPath(u"/snapshot"_s)), [pending, where](const Result<HttpAnswer> &answer) {
            if (!answer)
                return pending.finish(answer.error().within(where));
            QThreadPool::globalInstance()->start([pending, where, body = answer->body] {
                Result<ClusterSnapshot> snapshot = NativeReplies::readSnapshot(body);
                if (snapshot)
                    pending.finish(std::move(snapshot));
                else
                    pending.finish(snapshot.error().within(where));
            });
        });
        return pending.future();
    });
}

Future<Welcome> NativeClient::announce(Announcement announcement)
{
    return onThreadOf<Welcome>(this, [this, announcement = std::move(announcement)] {
        return reading<Welcome>(u"announcing"_s,
                                m_http.post(apiPath(u"/nodes"_s), NativeRequests::write(announcement)),
                                [](const HttpAnswer &answer) { return NativeReplies::readWelcome(answer.body); });
    });
}

Future<BeatReply> NativeClient::beat(Heartbeat heartbeat)
{
    if (const auto wrong = blame(heartbeat.node))
        return failed<BeatReply>(*wrong);
    return onThreadOf<BeatReply>(this, [this, heartbeat = std::move(heartbeat)] {
        HttpCallOptions options;
        options.raceAfter = limits::kBeatRace;
        return reading<BeatReply>(
            u"beating"_s, m_http.post(nodePath(heartbeat.node, u"/beats"_s), NativeRequests::write(heartbeat), options),
            [](const HttpAnswer &answer) { return NativeReplies::readBeatReply(answer.body); });
    });
}

Future<void> NativeClient::leave(Departure departure)
{
    if (const auto wrong = blame(departure.node))
        return failed<void>(*wrong);
    return onThreadOf<void>(this, [this, departure = std::move(departure)] {
        return reading<void>(u"leaving"_s, m_http.post(nodePath(departure.node, u"/leave"_s), NativeRequests::write(departure)),
                             [](const HttpAnswer &) { return Result<void>(); });
    });
}

Future<void> NativeClient::remove(NodeId node)
{
    if (const auto wrong = blame(node))
        return failed<void>(*wrong);
    return onThreadOf<void>(this, [this, node = std::move(node)] {
        return reading<void>(u"removing "_s + node.text(), m_http.remove(nodePath(node)),
                             [](const HttpAnswer &) { return Result<void>(); });
    });
}

Future<PingReport> NativeClient::ping(NodeId node)
{
    if (const auto wrong = blame(node))
        return failed<PingReport>(*wrong);
    return onThreadOf<PingReport>(this, [this, node = std::move(node)] {
        HttpCallOptions options;
        // The server waits for the node's next beat; its own "timeout" should reach us before ours.
        options.deadline = std::max(limits::kCallDeadline, m_beatInterval + 2 * limits::kPingGrace);
        return reading<PingReport>(u"pinging "_s + node.text(),
                                   m_http.post(nodePath(node, u"/ping"_s), QJsonObject(), options),
                                   [](const HttpAnswer &answer) { return NativeReplies::readPing(answer.body); });
    });
}

} // namespace muster
