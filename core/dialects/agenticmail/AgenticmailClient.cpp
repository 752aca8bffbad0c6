// SPDX-License-Identifier: Apache-2.0
// The link. AgenticmailClient_Sync.cpp has how nodes are followed, AgenticmailClient_Verbs.cpp what is asked of them.
#include "core/dialects/agenticmail/AgenticmailClient.h"

#include "core/wire/HttpError.h"

#include <QUuid>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kHeardTold{1000};       // Ages are shown in seconds.
constexpr milliseconds kAgeTick{1000};

QString clusterPath(const QString &rest)
{
    return u"/api/engine/cluster"_s + rest;
}

SseClientOptions streamOptions(const ClusterAddress &address, const Credentials &credentials, quint32 seed)
{
    SseClientOptions options;
    options.url = address.url;
    options.url.setPath(clusterPath(u"/stream"_s));
    options.trust.pin = address.pin;
    options.keepAlive = limits::kForeignKeepAlive;
    if (!credentials.apiKey.isEmpty())
        options.headers = {{"X-API-Key"_ba, credentials.apiKey.reveal()}};
    options.seed = seed;
    return options;
}

} // namespace

AgenticmailClient::AgenticmailClient(const ClusterAddress &address, const Credentials &credentials, const Clock &clock,
                                     quint32 seed, QObject *parent)
    : Cluster(parent), m_clock(clock), m_api(address, credentials, clock, this),
      m_stream(clock, streamOptions(address, credentials, seed), this)
{
    m_position.epoch = QUuid::createUuid().toString(QUuid::Id128).left(16);
    for (QTimer *timer : {&m_again, &m_readAgain, &m_doubtTimer})
        timer->setSingleShot(true);
    m_ageTimer.setInterval(kAgeTick);
    connect(&m_again, &QTimer::timeout, this, &AgenticmailClient::connectNow);
    connect(&m_readAgain, &QTimer::timeout, this, &AgenticmailClient::readAll);
    connect(&m_doubtTimer, &QTimer::timeout, this, &AgenticmailClient::settleDoubts);
    connect(&m_ageTimer, &QTimer::timeout, this, &AgenticmailClient::settleAges);
    connect(&m_stream, &SseClient::opened, this, &AgenticmailClient::takeOpened);
    connect(&m_stream, &SseClient::alive, this, &AgenticmailClient::takeAlive);
    connect(&m_stream, &SseClient::quiet, this, [this] { setLink(LinkState::Quiet); });
    connect(&m_stream, &SseClient::frame, this, &AgenticmailClient::takeFrame);
    connect(&m_stream, &SseClient::lost, this, &AgenticmailClient::takeLost);
    connect(&m_stream, &SseClient::refused, this, &AgenticmailClient::takeRefused);
}

AgenticmailClient::~AgenticmailClient()
{
    m_stream.stop(); // Silently: nobody should hear from half an object.
}

Features AgenticmailClient::allFeatures()
{
    return Feature::Follow | Feature::Remove | Feature::Ping | Feature::Restart | Feature::Reach;
}

void AgenticmailClient::startUp()
{
    setLink(LinkState::Connecting);
    connectNow();
}

void AgenticmailClient::shutDown()
{
    for (QTimer *timer : {&m_again, &m_readAgain, &m_doubtTimer, &m_ageTimer})
        timer->stop();
    m_stream.stop();
    m_doubts.clear();
    m_isSynced = false;
    ++m_connection;
    setLink(LinkState::Idle);
}

void AgenticmailClient::retryNow()
{
    if (!isRunning())
        return;
    if (m_stream.isRunning())
        m_stream.reconnectNow(); // An open stream, too: whoever asks has a reason to doubt it.
    else
        connectNow();
}

void AgenticmailClient::connectNow()
{
    m_again.stop();
    whenDone(this, m_api.ensureSignedIn(), [this](const Result<void> &signedIn) {
        if (!isRunning() || m_stream.isRunning())
            return;
        if (!signedIn && mayRetry(signedIn.error().kind))
            return reconnectIn(limits::kRetryLater, signedIn.error());
        if (!signedIn) // A wrong password is not tried again by itself: accounts get locked.
            return block(signedIn.error());
        m_stream.setToken(m_api.token());
        m_stream.start();
    });
}

void AgenticmailClient::reconnectIn(milliseconds delay, const Error &cause)
{
    m_stream.stop();
    const milliseconds wait = std::max(delay, m_api.waits());
    setLink(LinkState::Reconnecting, cause, m_link.attempt + 1, wait.count());
    m_again.start(wait);
}

void AgenticmailClient::takeOpened()
{
    ++m_connection;
    m_link.lastHeardAt = m_clock.now();
    if (m_hasSynced) { // What came between is lost; the list tells what became of it.
        m_position = {QUuid::createUuid().toString(QUuid::Id128).left(16), 0};
        Q_EMIT resyncNeeded();
    }
    setLink(LinkState::Resyncing);
    readAll();
}

void AgenticmailClient::takeAlive()
{
    m_link.lastHeardAt = m_clock.now();
    if (m_link.state == LinkState::Quiet)
        setLink(m_isSynced ? LinkState::Live : LinkState::Resyncing);
    if (!m_toldHeardAt || std::chrono::abs(m_clock.now() - *m_toldHeardAt) >= kHeardTold) {
        m_toldHeardAt = m_link.lastHeardAt;
        Q_EMIT linkChanged(m_link);
    }
}

void AgenticmailClient::takeLost(const Error &error, qint64 nextTryMs, int attempt)
{
    m_isSynced = false;
    ++m_connection;
    m_api.dropConnections(); // They took the same way: a list over a dead one would wait for its deadline.
    const Error meant = AgenticmailErrors::explained(error, m_api.who());
    if (meant.kind == ErrorKind::Busy) // It counts every attempt of ours.
        return reconnectIn(limits::kForeignKeepAlive, meant);
    setLink(meant.kind == ErrorKind::Protocol ? LinkState::Blocked : LinkState::Reconnecting, meant, attempt, nextTryMs);
}

void AgenticmailClient::takeRefused(const Error &error, qint64 nextTryMs)
{
    m_isSynced = false;
    ++m_connection;
    if (error.code != httpcode::kNotAuthenticated || !m_api.canSignIn())
        return block(AgenticmailErrors::explained(error, m_api.who()), nextTryMs);
    m_stream.stop(); // The session ran out: one new sign-in, and no loop of them.
    setLink(LinkState::Reconnecting, error);
    whenDone(this, m_api.renew(), [this](const Result<void> &renewed) {
        if (!isRunning() || m_stream.isRunning())
            return;
        if (!renewed && mayRetry(renewed.error().kind))
            return reconnectIn(limits::kRetryLater, renewed.error());
        if (!renewed)
            return block(renewed.error());
        m_stream.setToken(m_api.token());
        m_stream.start();
    });
}

void AgenticmailClient::block(const Error &error, qint64 nextTryMs)
{
    setLink(LinkState::Blocked, error, 0, nextTryMs);
}

void AgenticmailClient::setLink(LinkState state, const Error &cause, int attempt, qint64 nextTryMs)
{
    LinkReport next{state, cause, attempt, std::nullopt, m_link.lastHeardAt};
    if (nextTryMs >= 0)
        next.retryAt = m_clock.now() + milliseconds(nextTryMs);
    if (next == m_link)
        return;
    m_link = next;
    Q_EMIT linkChanged(m_link);
}

Future<ClusterFacts> AgenticmailClient::facts()
{
    return onThreadOf<ClusterFacts>(this, [this] {
        return ready(ClusterFacts{.version = u"unknown"_s, // Its health says 0.4.0 whatever runs.
                                  .node = {},
                                  .epoch = m_position.epoch,
                                  .beatInterval = limits::kForeignBeatInterval,
                                  .offlineAfter = limits::kForeignOfflineAfter});
    });
}

} // namespace muster
