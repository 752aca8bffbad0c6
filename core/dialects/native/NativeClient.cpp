// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeClient.h"

#include "core/base/Log.h"
#include "core/dialects/native/NativeEventCodec.h"
#include "core/dialects/native/NativeReplies.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kHeardTold{1000}; // Ages are shown in seconds; a signal for each byte would be noise.

SseClientOptions streamOptions(const ClusterAddress &address, const Credentials &credentials, quint32 seed)
{
    SseClientOptions options;
    options.url = address.url;
    options.url.setPath(u"/api/v1/events"_s);
    options.token = credentials.token;
    options.trust.pin = address.pin;
    options.seed = seed;
    return options;
}

} // namespace

NativeClient::NativeClient(const ClusterAddress &address, const Credentials &credentials, const Clock &clock, quint32 seed,
                           QObject *parent)
    : Cluster(parent),
      m_clock(clock),
      m_bar(plainSecretsAt(address)),
      m_http(address.url, this),
      m_streamOptions(streamOptions(address, credentials, seed)),
      m_stream(clock, m_streamOptions, this)
{
    if (!m_bar)
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

std::optional<Error> NativeClient::plainSecretsAt(const ClusterAddress &address)
{
    if (address.url.scheme() == "https"_L1 || isLoopbackHost(address.url.host()) || address.allowsPlainSecrets)
        return std::nullopt;
    return refused(u"nothing is sent to %1 over plain http, as anybody on the way could read the token; use https, or allow it for "
                   "this cluster"_s.arg(address.url.host()),
                   u"plain-secrets"_s);
}

void NativeClient::startUp()
{
    if (m_bar)
        return setLink(LinkState::Blocked, *m_bar);
    setLink(LinkState::Connecting);
    m_stream.start();
}

void NativeClient::shutDown()
{
    m_isJoined = false;
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

//! Not live yet: the first bytes tell whether the stream goes on where we stopped. A snapshot that is asked for before them
//! may be older than a resync in them, and would have to be asked for again (F-1).
void NativeClient::takeOpened()
{
    m_isJoined = false;
    m_isFromNow = m_stream.lastId().isEmpty();
    m_link.lastHeardAt = m_clock.now();
}

//! The stream goes on after m_position, or we have said resyncNeeded().
void NativeClient::goLive()
{
    if (m_isJoined || !m_stream.isConnected())
        return;
    m_isJoined = true;
    // A stream that broke before it told a position goes on from now: what came between is lost to us.
    if (std::exchange(m_hasFollowed, true) && m_isFromNow)
        Q_EMIT resyncNeeded();
    setLink(LinkState::Live);
    (void)facts(); // For features(); a failure shows in the calls that matter.
}

void NativeClient::takeAlive()
{
    m_link.lastHeardAt = m_clock.now();
    if (m_isFromNow)
        goLive();
    else if (!m_isJoined) // The frames of this read come first: a resync is among them, if there is one.
        QMetaObject::invokeMethod(this, &NativeClient::goLive, Qt::QueuedConnection);
    if (!m_isJoined)
        return;
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
    if (m_isJoined)
        setLink(LinkState::Quiet);
}

void NativeClient::takeFrame(const SseFrame &frame)
{
    const std::optional<EventPosition> position = EventPosition::fromText(frame.id);
    if (frame.event == NativeEventCodec::kResync) {
        m_position = position;
        Q_EMIT resyncNeeded();
        return goLive();
    }
    goLive();
    const Result<ClusterEvent> event = NativeEventCodec::decoded(frame);
    if (event) {
        if (isNext(event->position))
            Q_EMIT eventArrived(*event);
    } else if (event.error().kind == ErrorKind::Unsupported) {
        // Withheld from us, or of a newer server. Its number is told all the same, as a beat of nobody: whoever counts misses none.
        if (position && isNext(*position))
            Q_EMIT eventArrived({*position, m_clock.now(), NodeBeat{}});
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
    m_isJoined = false;
    setLink(error.kind == ErrorKind::Protocol ? LinkState::Blocked : LinkState::Reconnecting, error, attempt, nextTryMs);
    m_http.dropConnections(); // They took the same way: a snapshot over a dead one would wait for its deadline.
}

void NativeClient::takeRefused(const Error &error, qint64 nextTryMs)
{
    m_isJoined = false;
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

} // namespace muster
