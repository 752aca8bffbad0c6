// SPDX-License-Identifier: Apache-2.0
#include "core/base/Limits.h"
#include "core/store/LogText.h"
#include "core/store/SqlConnection.h"
#include "core/store/Stores.h"
#include "tests/support/Outcome.h"

#include <QTemporaryDir>

using namespace muster;
using namespace Qt::StringLiterals;

//! Logs on disk: their numbers, their bounds, and what is forgotten.
class tst_SqlLogStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        open();
    }
    void cleanup()
    {
        m_stores.reset();
        m_folder.reset();
    }

    void linesStandInBothLogsAndKeepTheirTexts()
    {
        LogChunk chunk = chunkOf(u"agent/hello"_s, u"job-1"_s, {u"one"_s, u"zwei ä€😀"_s, u""_s});
        chunk.lines[1].stream = LogStream::Error;
        chunk.lines[2].stream = LogStream::Muster;
        chunk.lines[2].at = {kAt + 5};

        QCOMPARE(append({chunk, chunkOf(u"agent/hello"_s, {}, {u"resident"_s})}), (QList<LogNumbers>{{1, 1}, {4, 0}}));
        open();
        QCOMPARE(append({chunkOf(u"agent/hello"_s, u"job-2"_s, {u"later"_s})}), (QList<LogNumbers>{{5, 1}}));

        const QList<LogLine> all = after(entity(u"agent/hello"_s), 0).lines;
        QCOMPARE(textsOf(all), (QStringList{u"one"_s, u"zwei ä€😀"_s, u""_s, u"resident"_s, u"later"_s}));
        QCOMPARE(numbersOf(all), (QList<quint64>{1, 2, 3, 4, 5}));
        QCOMPARE(all[1].stream, LogStream::Error);
        QCOMPARE(all[2].stream, LogStream::Muster);
        QCOMPARE(all[2].at.msSinceEpoch, kAt + 5);
        QCOMPARE(all[0].job, JobId(u"job-1"_s));
        QVERIFY(all[3].job.isEmpty());
        QCOMPARE(all[0].node, NodeId(u"w1"_s));
        const QList<LogLine> ofJob = after(job(u"job-1"_s), 0).lines;
        QCOMPARE(ofJob, all.first(3));
        QVERIFY(after(entity(u"agent/other"_s), 0).lines.isEmpty());
    }

    void pagesFitTogether()
    {
        for (int i = 0; i < 7; ++i)
            append({chunkOf(u"agent/hello"_s, u"job-1"_s, {u"a%1"_s.arg(i), u"b%1"_s.arg(i), u"c%1"_s.arg(i)})});

        QList<LogLine> read;
        int pages = 0;
        for (bool hasMore = true; hasMore; ++pages) {
            const LogPage page = after(job(u"job-1"_s), read.isEmpty() ? 0 : read.constLast().number, 4);
            read += page.lines;
            hasMore = page.hasMore;
        }
        QCOMPARE(pages, 6);
        QCOMPARE(read.size(), 21);
        QCOMPARE(numbersOf(read).constLast(), 21u);
        const LogPage newest = outcomeOf(logs().newest(job(u"job-1"_s), 4, 1 << 20)).value();
        QCOMPARE(newest.lines, read.last(4));
        QVERIFY(!newest.hasMore);
        // Bounded in bytes, too, but never to nothing.
        QCOMPARE(outcomeOf(logs().after(job(u"job-1"_s), 2, 100, 8))->lines, read.mid(2, 2));
        QCOMPARE(outcomeOf(logs().after(job(u"job-1"_s), 2, 100, 1))->lines, read.mid(2, 1));
        QCOMPARE(outcomeOf(logs().newest(job(u"job-1"_s), 100, 1))->lines, read.last(1));
    }

    void aLogKeepsItsNewestLinesOnly()
    {
        const QStringList thousand(1000, u"x"_s);
        for (int i = 0; i < limits::kLogLinesKept / 1000 + 20; ++i)
            append({chunkOf(u"agent/hello"_s, u"job-%1"_s.arg(i), thousand)});

        const quint64 last = quint64(limits::kLogLinesKept) + 20'000;
        const LogPage oldest = after(entity(u"agent/hello"_s), 0, 1);
        QCOMPARE(oldest.lines.constFirst().number, last - quint64(limits::kLogLinesKept) + 1);
        QCOMPARE(outcomeOf(logs().newest(entity(u"agent/hello"_s), 1, 100))->lines.constFirst().number, last);
        // What the entity's log has no room for any more still stands in that of the job.
        QCOMPARE(after(job(u"job-0"_s), 0).lines.size(), 1000);
    }

    void aLogIsBoundedInBytes()
    {
        const QStringList lines(4, QString(limits::kLogLineBytes, u'y'));
        const int chunks = int(limits::kLogBytesKept / (4 * limits::kLogLineBytes));
        for (int i = 0; i < 2 * chunks; ++i)
            append({chunkOf(u"agent/hello"_s, {}, lines)});

        const QString query = u"SELECT sum(bytes) FROM log_chunks"_s;
        QVERIFY(number(query) <= limits::kLogBytesKept);
        QVERIFY(number(query) > limits::kLogBytesKept * 9 / 10);
        QCOMPARE(number(u"SELECT bytes FROM log_ends WHERE entity = ''"_s), number(query));
        QCOMPARE(number(u"SELECT count(*) FROM log_texts"_s), number(u"SELECT count(*) FROM log_chunks"_s));
    }

    void numbersGoOnBehindWhatWasForgotten()
    {
        append({chunkOf(u"agent/hello"_s, {}, {u"1"_s, u"2"_s})});

        QCOMPARE(outcomeOf(logs().drop(entity(u"agent/hello"_s), 10)).value(), 1);
        QCOMPARE(outcomeOf(logs().drop(entity(u"agent/hello"_s), 10)).value(), 0);

        QVERIFY(after(entity(u"agent/hello"_s), 0).lines.isEmpty());
        open();
        QCOMPARE(append({chunkOf(u"agent/hello"_s, {}, {u"3"_s})}), (QList<LogNumbers>{{3, 0}}));
    }

    void aForgottenEntityLeavesTheLogsOfItsJobs()
    {
        append({chunkOf(u"agent/hello"_s, u"job-1"_s, {u"1"_s})});

        QCOMPARE(outcomeOf(logs().drop(entity(u"agent/hello"_s), 10)).value(), 1);

        QCOMPARE(after(job(u"job-1"_s), 0).lines.size(), 1);
    }

    void aForgottenJobGoesFromBothLogs()
    {
        append({chunkOf(u"agent/hello"_s, u"job-1"_s, {u"1"_s}), chunkOf(u"agent/hello"_s, u"job-2"_s, {u"2"_s}),
                chunkOf(u"agent/hello"_s, u"job-1"_s, {u"3"_s})});

        QCOMPARE(outcomeOf(logs().drop(job(u"job-1"_s), 1)).value(), 1);
        QCOMPARE(outcomeOf(logs().drop(job(u"job-1"_s), 1)).value(), 1);

        QCOMPARE(textsOf(after(entity(u"agent/hello"_s), 0).lines), QStringList{u"2"_s});
        QVERIFY(after(job(u"job-1"_s), 0).lines.isEmpty());
        QCOMPARE(number(u"SELECT count(*) FROM log_texts"_s), 1);
    }

    void oldLogsGoAndSoDoesWhatIsTooMuch()
    {
        for (int i = 0; i < 10; ++i) {
            LogChunk chunk = chunkOf(u"agent/a%1"_s.arg(i), u"job-%1"_s.arg(i), {QString(100, u'z')});
            chunk.lines[0].at = {kAt + i};
            append({chunk});
        }
        const qint64 one = number(u"SELECT max(bytes) FROM log_chunks"_s);

        QCOMPARE(outcomeOf(logs().trim({kAt + 4}, 100 * one, 3)).value(), 3);
        QCOMPARE(outcomeOf(logs().trim({kAt + 4}, 100 * one, 3)).value(), 1);
        QCOMPARE(outcomeOf(logs().trim({kAt}, 2 * one, 100)).value(), 4);

        QVERIFY(after(job(u"job-7"_s), 0).lines.isEmpty());
        QCOMPARE(after(job(u"job-8"_s), 0).lines.size(), 1);
        QCOMPARE(number(u"SELECT bytes FROM log_ends WHERE entity = ''"_s), 2 * one);
    }

    void aDamagedTextIsAnErrorNotACrash()
    {
        const QByteArray whole = logTextOf({LogLine{0, {kAt}, LogStream::Output, {}, {}, u"hello"_s}}, {kAt});
        for (qsizetype i = 1; i < whole.size(); ++i)
            QVERIFY(!logLinesOf(whole.first(i), {kAt}));
        for (int byte = 3; byte < 256; ++byte)
            QVERIFY(!logLinesOf(QByteArray(1, char(byte)) + whole.sliced(1), {kAt}));
        append({chunkOf(u"agent/hello"_s, {}, {u"1"_s})});
        {
            const auto connection = SqlConnection::open(m_folder->filePath(u"muster.sqlite"_s));
            QVERIFY((*connection)->run(u"UPDATE log_texts SET text = x'ff00'"_s));
        }
        QCOMPARE(outcomeOf(logs().after(entity(u"agent/hello"_s), 0, 10, 1000)).error().kind, ErrorKind::Storage);
    }

    //! So that whoever comes after a kill knows what it need not get again.
    void aMarkIsKeptWithTheLinesOrNotAtAll()
    {
        LogChunk mark{{}, {}, NodeId(u"w1"_s), {}, {u"log-1"_s, 7}};
        append({chunkOf(u"agent/hello"_s, {}, {u"1"_s}), mark});
        mark.mark = {u"log-2"_s, 3};
        append({mark});
        open();
        const QHash<NodeId, LogMark> expected{{NodeId(u"w1"_s), {u"log-2"_s, 3}}};
        QCOMPARE(outcomeOf(logs().marks()).value(), expected);

        {
            const auto connection = SqlConnection::open(m_folder->filePath(u"muster.sqlite"_s));
            QVERIFY((*connection)->run(u"CREATE TRIGGER broken BEFORE INSERT ON log_chunks BEGIN SELECT RAISE(ABORT, 'no'); END"_s));
        }
        mark.mark.number = 4;
        QVERIFY(!outcomeOf(logs().append({mark, chunkOf(u"agent/hello"_s, {}, {u"2"_s})})));
        QCOMPARE(outcomeOf(logs().marks()).value(), expected);
        QCOMPARE(after({.entity = *EntityRef::parse(u"agent/hello"_s, {})}, 0).lines.size(), 1);
    }

private:
    static constexpr qint64 kAt = 1'800'000'000'000;

    void open()
    {
        m_stores.reset();
        auto opened = openSqliteStores(m_folder->path());
        QVERIFY_RESULT(opened);
        m_stores = std::move(*opened);
    }
    LogStore &logs() { return m_stores->logs(); }
    static LogSource entity(const QString &text) { return {.entity = *EntityRef::parse(text, {})}; }
    static LogSource job(const QString &id) { return {.entity = std::nullopt, .job = JobId(id)}; }
    static LogChunk chunkOf(const QString &entity, const QString &job, const QStringList &texts)
    {
        LogChunk chunk{*EntityRef::parse(entity, {}), JobId(job), NodeId(u"w1"_s), {}};
        for (const QString &text : texts)
            chunk.lines.append(LogLine{0, {kAt}, LogStream::Output, {}, {}, text});
        return chunk;
    }
    QList<LogNumbers> append(const QList<LogChunk> &chunks) { return outcomeOf(logs().append(chunks)).value(); }
    LogPage after(const LogSource &source, quint64 number, int most = 10'000)
    {
        return outcomeOf(logs().after(source, number, most, 1 << 24)).value();
    }
    qint64 number(const QString &query)
    {
        const auto connection = SqlConnection::open(m_folder->filePath(u"muster.sqlite"_s));
        return connection ? (*connection)->number(query).value_or(-1) : -1;
    }
    static QStringList textsOf(const QList<LogLine> &lines)
    {
        QStringList texts;
        for (const LogLine &line : lines)
            texts.append(line.text);
        return texts;
    }
    static QList<quint64> numbersOf(const QList<LogLine> &lines)
    {
        QList<quint64> numbers;
        for (const LogLine &line : lines)
            numbers.append(line.number);
        return numbers;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Stores> m_stores;
};

QTEST_GUILESS_MAIN(tst_SqlLogStore)
#include "tst_SqlLogStore.moc"
