// SPDX-License-Identifier: Apache-2.0
#pragma once
// What agents and jobs wrote, as it is kept. Implemented over SQL; core/controlplane/LogBook is the only one who writes.

#include "core/base/Future.h"
#include "core/domain/LogLine.h"

namespace muster {

//! How far the output of a worker came: all up to \a number of what its process \a log sent is here, or will never be.
struct LogMark {
    QString log;
    quint64 number = 0;

    bool operator==(const LogMark &) const = default;
};

//! Lines that one run, or one resident, wrote on one node: they stand together in the log of the entity and in that of the job.
struct LogChunk {
    EntityRef entity;
    JobId job;            //!< Empty for a resident.
    NodeId node;          //!< Empty: nobody's but ours.
    QList<LogLine> lines; //!< Oldest first; their time, stream and text are kept, the rest is the chunk's.
    LogMark mark = {};    //!< Of \a node; kept together with all other chunks of the write. Its number is 0 for none.
};

//! The numbers that a chunk's first line got; its others follow without a gap.
struct LogNumbers {
    quint64 inEntity = 0;
    quint64 inJob = 0; //!< 0 without a job.

    bool operator==(const LogNumbers &) const = default;
};

//! Writes run in the order in which they are called; all may be called from any thread. Every verb can fail with Storage;
//! nothing of a failed write is kept, and no number of it is used up.
class LogStore
{
public:
    virtual ~LogStore() = default;
    //! Adds chunks, all or none; beyond limits::kLogLinesKept and limits::kLogBytesKept of a log its oldest lines go. Numbers grow
    //! within a log and are not given again for as long as it is kept, and for limits::kLogsKept at least after it went. Storage
    //! (code "disk-full") already when little room is left: the rest is for what must not be lost.
    virtual Future<QList<LogNumbers>> append(QList<LogChunk> chunks) = 0;
    //! The newest mark of each node.
    virtual Future<QHash<NodeId, LogMark>> marks() = 0;
    //! The lines of a log with a number larger than \a after (0: from the oldest), oldest first, up to \a most (1 and more). A page
    //! ends early before it has more than \a bytesMost of text, but has one line at least. No lines of a log that is not there.
    //! Does not hold up writes; sees those that are finished.
    virtual Future<LogPage> after(LogSource source, quint64 after, int most, qint64 bytesMost) = 0;
    //! The newest lines, bounded as after(); nothing follows them.
    virtual Future<LogPage> newest(LogSource source, int most, qint64 bytesMost) = 0;
    //! Forgets a log, up to \a most chunks of it: how many went. That of a job goes from its entity's log, too; that of an entity
    //! stays in the logs of its jobs.
    virtual Future<int> drop(LogSource source, int most) = 0;
    //! Forgets, up to \a most, the oldest chunks of all logs: those from before \a before, and others while all together have more
    //! than \a bytesMost of text. How many went.
    virtual Future<int> trim(Timestamp before, qint64 bytesMost, int most) = 0;
};

} // namespace muster
