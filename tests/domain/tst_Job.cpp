// SPDX-License-Identifier: Apache-2.0
#include "core/domain/Job.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_Job : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
