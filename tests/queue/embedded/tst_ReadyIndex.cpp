// SPDX-License-Identifier: Apache-2.0
#include "core/queue/embedded/ReadyIndex.h"

#include <QTest>

#include <random>

using namespace muster;

//! The index beside a store that is only a sorted set.
class tst_ReadyIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windowGivesInOrder()
    {
        ReadyIndex index;
        for (const qint64 number : {3, 1, 2})
            index.insert(1, {.priority = 0, .number = number});
        index.insert(1, {.priority = 9, .number = 4});

        QCOMPARE(take(&index), 4);
        QCOMPARE(take(&index), 1);
        QCOMPARE(index.waiting(1), 2);
    }

    void beyondTheWindowTheStoreIsAsked()
    {
        ReadyIndex index(2, 100);
        for (qint64 number = 1; number <= 5; ++number)
            index.insert(1, {.priority = 0, .number = number});
        QCOMPARE(take(&index), 1);
        QCOMPARE(take(&index), 2);
        QVERIFY(index.isShort(1));
        QVERIFY(!index.next(1));
        index.insert(1, {.priority = 0, .number = 6}); // Not before those that the store has.
        QVERIFY(!index.next(1));

        index.fill(1, {{0, 3}, {0, 4}}, 2);

        QCOMPARE(take(&index), 3);
        QCOMPARE(index.waiting(1), 3);
    }

    void anUrgentJobPushesTheLastOut()
    {
        ReadyIndex index(2, 100);
        for (qint64 number = 1; number <= 2; ++number)
            index.insert(1, {.priority = 0, .number = number});
        index.insert(1, {.priority = 1, .number = 3});

        QCOMPARE(take(&index), 3);
        QCOMPARE(take(&index), 1);
        QVERIFY(index.isShort(1));
    }

    void pickedJobsAreNotFilledAgain()
    {
        ReadyIndex index(1, 100);
        index.insert(1, {.priority = 0, .number = 1});
        index.insert(1, {.priority = 0, .number = 2});
        index.pick(1, {.priority = 0, .number = 1});
        index.fill(1, {{0, 1}, {0, 2}}, index.wanted());
        QCOMPARE(index.next(1), std::optional(ReadyJob{0, 2}));

        index.settle(1, {0, 1}, ReadyIndex::Settled::Back);

        QCOMPARE(index.next(1), std::optional(ReadyJob{0, 1}));
    }

    void allWindowsTogetherAreBounded()
    {
        ReadyIndex index(100, 10);
        for (qint64 number = 1; number <= 40; ++number)
            index.insert(number % 20, {.priority = 0, .number = number});
        int held = 0;
        for (qint64 lane = 0; lane < 20; ++lane)
            held += index.next(lane) ? 1 : 0;
        QVERIFY(held <= 10);
        QVERIFY(index.isShort(19));
    }

    void anyOrderOfWordsGivesWhatTheStoreWould()
    {
        std::mt19937 random(7);
        ReadyIndex index(4, 12);
        std::set<ReadyJob> store[3];
        qint64 number = 0;
        for (int step = 0; step < 200'000; ++step) {
            const auto lane = static_cast<qint64>(random() % 3);
            std::set<ReadyJob> &kept = store[lane];
            if (static_cast<int>(random() % 5) < 2 + step / 500 % 2) { // It fills, and it empties.
                const ReadyJob job{static_cast<int>(random() % 3), ++number};
                kept.insert(job);
                index.insert(lane, job);
            } else if (!kept.empty() && random() % 4 == 0) {
                const ReadyJob job = *std::next(kept.begin(), static_cast<std::ptrdiff_t>(random() % kept.size()));
                kept.erase(job);
                index.remove(lane, job);
            } else if (!kept.empty()) {
                fillIfShort(&index, lane, kept);
                QCOMPARE(index.next(lane), std::optional(*kept.begin()));
                index.pick(lane, *kept.begin());
                const bool isBack = random() % 4 == 0;
                index.settle(lane, *kept.begin(), isBack ? ReadyIndex::Settled::Back : ReadyIndex::Settled::Claimed);
                if (!isBack)
                    kept.erase(kept.begin());
            }
            QCOMPARE(index.waiting(lane), static_cast<qint64>(kept.size()));
        }
    }

private:
    static qint64 take(ReadyIndex *index)
    {
        const ReadyJob job = index->next(1).value();
        index->pick(1, job);
        index->settle(1, job, ReadyIndex::Settled::Claimed);
        return job.number;
    }
    static void fillIfShort(ReadyIndex *index, qint64 lane, const std::set<ReadyJob> &kept)
    {
        if (!index->isShort(lane))
            return;
        QList<ReadyJob> front;
        const int asked = index->wanted();
        for (auto job = kept.begin(); job != kept.end() && front.size() < asked; ++job)
            front.append(*job);
        index->fill(lane, front, asked);
    }
};

QTEST_APPLESS_MAIN(tst_ReadyIndex)
#include "tst_ReadyIndex.moc"
