// SPDX-License-Identifier: Apache-2.0
#include "core/wire/WsPeer.h"

#include <QPointer>
#include <QRandomGenerator>

#include <utility>

namespace muster
{

using namespace Qt::StringLiterals;

WsPeer::WsPeer(WsRole role, WsWay way, const WsOptions &options, SteadyTime now, QObject *parent)
    : QObject(parent), m_role(role), m_way(std::move(way)), m_options(options), m_reader(role, options.messageBytes),
      m_heardAt(now), m_pingedAt(now), m_tickedAt(now)
{
}

bool WsPeer::send(const QByteArray &text)
{
    if (m_state != State::Open)
        return false;
    if (text.size() > m_options.messageBytes) {
        close(wsclose::kTooBig, u"a message is longer than %1 bytes"_s.arg(m_options.messageBytes));
        return false;
    }
    queue(WsOpcode::Text, text);
    return m_state == State::Open;
}

void WsPeer::close(quint16 code, const QString &why)
{
    if (m_state != State::Open)
        return;
    queue(WsOpcode::Close, wsClosePayload(code, why));
    if (m_state != State::Open)
        return;
    m_state = State::Closing;
    tellClosed(why);
}

void WsPeer::take(QByteArrayView bytes)
{
    if (m_state == State::Over)
        return;
    m_hasHeard = true;
    QList<WsMessage> messages;
    m_reader.feed(bytes, &messages);
    const QPointer<WsPeer> self(this); // A receiver may end whom we belong to.
    for (const WsMessage &message : std::as_const(messages)) {
        takeMessage(message);
        if (!self || m_state == State::Over)
            return;
    }
    if (m_reader.state() == WsReader::State::Failed)
        fail(m_reader.failureCode(), m_reader.failure());
}

void WsPeer::takeMessage(const WsMessage &message)
{
    switch (message.kind) {
    case WsOpcode::Text:
        if (m_state == State::Open)
            Q_EMIT textArrived(message.bytes);
        return;
    case WsOpcode::Binary:
        return fail(wsclose::kNotText, u"it sent bytes where texts are expected"_s);
    case WsOpcode::Ping:
        if (m_state == State::Open)
            queue(WsOpcode::Pong, message.bytes);
        return;
    case WsOpcode::Pong: // Heard is heard, asked for or not.
        return;
    case WsOpcode::Close:
        return takeClose(message);
    case WsOpcode::Continuation:
        break;
    }
    Q_UNREACHABLE();
}

void WsPeer::takeClose(const WsMessage &message)
{
    const QString why = QString::fromUtf8(message.bytes);
    if (m_state == State::Open)
        queue(WsOpcode::Close, message.code == wsclose::kNone ? QByteArray() : wsClosePayload(message.code, {}));
    finish(WsEnd::Orderly, why.isEmpty() ? u"the other end closed it"_s : u"the other end closed it: %1"_s.arg(why));
}

//! RFC 6455, 7.1.7: the peer is told why, and not waited for.
void WsPeer::fail(quint16 code, const QString &what)
{
    const bool wasOpen = m_state == State::Open;
    if (wasOpen)
        queue(WsOpcode::Close, wsClosePayload(code, what));
    finish(wasOpen ? WsEnd::Orderly : WsEnd::Cut, u"the other end broke the protocol: %1"_s.arg(what));
}

void WsPeer::queue(WsOpcode opcode, QByteArrayView payload)
{
    if (m_state == State::Over)
        return;
    // A mask must not be foreseen by who chooses the payload (RFC 6455, 10.3).
    const std::optional<quint32> mask =
        m_role == WsRole::Client ? std::optional(QRandomGenerator::system()->generate()) : std::nullopt;
    const QByteArray frame = wsFrame(opcode, payload, mask);
    if (const qsizetype waiting = pendingBytes(); waiting > 0 && waiting + frame.size() > m_options.pendingBytes)
        return finish(WsEnd::Cut, u"the other end takes too little: %1 bytes wait for it"_s.arg(waiting));
    m_pending += frame;
    if (m_pending.size() >= limits::kSseFlushBytes)
        flush();
    else
        scheduleFlush();
}

void WsPeer::scheduleFlush()
{
    if (std::exchange(m_isFlushScheduled, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_isFlushScheduled = false;
            flush();
        },
        Qt::QueuedConnection);
}

void WsPeer::flush()
{
    // While the connection still holds bytes, ours wait here; it calls again.
    if (m_state == State::Over || m_pending.isEmpty() || m_way.waiting() > 0)
        return;
    if (!m_way.write(std::exchange(m_pending, {})))
        finish(WsEnd::Cut, u"the connection was lost"_s);
}

void WsPeer::tick(SteadyTime now)
{
    // After a pause of this process it is not the peer that was silent.
    const bool wasAway = now - std::exchange(m_tickedAt, now) > limits::kStallGap;
    if (std::exchange(m_hasHeard, false) || wasAway)
        m_heardAt = now;
    if (m_state == State::Over)
        return;
    if (m_state == State::Closing && !m_closeBy)
        m_closeBy = now + m_options.closeDeadline;
    if (m_closeBy && now >= *m_closeBy)
        return finish(WsEnd::Cut, u"the other end did not say goodbye"_s);
    if (now - m_heardAt >= m_options.silence)
        return finish(WsEnd::Cut, u"nothing was heard for %1 s"_s.arg(m_options.silence.count() / 1000));
    if (m_state == State::Open && now - m_pingedAt >= m_options.ping) {
        m_pingedAt = now;
        queue(WsOpcode::Ping, {});
    }
}

void WsPeer::lose(const QString &why)
{
    finish(WsEnd::Cut, why);
}

void WsPeer::tellClosed(const QString &why)
{
    if (std::exchange(m_isToldClosed, true))
        return;
    QMetaObject::invokeMethod(
        this, [this, why] { Q_EMIT closed(why); }, Qt::QueuedConnection);
}

void WsPeer::finish(WsEnd end, const QString &why)
{
    if (m_state == State::Over)
        return;
    if (end == WsEnd::Orderly && !m_pending.isEmpty()) // The connection sends what it holds before it closes.
        (void)m_way.write(std::exchange(m_pending, {}));
    m_state = State::Over;
    m_pending = {};
    tellClosed(why);
    QMetaObject::invokeMethod(
        this, [this, end] { Q_EMIT finished(end); }, Qt::QueuedConnection);
}

} // namespace muster
