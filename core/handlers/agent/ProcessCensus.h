// SPDX-License-Identifier: Apache-2.0
#pragma once
// Looks through the processes of the machine now and then: what ours take, and what ended ones left behind.

#include "core/handlers/Handler.h"
#include "core/handlers/agent/ProcessStat.h"

#include <QTimer>

#include <dirent.h>

namespace muster {

//! Each agent has a keeper, from which all that it started descends. One pass over /proc each limits::kAgentLook, more seldom
//! where there are many processes, a few of them a turn; none while there is nothing to look for. One thread; \a clock outlives it.
class ProcessCensus final : public QObject
{
    Q_OBJECT
public:
    explicit ProcessCensus(const Clock &clock, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(ProcessCensus)

    //! A keeper began, and below it an agent, which leads the session \a agent.
    void begin(qint64 keeper, qint64 agent);
    //! The keeper ended. Where it was killed, what is left of the session at the next look is killed as well.
    void end(qint64 keeper);
    //! What descends from a keeper took at the last look; nullopt before its first.
    std::optional<AgentUse> use(qint64 keeper) const;

Q_SIGNALS:
    //! A pass is over: use() is new.
    void looked();

private:
    struct Sum {
        qint64 pages = 0;
        quint64 ticks = 0;
    };
    struct Kept {
        qint64 session = 0;
        std::optional<AgentUse> use = std::nullopt;
        std::optional<quint64> ticks = std::nullopt; // At the look before.
    };
    struct CloseFolder {
        void operator()(DIR *folder) const { ::closedir(folder); }
    };

    void step();
    qint64 keeperOf(qint64 pid);
    QHash<qint64, Sum> sums();
    void conclude();
    void killLeftovers();

    const Clock &m_clock;
    QTimer m_next;
    std::unique_ptr<DIR, CloseFolder> m_folder; // Of the pass under way.
    QHash<qint64, Kept> m_kept;              // By keeper.
    QHash<qint64, quint64> m_ended;          // Session, and when it was last ours for certain; ticks since boot.
    QHash<qint64, quint64> m_endedMeanwhile; // The same, of those that ended during the pass under way.
    QHash<qint64, ProcessStat> m_seen;       // By pid; of the pass under way.
    QHash<qint64, qint64> m_keepers;         // Of those below a keeper: which; of others 0. Of the pass under way.
    SteadyTime m_lookedAt;
};

} // namespace muster
