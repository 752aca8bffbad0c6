// SPDX-License-Identifier: Apache-2.0
#pragma once
// The worker's end of the mesh: takes deliveries, has them executed by the handlers, and says what became of them until the
// control plane has settled it. Source: issue 4, Dispatch; decisions.md 12 and 13.

#include "core/mesh/MeshLine.h"

#include <QHash>
#include <QSet>

#include <deque>
#include <vector>

namespace muster {

//! Who it is and what it may execute.
struct MeshWorkerSetup {
    NodeId node;
    QString build;
    int window = limits::kAgentConcurrency;
};

//! One thread. The handlers must outlive it; it starts and stops none of them. Work goes on while there is no line.
class MeshWorker final : public QObject
{
    Q_OBJECT
public:
    //! \a handlers: those of the kinds that the owner of the machine allowed (decisions.md 16).
    MeshWorker(MeshWorkerSetup setup, QList<Handler *> handlers, QObject *parent = nullptr);
    ~MeshWorker() override;
    Q_DISABLE_COPY_MOVE(MeshWorker)

    //! Speaks over \a line from now on; one before it is closed. Takes it over.
    void attach(std::unique_ptr<MeshLine> line);
    bool isAttached() const { return m_line && m_line->isOpen(); }
    //! This node is out, said by the control plane itself: ends all that runs here, and forgets what was not told. Its work is
    //! given to others, and must not run twice.
    void disown();
    //! What runs here now, for the beat: residents of all handlers, at most limits::kNodeAgents.
    QList<Agent> agents() const;
    //! Attempts under way.
    int runs() const { return int(m_running.size()); }

Q_SIGNALS:
    void agentsChanged();
    //! runs() is another number.
    void runsChanged();
    //! The line is closed; attach another one.
    void detached(const QString &why);

private:

    void take(const MeshMessage &message);
    void takeRun(const MeshRun &message);
    void takeResidents(const MeshResidents &message);
    void takeRestart(const MeshRestart &message);
    void takeEnded(const RunId &run, const RunOutcome &outcome);
    void takeLines(const OutputSource &source, const QList<OutputLine> &lines);
    void sayHello();
    void takeWelcome(const MeshWelcome &welcome);
    void forgetLines(quint64 upTo);
    void giveUpSent();
    void keepFewLines();
    void tellDropped();
    void flushLines();
    void sendLine();
    bool send(const MeshMessage &message);
    Handler *handlerFor(EntityKind kind) const;

    const MeshWorkerSetup m_setup;
    const QList<Handler *> m_handlers;
    std::unique_ptr<MeshLine> m_line;
    bool m_isWelcome = false;            // The control plane has answered our hello.
    QHash<RunId, EntityKind> m_running;  // Under way.
    QHash<RunId, RunOutcome> m_ended;    // Not settled yet.
    QHash<EntityRef, EntityKind> m_kept; // Residents.
    QSet<EntityRef> m_listed;            // Those that the parts of m_list named so far.
    quint64 m_list = 0;                  // Of this line.
    //! Lines that are missing: who wrote them, how many, and the number of the last message that had some.
    struct Gap {
        OutputSource source;
        qint64 lines = 0;
        quint64 number = 0;
        bool isCertain = true; // Else so many at most.
    };
    static void add(std::vector<Gap> *gaps, const MeshLines &message);

    const QString m_log;           // Names the numbers of m_lines.
    quint64 m_lastNumber = 0;
    std::deque<MeshLines> m_lines; // Oldest first: sent ones of which nobody said yet that they came, then those to be sent.
    quint64 m_sentUpTo = 0;        // Over any line, and may have come.
    size_t m_sent = 0;             // So many are of the first kind, all sent over this line.
    bool m_areHeard = false;       // This control plane says what came; from another, what is sent counts as come.
    qsizetype m_lineBytes = 0;
    std::vector<Gap> m_dropped;    // Never sent; not told yet.
    std::vector<Gap> m_forgotten;  // Sent, and no longer kept: told only if they turn out not to have come.
};

} // namespace muster
