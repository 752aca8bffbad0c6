// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/LogModel.h"

#include "core/mirror/LogTap.h"

#include <utility>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 kJitterSeed = 0x6c6f6773;
//! A cluster that follows no logs is asked this often; as somebody who presses F5, not as a machine.
constexpr milliseconds kPolledEvery{2000};

//! Whether asking again by itself may help; what was refused stays refused until a person does something.
bool passes(const Error &error)
{
    return mayRetry(error.kind) || error.kind == ErrorKind::Cancelled;
}

} // namespace

LogModel::LogModel(ClusterSession *session, QObject *parent)
    : QObject(parent), m_session(session),
      m_backoff({.first = limits::kRetryFirst, .most = limits::kRetryMost, .steady = 0.5}, kJitterSeed)
{
    m_frame.setSingleShot(true);
    m_frame.setInterval(limits::kMirrorFrame);
    m_retry.setSingleShot(true);
    connect(&m_frame, &QTimer::timeout, this, &LogModel::release);
    connect(&m_retry, &QTimer::timeout, this, [this] { ask(m_rows.last()); });
    if (!session)
        return;
    m_tap = new LogTap(&session->cluster());
    connect(m_tap, &LogTap::arrived, this, &LogModel::takeLines);
    connect(m_tap, &LogTap::ended, this, [this](quint64 round, const Error &error) {
        if (round == m_round)
            wait(error); // Whatever the reason: asking for the next page tells whether there is more.
    });
    connect(m_tap, &LogTap::lacking, this, [this](quint64 round) {
        if (round == m_round)
            m_retry.start(kPolledEvery);
    });
    connect(session, &ClusterSession::linkChanged, this, &LogModel::lookAtLink);
    connect(session, &ClusterSession::featuresChanged, this, &LogModel::lookAtLink);
}

LogModel::~LogModel()
{
    if (m_tap)
        m_tap->deleteLater();
}

void LogModel::follow(const LogSource &source)
{
    if (source == m_source)
        return;
    m_source = source;
    m_rows.clear();
    m_incoming.clear();
    m_passed = 0;
    m_gap = LogRow::Kind::Dropped;
    m_isHeld = false;
    m_isAsking = false;
    m_backoff.reset();
    m_retry.stop();
    ++m_round;
    if (m_tap)
        m_tap->end();
    m_state = State::Nothing;
    Q_EMIT reset();
    Q_EMIT stateChanged();
    lookAtLink();
}

void LogModel::retryNow()
{
    if (m_state == State::Waiting || m_state == State::Failed)
        ask(m_rows.last());
}

bool LogModel::isLinkOpen() const
{
    return m_session && isCurrent(m_session->link().state);
}

void LogModel::lookAtLink()
{
    if (m_source == LogSource() || !m_session)
        return;
    if (isLinkOpen() && !m_session->features().testFlag(Feature::Logs)) {
        setState(State::Unsupported);
        return;
    }
    if (!isLinkOpen()) {
        ++m_round;
        m_isAsking = false;
        m_retry.stop();
        m_tap->end();
        setState(State::Waiting, {ErrorKind::Unreachable, {}, u"not connected"_s, u"not-connected"_s, {}});
    } else if (m_state != State::Following && m_state != State::Failed && !m_isAsking) {
        ask(m_rows.last());
    }
}

void LogModel::setState(State state, const Error &error)
{
    if (state == m_state && error == m_error)
        return;
    m_state = state;
    m_error = error;
    Q_EMIT stateChanged();
}

void LogModel::ask(quint64 after)
{
    if (!isLinkOpen())
        return lookAtLink();
    ++m_round;
    m_isAsking = true;
    m_retry.stop();
    if (m_rows.count() == 0 && m_state != State::Following)
        setState(State::Reading);
    const quint64 round = m_round;
    whenDone(this, m_session->cluster().log({.source = m_source, .after = after, .most = LogRows::kMost}),
             [this, round, after](const Result<LogPage> &page) {
                 if (round == m_round)
                     takePage(after, page);
             });
}

void LogModel::takePage(quint64 after, const Result<LogPage> &page)
{
    m_isAsking = false;
    if (!page)
        return takeFailure(page.error());
    if (page->hasMore && after > 0) { // More than are kept here: the newest will do.
        m_gap = LogRow::Kind::Skipped;
        return ask(0);
    }
    m_backoff.reset();
    m_incoming = page->lines + m_incoming;
    release();
    setState(State::Following);
    m_tap->follow(m_round, m_source, std::max(m_rows.last(), m_passedLast));
}

void LogModel::takeFailure(const Error &error)
{
    m_isAsking = false;
    if (error.kind == ErrorKind::Unsupported)
        return setState(State::Unsupported, error);
    if (!passes(error))
        return setState(State::Failed, error);
    wait(error);
}

void LogModel::wait(const Error &error)
{
    setState(State::Waiting, error);
    m_retry.start(m_backoff.next());
}

void LogModel::takeLines(quint64 round, const QList<LogLine> &lines)
{
    if (round != m_round || lines.isEmpty())
        return;
    m_incoming += lines;
    if (m_incoming.size() >= LogRows::kMost)
        release(); // A burst: the timer may come late.
    else if (!m_frame.isActive())
        m_frame.start();
}

void LogModel::release()
{
    if (m_isAsking)
        return; // What is being read comes before what has just come.
    m_frame.stop();
    const QList<LogLine> lines = std::exchange(m_incoming, {});
    if (m_isHeld && (m_passed > 0 || m_rows.isFull())) {
        for (const LogLine &line : lines) {
            m_passed += line.number > std::max(m_passedLast, m_rows.last());
            m_passedLast = std::max(m_passedLast, line.number);
        }
        Q_EMIT changed(0, 0);
        return;
    }
    const int added = m_rows.append(lines, std::exchange(m_gap, LogRow::Kind::Dropped));
    const int removed = m_isHeld ? 0 : m_rows.trim();
    if (added > 0 || removed > 0)
        Q_EMIT changed(added, removed);
}

void LogModel::setHeld(bool isHeld)
{
    if (isHeld == m_isHeld)
        return;
    m_isHeld = isHeld;
    if (isHeld)
        return;
    if (m_passed > 0) { // They are kept where they come from.
        m_passed = 0;
        m_passedLast = 0;
        m_gap = LogRow::Kind::Skipped;
        ask(m_rows.last());
    }
    release();
}

} // namespace muster
