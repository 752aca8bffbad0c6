// SPDX-License-Identifier: Apache-2.0
#include "core/store/JobNumber.h"
#include "core/store/Stores.h"
#include "tests/support/Outcome.h"

#include <QTemporaryDir>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr Timestamp kNow{1'800'000'000'000};
constexpr qint64 kFirst = 1'800'000'000'000'000;

EntityRef entity(const QString &text)
{
    return EntityRef::parse(text, u"entity"_s).value();
}

} // namespace

class tst_SqlJobStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        reopen();
    }
    void cleanup() { m_stores.reset(); }

    void numbersAreIdsAndBack_data()
    {
        QTest::addColumn<qint64>("number");
        for (const qint64 number : {qint64(1), qint64(31), qint64(32), kFirst, (qint64(1) << 60) - 1})
            QTest::addRow("%lld", number) << number;
    }
    void numbersAreIdsAndBack()
    {
        QFETCH(qint64, number);
        const JobId id = jobIdOf(number);
        QVERIFY(isIdText(id.text()));
        QCOMPARE(jobNumberOf(id), number);
    }

    void whatIsNoIdHasNoNumber_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"", "j", "j0", "j01", "k1", "ji", "jO", "j1234567890123", "j-1", "J1"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void whatIsNoIdHasNoNumber()
    {
        QFETCH(QString, text);
        QCOMPARE(jobNumberOf(JobId(text)), 0);
    }

    void idsSortLikeNumbers()
    {
        QVERIFY(jobIdOf(kFirst) < jobIdOf(kFirst + 1));
        QVERIFY(jobIdOf(kFirst + 31) < jobIdOf(kFirst + 32));
    }

    void aJobKeepsAllOfItselfOverARestart()
    {
        JobToAdd asked = job(kFirst, u"agent/acme:a1"_s);
        asked.request.payload = QByteArray("{\"a\":\0\xff}", 9);
        asked.request.attempts = 7;
        asked.request.backoff = milliseconds(1234);
        asked.delay = JobDelay{kNow, kNow + milliseconds(5000)};
        asked.request.priority = -3;
        asked.request.dedupeKey = u"clé"_s;
        asked.request.attemptTimeout = milliseconds(99);
        asked.createdBy = u"ann"_s;
        QVERIFY_RESULT(outcomeOf(jobs().add({asked})));

        reopen();

        const auto kept = outcomeOf(jobs().job(kFirst));
        QVERIFY_RESULT(kept);
        QCOMPARE(kept->id, jobIdOf(kFirst));
        QCOMPARE(kept->queue, u"agent"_s);
        QCOMPARE(kept->entity, asked.request.entity);
        QCOMPARE(kept->state, JobState::Delayed);
        QCOMPARE(kept->payload, asked.request.payload);
        QCOMPARE(kept->attempts, 7);
        QCOMPARE(kept->attemptsMade, 0);
        QCOMPARE(kept->backoff, milliseconds(1234));
        QCOMPARE(kept->priority, -3);
        QCOMPARE(kept->dedupeKey, u"clé"_s);
        QCOMPARE(kept->attemptTimeout, milliseconds(99));
        QCOMPARE(kept->createdAt, kNow);
        QCOMPARE(kept->createdBy, u"ann"_s);
        QCOMPARE(kept->runAt, kNow + milliseconds(5000));
    }

    void aChangeLeavesRowsInAnotherStateAlone()
    {
        QVERIFY_RESULT(outcomeOf(jobs().add({job(kFirst)})));

        const auto outcomes = outcomeOf(jobs().change({EndAttempt{.number = kFirst, .attempt = 1, .at = kNow},
                                                       RetryJob{kFirst}, DiscardJob{kFirst}, CancelJob{.number = 5, .at = kNow},
                                                       ClaimJobs{.numbers = {kFirst, 5}, .node = NodeId(u"n1"_s), .at = kNow},
                                                       ClaimJobs{.numbers = {kFirst}, .node = NodeId(u"n2"_s), .at = kNow}}));

        QVERIFY_RESULT(outcomes);
        QVERIFY((*outcomes)[0].moves.isEmpty());
        QCOMPARE((*outcomes)[1].found, JobState::Waiting);
        QCOMPARE((*outcomes)[2].found, JobState::Waiting);
        QCOMPARE((*outcomes)[3].found, std::nullopt);
        QCOMPARE((*outcomes)[4].moves.size(), 1);
        QCOMPARE((*outcomes)[4].moves[0].row.made, 1);
        QVERIFY((*outcomes)[5].moves.isEmpty());
        QCOMPARE(outcomeOf(jobs().job(kFirst)).value().node, NodeId(u"n1"_s));
    }

    void whatOpensIsWhatWasThere()
    {
        JobToAdd later = job(kFirst + 3);
        later.delay = JobDelay{kNow, kNow + milliseconds(700)};
        QVERIFY_RESULT(outcomeOf(jobs().add({job(kFirst), job(kFirst + 1), job(kFirst + 2), later})));
        QVERIFY_RESULT(outcomeOf(jobs().change({ClaimJobs{.numbers = {kFirst, kFirst + 1}, .node = NodeId(u"n1"_s), .at = kNow},
                                                EndAttempt{.number = kFirst, .attempt = 1, .result = "1", .at = kNow},
                                                PauseQueue{u"agent"_s, true}})));

        reopen();

        const auto stored = outcomeOf(jobs().open(kNow));
        QVERIFY_RESULT(stored);
        QCOMPARE(stored->lastNumber, kFirst + 3);
        QCOMPARE(stored->lanes.size(), 1);
        QCOMPARE(stored->paused, QStringList{u"agent"_s});
        QCOMPARE(stored->active.size(), 1);
        QCOMPARE(stored->active[0].number, kFirst + 1);
        QCOMPARE(stored->nextDue, kNow + milliseconds(700));
        QHash<JobState, qint64> counts;
        for (const StoredQueue::Count &count : stored->counts)
            counts[count.state] += count.jobs;
        QCOMPARE(counts, (QHash<JobState, qint64>{{JobState::Waiting, 1}, {JobState::Delayed, 1}, {JobState::Completed, 1}}));
    }

    void lanesWithoutJobsAreForgotten()
    {
        QVERIFY_RESULT(outcomeOf(jobs().add({job(kFirst), job(kFirst + 1, u"agent/gone"_s), job(kFirst + 2, u"agent/failed"_s)})));
        QVERIFY_RESULT(outcomeOf(jobs().change({CancelJob{.number = kFirst + 1, .at = kNow}, DiscardJob{kFirst + 1},
                                                CancelJob{.number = kFirst + 2, .at = kNow}})));
        QCOMPARE(outcomeOf(jobs().open(kNow))->lanes.size(), 2);
        reopen();
        const auto stored = outcomeOf(jobs().open(kNow));
        QVERIFY_RESULT(stored);
        QCOMPARE(stored->lanes.size(), 2);
        QCOMPARE(outcomeOf(jobs().job(kFirst + 2))->entity, entity(u"agent/failed"_s)); // It still says whose it was.
        QVERIFY_RESULT(outcomeOf(jobs().add({job(kFirst + 3, u"agent/gone"_s)}))); // Made anew.
        QCOMPARE(outcomeOf(jobs().job(kFirst + 3))->entity, entity(u"agent/gone"_s));
    }

    void pagesAreNewestFirstAndEndToEnd()
    {
        QList<JobToAdd> all;
        for (int i = 0; i < 25; ++i)
            all << job(kFirst + i, i % 2 ? u"agent/a1"_s : u"mcp/b1"_s);
        QVERIFY_RESULT(outcomeOf(jobs().add(all)));

        QList<qint64> seen;
        JobQuery query{.queue = u"mcp"_s, .most = 4};
        for (bool hasMore = true; hasMore;) {
            const auto page = outcomeOf(jobs().page(query));
            QVERIFY_RESULT(page);
            QVERIFY(page->jobs.size() <= 4);
            for (const Job &one : page->jobs)
                seen << jobNumberOf(one.id);
            hasMore = page->hasMore;
            query.after = page->jobs.last().id;
        }

        QCOMPARE(seen.size(), 13);
        QVERIFY(std::is_sorted(seen.rbegin(), seen.rend()));
        QCOMPARE(outcomeOf(jobs().page({.search = jobIdOf(kFirst + 3).text().right(4)})).value().jobs.size(), 1);
        QCOMPARE(outcomeOf(jobs().page({.entity = entity(u"agent/a1"_s)})).value().jobs.size(), 12);
        QCOMPARE(outcomeOf(jobs().page({.state = JobState::Active})).value().jobs.size(), 0);
        QCOMPARE(outcomeOf(jobs().page({.after = JobId(u"nonsense"_s)})).error().kind, ErrorKind::Invalid);
    }

    void theReserveIsSpentOnce()
    {
        QVERIFY(outcomeOf(jobs().ensureReserve()).value());
        QVERIFY(QFileInfo(m_folder->filePath(u"muster.sqlite-reserve"_s)).size() > 0);

        QVERIFY(outcomeOf(jobs().spendReserve()).value());
        QVERIFY(!outcomeOf(jobs().spendReserve()).value());

        QVERIFY(!QFileInfo::exists(m_folder->filePath(u"muster.sqlite-reserve"_s)));
    }

private:
    JobStore &jobs() { return m_stores->jobs(); }
    void reopen()
    {
        m_stores.reset();
        auto opened = openSqliteStores(m_folder->path());
        QVERIFY_RESULT(opened);
        m_stores = std::move(*opened);
    }
    static JobToAdd job(qint64 number, const QString &of = u"agent/a1"_s)
    {
        JobToAdd job{.number = number, .lane = {}, .request = {.entity = entity(of), .payload = "{}"}, .createdBy = {}, .at = kNow};
        job.lane = {.id = of.size(), .entity = job.request.entity, .queue = queueOf(job.request.entity)};
        return job;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Stores> m_stores;
};

QTEST_GUILESS_MAIN(tst_SqlJobStore)
#include "tst_SqlJobStore.moc"
