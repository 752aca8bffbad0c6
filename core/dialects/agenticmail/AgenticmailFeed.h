// SPDX-License-Identifier: Apache-2.0
#pragma once
// The readers of GET /stream: each gets all nodes first, then what changes. Used by our routes.

#include "core/base/Clock.h"
#include "core/dialects/agenticmail/AgenticmailRoster.h"

#include <QPointer>
#include <QTimer>

#include <vector>

namespace muster {

class SseWriter;

//! A reader that is slower than the cluster gets the newest of each node instead of all between, as a frame carries all of a
//! node; one that takes nothing for limits::kReplyWriteDeadline is cut off. One thread, the server's.
class AgenticmailFeed final : public QObject
{
    Q_OBJECT

public:
    //! \a roster and \a clock must outlive it. \a keepAlive is between two keep-alive frames.
    AgenticmailFeed(AgenticmailRoster &roster, const Clock &clock, milliseconds keepAlive, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(AgenticmailFeed)

    //! Gives frames to \a writer until it closes. The roster must be known.
    void add(SseWriter *writer);
    int readerCount() const { return int(m_readers.size()); }

private:
    //! What a slow reader has still to be told of one node.
    struct Late {
        QString event;    // Of the frame to be made when its turn comes.
        QByteArray frame; // Of a node that is gone; else empty.
    };
    struct Reader {
        QPointer<SseWriter> writer;
        QList<NodeId> order; // Of `late`; may name nodes that are not in it.
        qsizetype next = 0;  // In `order`.
        QHash<NodeId, Late> late;
        SteadyTime movedAt;     // When it last took bytes.
        qsizetype pending = -1; // As last seen.
    };

    void tell(const Node &node, AgenticmailRoster::Tale tale);
    static void hold(Reader *reader, const NodeId &id, const Late &late);
    void pumpAll();
    void pump(Reader *reader);
    void keepAlive();
    void forget(const SseWriter *writer);

    AgenticmailRoster &m_roster;
    const Clock &m_clock;
    std::vector<Reader> m_readers;
    QTimer m_pump;
    QTimer m_keepAlive;
    bool m_isSending = false;
};

} // namespace muster
