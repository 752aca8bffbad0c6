// SPDX-License-Identifier: Apache-2.0
#pragma once
// Output of agents and jobs, line by line, as it is kept and shown.

#include "core/domain/Job.h"

namespace muster {

enum class LogStream { Output, Error, Muster };
//! "out", "err", "muster" (what we say about it: started, ended, lines dropped).
QString wordOf(LogStream stream);
Result<LogStream> logStreamOf(const QString &word, const QString &field);

//! Where lines come from: an entity, or one job.
struct LogSource {
    std::optional<EntityRef> entity = std::nullopt;
    JobId job = {};

    bool operator==(const LogSource &) const = default;
    //! "agent/hello" or "job/ID". Source: issue 4, `musterctl logs`.
    QString text() const;
    static Result<LogSource> parse(const QString &text, const QString &field);
};

//! One line, valid UTF-8 without control characters (what was none is shown as ␀ and the like), at most limits::kLogLineBytes.
struct LogLine {
    quint64 number = 0; //!< Grows within a source; a gap means that lines were dropped.
    Timestamp at;       //!< The control plane's clock, at arrival.
    LogStream stream = LogStream::Output;
    NodeId node;
    JobId job; //!< Of a job's run; empty for a resident agent.
    QString text;

    bool operator==(const LogLine &) const = default;
};

struct LogQuery {
    LogSource source;
    quint64 after = 0; //!< Lines with a larger number; 0: the newest `most`.
    int most = 1000;   //!< 1 … limits::kLogPage.
};

struct LogPage {
    QList<LogLine> lines; //!< Oldest first.
    bool hasMore = false; //!< Newer ones follow.
};

} // namespace muster
