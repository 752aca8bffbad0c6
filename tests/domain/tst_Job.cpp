// SPDX-License-Identifier: Apache-2.0
#include "core/domain/QueueCount.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_Job : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachStateHasItsNumber()
    {
        QueueFacts queue;
        qint64 next = 1;
        for (const JobState state : {JobState::Waiting, JobState::Delayed, JobState::Active, JobState::Completed, JobState::Failed, JobState::Cancelled})
            countOf(queue, state) = next++;
        QCOMPARE(queue.waiting, 1);
        QCOMPARE(queue.delayed, 2);
        QCOMPARE(queue.active, 3);
        QCOMPARE(queue.completed, 4);
        QCOMPARE(queue.failed, 5);
        QCOMPARE(queue.cancelled, 6);
        QCOMPARE(countOf(std::as_const(queue), JobState::Failed), 5);
    }
    void statesAreReadBack()
    {
        for (const JobState state : kJobStates)
            QCOMPARE(*jobStateOf(wordOf(state), {}), state);
        QCOMPARE(jobStateOf(u"done"_s, u"state"_s).error().field, u"state"_s);
    }

    void onlyAPersonBringsAJobBack()
    {
        for (const JobState from : kJobStates) {
            for (const JobState to : kJobStates) {
                if (isOver(from))
                    QCOMPARE(mayFollow(from, to), to == JobState::Waiting);
                QVERIFY(from != to || !mayFollow(from, to));
            }
        }
        QVERIFY(mayFollow(JobState::Delayed, JobState::Waiting));
        QVERIFY(!mayFollow(JobState::Delayed, JobState::Active)); // It becomes due first.
        QVERIFY(!mayFollow(JobState::Waiting, JobState::Completed));
    }

    void theQueueIsTheKind()
    {
        QCOMPARE(queueOf(*EntityRef::parse(u"browser/acme:scraper-7"_s, {})), u"browser"_s);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_Job)
#include "tst_Job.moc"
