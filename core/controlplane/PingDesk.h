// SPDX-License-Identifier: Apache-2.0
#pragma once
// Pings that wait for a node's next beat: the question goes out in a reply, the answer comes with the beat after.

#include "core/base/Clock.h"
#include "core/base/Future.h"
#include "core/domain/Heartbeat.h"

#include <QHash>

#include <optional>
#include <vector>

namespace muster {

//! All who ask about one node at a time share one question. One thread. Times are those of LivenessClock.
class PingDesk
{
public:
    //! Asks \a node before \a deadline. Busy when limits::kPingWaiters wait already.
    Future<PingReport> ask(const NodeId &node, SteadyTime deadline);
    //! The question to put into the reply to a beat of \a node, which is sent now; empty when there is none.
    QString handOut(const NodeId &node, SteadyTime now);
    //! A beat of \a node answers \a question, now. Answers to other questions are nobody's.
    void answer(const NodeId &node, const QString &question, SteadyTime now);
    //! Ends all questions about \a node with \a error.
    void fail(const NodeId &node, const Error &error);
    //! Ends those whose time is up with Timeout.
    void expire(SteadyTime now);

private:
    struct Waiter {
        Pending<PingReport> pending;
        SteadyTime deadline;
    };
    struct Question {
        QString text;
        std::optional<SteadyTime> handedOutAt;
        std::vector<Waiter> waiters;
    };
    QHash<NodeId, Question> m_questions;
    quint64 m_asked = 0;
};

} // namespace muster
