// SPDX-License-Identifier: Apache-2.0
#include "core/wire/SseClient.h"

#include "core/wire/ClientLine.h"
#include "core/wire/HttpError.h"
#include "core/wire/NetworkCall.h"

#include <algorithm>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

constexpr milliseconds kWatchLeast{10};
constexpr milliseconds kWatchMost{1000};
//! Of a black hole nothing ever comes back: an attempt that has no answer by then makes room for the next. Each fourth one
//! has the whole deadline, for ways that are slower than this but whole.
constexpr milliseconds kHurriedDeadline = limits::kRetryMost;
constexpr int kPatientEvery = 4;
constexpr milliseconds kConnectWatch{200}; // A deadline of 2 s is seen within a tenth of it.
constexpr int kNoContent = 204; // WHATWG HTML, 9.2.3: "stop reconnecting".

Error failure(ErrorKind kind, const QString &what)
{
    return {.kind = kind, .where = {}, .what = what, .code = {}, .field = {}};
}

//! The server understood us and does not want us; asking at once again would not change that.
bool isRefusal(int status)
{
    return status == 401 || status == 403 || status == 404 || status == 421;
}

} // namespace

SseClient::SseClient(const Clock &clock, SseClientOptions options, QObject *parent)
    : QObject(parent), m_clock(clock), m_options(std::move(options)),
      // Half of each delay is certain, so that a server that accepts and closes is not hammered.
      m_backoff({.first = m_options.retryFirst, .most = m_options.retryMost, .steady = 0.5}, m_options.seed),
      m_lastId(m_options.lastId)
{
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &SseClient::connectNow);
    connect(&m_watchTimer, &QTimer::timeout, this, &SseClient::watch);
}

SseClient::~SseClient()
{
    dropLine();
}

void SseClient::startUp()
{
    m_attempt = 0;
    m_backoff.reset();
    m_lostSince.reset();
    connectNow();
}

void SseClient::shutDown()
{
    m_retryTimer.stop();
    dropLine();
}

void SseClient::retryNow()
{
    if (isRunning() && !m_line)
        connectNow();
}

void SseClient::reconnectNow()
{
    if (!isRunning())
        return;
    const bool wasOpen = m_isOpened;
    dropLine();
    m_backoff.reset();
    m_lostSince = m_clock.steadyNow();
    if (wasOpen)
        Q_EMIT lost(failure(ErrorKind::Unreachable, u"the line to %1 may be another one now"_s.arg(who())), 0, ++m_attempt);
    if (isRunning()) // A receiver may have stopped us.
        connectNow();
}

void SseClient::connectNow()
{
    m_retryTimer.stop();
    dropLine();
    m_startedAt = m_lastByte = m_clock.steadyNow();
    follow(new ClientLine(m_options.url, m_options.trust, this));
    m_line->ask(request());
    m_watchTimer.start(std::min(watchInterval(), kConnectWatch));
}

ClientRequest SseClient::request() const
{
    ClientRequest request{.url = m_options.url, .token = m_options.token, .headers = m_options.headers};
    request.headers += {std::pair("Accept"_ba, "text/event-stream"_ba), std::pair("Cache-Control"_ba, "no-store"_ba)};
    if (!m_lastId.isEmpty())
        request.headers.append({"Last-Event-ID", m_lastId.toUtf8()});
    return request;
}

void SseClient::follow(ClientLine *line)
{
    m_parser = SseParser(m_lastId);
    m_line = line;
    connect(m_line, &ClientLine::headCame, this, &SseClient::readHead);
    connect(m_line, &ClientLine::bytesCame, this, &SseClient::take);
    connect(m_line, &ClientLine::finished, this, &SseClient::takeFinished);
}

bool SseClient::isStream(const ReplyHead &head)
{
    const QByteArray contentType = head.header("content-type");
    const qsizetype end = contentType.indexOf(';');
    return head.status == 200 && (end < 0 ? contentType : contentType.first(end)).trimmed().toLower() == "text/event-stream";
}

void SseClient::readHead()
{
    const ReplyHead &head = m_line->head();
    if (head.status != 200)
        return;
    if (!isStream(head))
        return lose(failure(ErrorKind::Protocol, u"%1 answered with %2 instead of a stream of events"_s.arg(
                                                     who(), QString::fromUtf8(head.header("content-type").left(64)))));
    m_isOpened = true;
    m_attempt = 0;
    m_openedAt = m_lastByte = m_clock.steadyNow();
    m_lostSince.reset();
    m_watchTimer.start(watchInterval());
    Q_EMIT opened();
}

void SseClient::take(const QByteArray &bytes)
{
    const ClientLine *const line = m_line;
    if (!m_isOpened) { // Not counted as life: a refusal must come whole within the deadline of connecting.
        m_refusal += bytes.left(limits::kErrorBodyBytes - m_refusal.size());
        if (m_refusal.size() == limits::kErrorBodyBytes)
            takeUnopened(ErrorKind::Unreachable);
        return;
    }
    m_lastByte = m_clock.steadyNow();
    m_isQuiet = false;
    dropRival();
    Q_EMIT alive();
    QList<SseFrame> frames;
    const Result<void> fed = m_parser.feed(bytes, &frames);
    m_askedRetry = std::min(m_parser.retry().value_or(m_askedRetry), m_options.retryMost);
    if (frames.isEmpty() && m_line == line)
        m_lastId = m_parser.lastId();
    for (const SseFrame &one : std::as_const(frames)) {
        if (m_line != line) // A receiver stopped us.
            return;
        m_lastId = one.id;
        Q_EMIT frame(one);
    }
    if (m_line != line)
        return;
    if (!fed)
        return lose(fed.error());
}

void SseClient::takeFinished()
{
    if (!m_isOpened)
        takeUnopened(ErrorKind::Unreachable);
    else if (m_line->error().kind == ErrorKind::Protocol && !m_line->isWhole())
        lose(m_line->error());
    else // Whatever the error: a killed server ends a stream in any way.
        lose(failure(ErrorKind::Unreachable, u"%1 ended the stream"_s.arg(who())));
}

//! What came is no stream; \a kind is what it means that there is no status either.
void SseClient::takeUnopened(ErrorKind kind)
{
    const int status = m_line->head().status;
    if (isRefusal(status))
        refuse(errorFrom(status, m_refusal, who()), m_options.retryLater);
    else if (status == kNoContent)
        refuse(failure(ErrorKind::Refused, u"%1 asked us not to connect again (HTTP 204)"_s.arg(who())), std::nullopt);
    else if (status >= 400)
        lose(errorFrom(status, m_refusal, who()));
    else if (status > 0 && status != 200)
        lose(failure(ErrorKind::Protocol, u"%1 answered HTTP %2 instead of a stream"_s.arg(who()).arg(status)));
    else if (kind == ErrorKind::Timeout)
        lose(failure(kind, u"%1 did not answer in time"_s.arg(who())));
    else
        lose(m_line->error());
}

void SseClient::watch()
{
    const milliseconds silence = m_clock.steadyNow() - m_lastByte;
    if (!m_isOpened) {
        if (silence >= deadline())
            takeUnopened(ErrorKind::Timeout);
    } else if (silence >= 3 * m_options.keepAlive) {
        lose(silent(silence));
    } else if (silence >= 2 * m_options.keepAlive && !m_isQuiet) {
        m_isQuiet = true;
        race();
        Q_EMIT quiet(silence.count());
    } else if (m_isQuiet && m_clock.steadyNow() - m_racedAt >= kHurriedDeadline) {
        race();
    }
}

void SseClient::lose(const Error &error)
{
    const SteadyTime now = m_clock.steadyNow();
    // A connection that held for a while ends a row of failures; one that broke at once is the next of them.
    if (m_isOpened && now - m_openedAt >= m_options.retryMost)
        m_backoff.reset();
    if (!m_lostSince)
        m_lostSince = now;
    // Attempts that the network swallowed are spaced from start to start: the time that they waited counts. What a server
    // said, or broke off, is no reason for hurry.
    const bool isSwallowed = !m_isOpened && (error.kind == ErrorKind::Timeout || error.kind == ErrorKind::Unreachable);
    const milliseconds spent = isSwallowed ? now - m_startedAt : milliseconds(0);
    dropLine();
    const milliseconds delay = std::max(milliseconds(0), nextDelay() - spent);
    m_retryTimer.start(delay);
    Q_EMIT lost(error, delay.count(), ++m_attempt);
}

void SseClient::refuse(const Error &error, std::optional<milliseconds> delay)
{
    dropLine();
    if (delay)
        m_retryTimer.start(*delay);
    Q_EMIT refused(error, delay ? delay->count() : -1);
}

milliseconds SseClient::nextDelay()
{
    if (m_clock.steadyNow() - *m_lostSince >= m_options.retryMostUntil)
        return m_options.retryLater;
    return std::max(std::min(m_backoff.next(), m_options.retryMost), m_askedRetry);
}

//! How long this attempt may wait for its answer.
milliseconds SseClient::deadline() const
{
    const bool isFresh = m_lostSince && m_clock.steadyNow() - *m_lostSince < m_options.retryMostUntil;
    const bool isHurried = isFresh && m_attempt % kPatientEvery != 0;
    return isHurried ? std::min(m_options.connectDeadline, kHurriedDeadline) : m_options.connectDeadline;
}

milliseconds SseClient::watchInterval() const
{
    return std::clamp(m_options.keepAlive / 5, kWatchLeast, kWatchMost);
}

void SseClient::dropLine()
{
    m_watchTimer.stop();
    m_isOpened = false;
    m_isQuiet = false;
    m_refusal.clear();
    dropRival();
    if (!m_line)
        return;
    m_line->drop();
    m_line = nullptr;
}

Error SseClient::silent(milliseconds span) const
{
    return failure(ErrorKind::Timeout, u"%1 has been silent for %2 ms"_s.arg(who()).arg(span.count()));
}

QString SseClient::who() const
{
    return whoIs(m_options.url);
}

} // namespace muster
