// SPDX-License-Identifier: Apache-2.0
#pragma once
// The logs of one cluster: what workers and we ourselves say about entities and jobs, bounded, stored, read and followed.

#include "core/cluster/Cluster.h"
#include "core/controlplane/EntityCatalog.h"
#include "core/controlplane/LogGate.h"
#include "core/controlplane/LogPace.h"
#include "core/controlplane/PlacementBoard.h"
#include "core/mesh/MeshLeader.h"
#include "core/queue/QueueProvider.h"
#include "core/store/LogStore.h"

#include <QTimer>

#include <deque>

namespace muster {

class LogReader;

//! One thread. Lines are gathered for a moment and written together; they are shown once they are written, so that a number that
//! somebody saw is never given to another line. What cannot be written is dropped, counted, and said later: jobs never wait for it.
class LogBook final : public QObject
{
    Q_OBJECT
public:
    //! All must outlive it. Made before whoever else listens to queue and leader: whoever hears of a job's end and reads its log
    //! finds there what the job said last.
    struct Parts {
        LogStore &store;
        QueueProvider &queue;
        MeshLeader &leader;
        const EntityCatalog &catalog;
        const PlacementBoard &board;
        const Clock &clock;
    };
    explicit LogBook(Parts parts, QObject *parent = nullptr);
    ~LogBook() override;
    Q_DISABLE_COPY_MOVE(LogBook)

    //! Finds out how far the output of each worker came, before any connects.
    Future<void> load();

    //! As Cluster::log(): with all that came before the call.
    Future<LogPage> log(LogQuery query, const Actor &by);
    //! As Cluster::followLog(), with \a after 0 from the oldest line on; ended() with NotFound for what \a by does not own or what
    //! is forgotten meanwhile, with Busy beyond limits::kLogFollowers.
    std::unique_ptr<LogFeed> follow(const LogSource &source, quint64 after, const Actor &by);
    //! Forgets a log, and ends those who follow it.
    void drop(const LogSource &source);

    //! \a node was asked to keep \a residents.
    void told(const NodeId &node, const QList<EntityRef> &residents) { m_gate.told(node, residents); }
    //! \a entity was removed, with its log.
    void removed(const EntityRef &entity);

    //! Writes what was gathered.
    void flush();
    //! Says what was dropped, and forgets what nobody needs. By itself each second while something happens; tests call it after
    //! moving their clock.
    void sweep();
    //! Forgets what is too old, or too much. By itself at the start and each ten minutes.
    void trim();

    int followers() const { return int(m_readers.size()); }
    //! Lines that could not be written, since that began, and why. Nullopt: the last write went well.
    struct Lost {
        qint64 lines = 0;
        Error why;
    };
    const std::optional<Lost> &lost() const { return m_lost; }

    // For LogReader.
    //! Gives it lines, or the end.
    void read(LogReader *reader);
    void leave(LogReader *reader);

private:
    //! Of the lines of one run, or of one resident.
    struct Writer {
        EntityRef entity;
        JobId job;
        LogPace pace;
        qint64 dropped = 0;
        QString why;                      // The newest reason.
        std::optional<SteadyTime> toldAt = std::nullopt; // When it was said how many.
    };
    //! Lines whose right to be here is being found out.
    struct Held {
        NodeId node;
        OutputSource source;
        QList<OutputLine> lines;
    };

    void take(const NodeId &node, const OutputSource &source, const QList<OutputLine> &lines);
    LogRight rightOf(const NodeId &node, const OutputSource &source) const;
    void hold(const NodeId &node, const OutputSource &source, const QList<OutputLine> &lines);
    Future<bool> findRight(const NodeId &node, const OutputSource &source);
    void release(const QString &key, bool isRight);
    void refuse(const NodeId &node, const OutputSource &source, qsizetype lines);
    void file(const NodeId &node, const OutputSource &source, const QList<OutputLine> &lines);
    void takeChange(const JobChanged &job);
    void sayOf(const JobId &job, const LogGate::OpenRun &run, const QString &text);
    void say(const EntityRef &entity, const JobId &job, const NodeId &node, const QString &text);
    void sayDropped(Writer *writer, SteadyTime now);
    Writer &writerOf(const EntityRef &entity, const JobId &job);
    LogChunk &chunkFor(const EntityRef &entity, const JobId &job, const NodeId &node);
    void scheduleFlush();
    void takeWritten(const QList<LogChunk> &chunks, const QList<LogNumbers> &numbers);
    void takeUnwritten(const QList<LogChunk> &chunks, const QHash<QString, qint64> &said, const Error &why);
    void publish(const LogChunk &chunk, const LogNumbers &first);
    void tell(const LogSource &source, const LogChunk &chunk, quint64 first);
    void dropSome(const LogSource &source);

    //! Whether \a by may read it: NotFound.
    Future<void> mayRead(const LogSource &source, const Actor &by);
    //! All that was said before this call can be read.
    Future<void> written();
    void endReaders(const LogSource &source, const Error &error);

    Parts m_parts;
    LogGate m_gate;
    QHash<QString, Writer> m_writers; // By entity and job.
    QHash<QString, Held> m_held;      // By node, entity and run.
    qint64 m_heldBytes = 0;
    std::deque<LogChunk> m_open;      // Not written yet.
    QHash<EntityRef, qsizetype> m_newest; // Where the newest chunk of an entity stands in it.
    QHash<QString, qint64> m_said;    // How many dropped lines it tells of, by writer.
    qint64 m_openBytes = 0;
    qint64 m_flyingBytes = 0;         // On their way to the disk.
    quint64 m_lastWrite = 0;          // Writes are numbered; they finish in order.
    quint64 m_doneWrite = 0;
    struct Waiter {
        quint64 write = 0;
        Pending<void> pending;
    };
    QList<Pending<void>> m_waitForHeld;
    QList<Waiter> m_waitForWrite;
    QSet<NodeId> m_refused;           // Told of, once each until the next sweep.
    QMultiHash<QString, LogReader *> m_readers; // By source.
    std::optional<Lost> m_lost;       // The last write failed, which was told.
    SteadyTime m_flushedAt;
    QTimer m_flushTimer;
    QTimer m_sweepTimer;
    QTimer m_trimTimer;
};

} // namespace muster
