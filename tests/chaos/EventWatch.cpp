// SPDX-License-Identifier: Apache-2.0
#include "tests/chaos/EventWatch.h"

#include "core/dialects/native/NativeEventCodec.h"

#include <QTest>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

EventWatch::EventWatch()
{
    m_timer.start();
    connect(&m_socket, &QTcpSocket::readyRead, this, &EventWatch::read);
}

bool EventWatch::begin(quint16 port, const QByteArray &token)
{
    m_socket.abort();
    m_parser = SseParser();
    m_head.clear();
    m_isOpen = false;
    m_lifeMs.clear(); // What nobody watched is no gap.
    m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    m_socket.write("GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port)
                   + "\r\nAuthorization: Bearer " + token + "\r\nAccept: text/event-stream\r\n\r\n");
    return QTest::qWaitFor([this] { return m_isOpen; }, 10'000);
}

void EventWatch::read()
{
    QByteArray bytes = m_socket.readAll();
    if (!m_isOpen) {
        m_head += bytes;
        const qsizetype end = m_head.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        m_isOpen = m_head.startsWith("HTTP/1.1 200 ");
        if (!m_isOpen)
            m_problem = QString::fromUtf8(m_head);
        bytes = m_head.sliced(end + 4);
    }
    QList<SseFrame> frames;
    if (!m_parser.feed(bytes, &frames))
        m_problem = u"the stream is broken"_s;
    for (const SseFrame &frame : std::as_const(frames)) {
        const Result<ClusterEvent> event = NativeEventCodec::decoded(frame);
        if (event)
            take(*event);
        else
            m_problem = event.error().text();
    }
}

void EventWatch::take(const ClusterEvent &event)
{
    const QString node = event.node().text();
    const qint64 now = nowMs();
    const auto *changed = std::get_if<NodeChanged>(&event.what);
    const bool isLife = std::holds_alternative<NodeBeat>(event.what)
        || (changed && changed->node.status != NodeStatus::Offline && changed->node.status != NodeStatus::Unknown);
    if (isLife) {
        ++m_beats;
        if (const auto last = m_lifeMs.constFind(node); last != m_lifeMs.cend())
            m_longestGapMs = std::max(m_longestGapMs, now - *last);
        m_lifeMs.insert(node, now);
    }
    if (!changed)
        return;
    const QString reason = changed->node.reasons.isEmpty() ? QString() : changed->node.reasons.first().code;
    if (statusOf(node) != changed->node.status || !m_statuses.contains(node))
        m_turns.append({node, changed->node.status, reason, now});
    m_statuses.insert(node, changed->node.status);
}

QList<Turn> EventWatch::turnsTo(NodeStatus status, qint64 sinceMs) const
{
    QList<Turn> found;
    std::ranges::copy_if(m_turns, std::back_inserter(found),
                         [=](const Turn &turn) { return turn.status == status && turn.atMs >= sinceMs; });
    return found;
}

QList<Turn> EventWatch::turnsFrom(NodeStatus status, qint64 sinceMs) const
{
    QList<Turn> found;
    std::ranges::copy_if(m_turns, std::back_inserter(found),
                         [=](const Turn &turn) { return turn.status != status && turn.atMs >= sinceMs; });
    return found;
}

int EventWatch::count(NodeStatus status) const
{
    return int(std::ranges::count(m_statuses, status));
}

QString wordsOf(const QList<Turn> &turns)
{
    QStringList words;
    for (const Turn &turn : turns)
        words.append(u"%1 %2 %3 at %4 ms"_s.arg(turn.node, wordOf(turn.status), turn.reason).arg(turn.atMs));
    return words.join(u"; "_s);
}

} // namespace muster
