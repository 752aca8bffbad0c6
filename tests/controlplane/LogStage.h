// SPDX-License-Identifier: Apache-2.0
#pragma once
// A control plane with a worker whose output a test makes up, and those who read it.

#include "core/store/SqlConnection.h"
#include "tests/controlplane/PlaneStage.h"

#include <QTest>

namespace muster {

//! What one who follows a log has got.
struct Follower {
    Follower(Cluster &cluster, const LogSource &source, quint64 after, const Actor &by = {}) : feed(cluster.followLog(source, after, by))
    {
        QObject::connect(feed.get(), &LogFeed::arrived, &context, [this](const QList<LogLine> &more) { lines += more; });
        QObject::connect(feed.get(), &LogFeed::ended, &context, [this](const Error &error) { end = error; });
    }
    QStringList texts() const
    {
        QStringList all;
        for (const LogLine &line : lines)
            all.append(line.text);
        return all;
    }
    //! The numbers follow each other without a gap.
    bool isWhole() const
    {
        for (qsizetype i = 1; i < lines.size(); ++i) {
            if (lines[i].number != lines[i - 1].number + 1)
                return false;
        }
        return true;
    }
    QObject context;
    QList<LogLine> lines;
    std::optional<Error> end;
    std::unique_ptr<LogFeed> feed;
};

inline LogLine lastOf(const QList<LogLine> &lines)
{
    return lines.isEmpty() ? LogLine() : lines.constLast();
}

inline QList<OutputLine> numbered(int from, int count)
{
    QList<OutputLine> lines;
    for (int i = 0; i < count; ++i)
        lines.append({LogStream::Output, QString::number(from + i)});
    return lines;
}

//! One worker, w1, and the agent "hello".
struct LogStage {
    LogStage()
    {
        plane.join(QStringLiteral("w1"));
        worker = &plane.connectWorker(QStringLiteral("w1"));
        if (!plane.save(QStringLiteral("hello")))
            qFatal("the agent is refused");
    }
    RunId started()
    {
        const qsizetype before = worker->handler.started.size();
        const JobId job = plane.submit(QStringLiteral("hello"));
        if (!QTest::qWaitFor([&] { return worker->handler.started.size() > before; }, 10000))
            qFatal("the job %s does not start", qPrintable(job.text()));
        return worker->handler.started.constLast().id;
    }
    void write(const RunId &run, const QList<OutputLine> &lines) { worker->handler.writeAs({agentCalled(QStringLiteral("hello")).ref, run}, lines); }
    QList<LogLine> logOf(const LogSource &source) const
    {
        return outcomeOf(plane.plane->log({source, 0, limits::kLogPage})).value_or(LogPage()).lines;
    }
    QList<LogLine> jobLog(const JobId &job) const { return logOf({.entity = std::nullopt, .job = job}); }
    QList<LogLine> entityLog(const QString &id = QStringLiteral("hello")) const { return logOf({.entity = agentCalled(id).ref}); }
    static QStringList textsOf(const QList<LogLine> &lines)
    {
        QStringList texts;
        for (const LogLine &line : lines)
            texts.append(line.text);
        return texts;
    }
    std::unique_ptr<SqlConnection> connection() const
    {
        auto opened = SqlConnection::open(plane.folder.filePath(QStringLiteral("muster.sqlite")));
        return opened ? std::move(*opened) : nullptr;
    }
    qint64 chunks(const QString &which) const
    {
        return connection()->number(QStringLiteral("SELECT count(*) FROM log_chunks WHERE ") + which).value_or(-1);
    }
    void breakLogs(bool isBroken) const
    {
        const QString sql = isBroken ? QStringLiteral("CREATE TRIGGER broken BEFORE INSERT ON log_chunks BEGIN SELECT RAISE(ABORT, 'no'); END")
                                     : QStringLiteral("DROP TRIGGER broken");
        if (!connection()->run(sql))
            qFatal("the trigger is refused");
    }

    PlaneStage plane;
    PlaneStage::Worker *worker = nullptr;
};

} // namespace muster
