// SPDX-License-Identifier: Apache-2.0
#pragma once
// Follows a real musterd's events over a socket of its own and keeps what happened to whom. Not our client: it must see the
// truth while clients are under test.

#include "core/domain/ClusterEvent.h"
#include "core/wire/SseParser.h"

#include <QElapsedTimer>
#include <QHash>
#include <QTcpSocket>

namespace muster {

//! A change of status.
struct Turn {
    QString node;
    NodeStatus status = NodeStatus::Unknown;
    QString reason;    //!< Code of the first one; empty without.
    qint64 atMs = 0;   //!< Since the watch began.
};

//! One connection, until it breaks; begin() starts anew and keeps what was seen.
class EventWatch final : public QObject
{
    Q_OBJECT

public:
    EventWatch();
    ~EventWatch() override = default;
    Q_DISABLE_COPY_MOVE(EventWatch)

    //! Connects to 127.0.0.1:\a port and waits until the stream is open; false when that takes too long.
    bool begin(quint16 port, const QByteArray &token);
    //! Our end of the connection.
    quint16 localPort() const { return m_socket.localPort(); }

    qint64 nowMs() const { return m_timer.elapsed(); }
    //! Changes to \a status since \a sinceMs, in order.
    QList<Turn> turnsTo(NodeStatus status, qint64 sinceMs = 0) const;
    //! Changes to anything but \a status since \a sinceMs.
    QList<Turn> turnsFrom(NodeStatus status, qint64 sinceMs = 0) const;
    //! The status a node was last told to have; Unknown when it was not told.
    NodeStatus statusOf(const QString &node) const { return m_statuses.value(node, NodeStatus::Unknown); }
    //! Nodes that were last told to be \a status.
    int count(NodeStatus status) const;
    //! Longest span between two signs of life of one node, so far.
    qint64 longestGapMs() const { return m_longestGapMs; }
    int beats() const { return m_beats; }
    //! Empty, or what could not be understood.
    const QString &problem() const { return m_problem; }

private:
    void read();
    void take(const ClusterEvent &event);

    QTcpSocket m_socket;
    QElapsedTimer m_timer;
    SseParser m_parser;
    QByteArray m_head; // Of the reply, until it was whole.
    bool m_isOpen = false;
    QList<Turn> m_turns;
    QHash<QString, NodeStatus> m_statuses;
    QHash<QString, qint64> m_lifeMs;
    qint64 m_longestGapMs = 0;
    int m_beats = 0;
    QString m_problem;
};

//! "w-3 offline beats-stopped at 5120 ms; …", for a failing test.
QString wordsOf(const QList<Turn> &turns);

} // namespace muster
