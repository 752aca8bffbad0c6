// SPDX-License-Identifier: Apache-2.0
#pragma once
// Looks through the processes of the machine now and then: what ours take, and what ended ones left behind.

#include "core/handlers/Handler.h"
#include "core/handlers/agent/ProcessStat.h"

#include <QTimer>

#include <dirent.h>

namespace muster {

//! Each process that we start leads a session, by which what it started is known. One pass over /proc each limits::kAgentLook,
//! a few processes a turn; none while there is nothing to look for. One thread; \a clock outlives it.
class ProcessCensus final : public QObject
{
    Q_OBJECT
public:
    explicit ProcessCensus(const Clock &clock, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(ProcessCensus)

    //! A session began.
    void begin(qint64 session);
    //! Its leader ended: whatever of it is still there at the next look is killed, also what left its process group.
    void end(qint64 session);
    //! What a session took at the last look; nullopt before its first.
    std::optional<AgentUse> use(qint64 session) const;

private:
    struct Sum {
        qint64 pages = 0;
        quint64 ticks = 0;
    };
    struct Session {
        std::optional<AgentUse> use;
        std::optional<quint64> ticks; // At the look before.
    };
    struct CloseFolder {
        void operator()(DIR *folder) const { ::closedir(folder); }
    };

    void step();
    void count(const ProcessStat &stat);
    void conclude();
    void killLeftovers();

    const Clock &m_clock;
    QTimer m_next;
    std::unique_ptr<DIR, CloseFolder> m_folder; // Of the pass under way.
    QHash<qint64, Session> m_sessions;
    QHash<qint64, quint64> m_ended; // Session, and when it was last ours for certain; ticks since boot.
    QHash<qint64, quint64> m_endedMeanwhile; // The same, of those that ended during the pass under way.
    QHash<qint64, Sum> m_sums;      // Of the pass under way.
    QList<ProcessStat> m_leftovers; // The same: members of ended sessions.
    SteadyTime m_lookedAt;
};

} // namespace muster
