// SPDX-License-Identifier: Apache-2.0
// a holder stands still for longer than its lock, its job runs elsewhere, it wakes. Of all that both say, one end counts.
#include "core/queue/embedded/EmbeddedQueue.h"
#include "core/store/Stores.h"
#include "tests/queue/faults/RecordingVfs.h"
#include "tests/queue/faults/Runs.h"
#include "tests/support/ManualClock.h"
#include "tests/support/Outcome.h"

#include <QTemporaryDir>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_Zombies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_stores = openSqliteStores(m_folder->filePath(u"data"_s)).value();
        m_queue = std::make_unique<EmbeddedQueue>(m_stores->jobs(), m_clock);
        QVERIFY_RESULT(outcomeOf(m_queue->open()));
        m_random.seed(toldSeed());
    }
    void cleanup()
    {
        m_queue.reset();
        m_stores.reset();
    }

    void oneEndCounts()
    {
        for (int run = 0; run < wantedRuns(200) && !QTest::currentTestFailed(); ++run) {
            const auto [zombie, heir] = standStill();
            QCOMPARE(acceptedOf({zombie, zombie, heir, heir}), 1);
        }
    }

    //! The test can fail: a zombie that could speak with the number of its heir would be believed.
    void withoutTheNumberTheZombieIsBelieved()
    {
        const auto [zombie, heir] = standStill();
        QCOMPARE(zombie.job, heir.job);

        QVERIFY_RESULT(outcomeOf(m_queue->complete({zombie.job, heir.number}, "\"zombie\"")));
        QVERIFY(!outcomeOf(m_queue->complete(heir, "\"heir\"")));
    }

private:
    //! An attempt that lost its lock, and the one that follows.
    std::pair<AttemptToken, AttemptToken> standStill()
    {
        NewJob job;
        job.request.entity = EntityRef::parse(u"agent/a1"_s, u"entity"_s).value();
        job.request.payload = "{}";
        (void)outcomeOf(m_queue->add({job}));
        const AttemptToken zombie = claim(u"n1"_s);
        if (m_random() % 2) {
            (void)outcomeOf(m_queue->holderLost(NodeId(u"n1"_s)));
        } else {
            for (milliseconds passed(0); passed <= limits::kJobLock; passed += milliseconds(1000)) {
                m_clock.advance(milliseconds(1000));
                (void)outcomeOf(m_queue->sweep());
            }
        }
        return {zombie, claim(u"n2"_s)};
    }
    AttemptToken claim(const QString &holder)
    {
        return outcomeOf(m_queue->claim({u"agent/a1"_s}, 1, NodeId(holder))).value().first().attempt;
    }
    //! How many of \a words, in any order and all at once, were accepted; late ones must be told so.
    int acceptedOf(QList<AttemptToken> words)
    {
        std::shuffle(words.begin(), words.end(), m_random);
        const AttemptToken newest = *std::max_element(
            words.begin(), words.end(), [](const AttemptToken &a, const AttemptToken &b) { return a.number < b.number; });
        QList<Future<void>> answers;
        for (const AttemptToken &one : std::as_const(words)) {
            const bool fails = m_random() % 2 && one != newest;
            answers.append(fails ? m_queue->fail(one, {u"x"_s, u"y"_s}, AttemptEnd::Failed) : m_queue->complete(one, "1"));
        }
        int accepted = 0;
        for (const Future<void> &one : answers) {
            const Result<void> answer = outcomeOf(one);
            accepted += answer ? 1 : 0;
            if (!answer && answer.error().code != u"late-attempt"_s)
                return -1;
        }
        return accepted;
    }

    RecordingVfs m_vfs; // Makes syncs free.
    ManualClock m_clock;
    std::mt19937 m_random;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Stores> m_stores;
    std::unique_ptr<EmbeddedQueue> m_queue;
};

QTEST_GUILESS_MAIN(tst_Zombies)
#include "tst_Zombies.moc"
