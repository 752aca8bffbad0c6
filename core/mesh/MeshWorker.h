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
    void noteDropped(const MeshLines &message);
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
    std::deque<MeshLines> m_lines;       // Not sent yet, oldest first.
    qsizetype m_lineBytes = 0;
    std::vector<std::pair<OutputSource, qint64>> m_dropped; // Lines, by who wrote them; not told yet.
};

} // namespace muster
