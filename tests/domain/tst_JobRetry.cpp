// SPDX-License-Identifier: Apache-2.0
#include "core/domain/JobRetry.h"

#include "core/base/Limits.h"

#include <QTest>

namespace muster {

using namespace Qt::StringLiterals;

//! retries are honest.
class tst_JobRetry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pausesDoubleWithinATenth()
    {
        RetryFacts facts;
        facts.attempts = 100;
        for (int made = 1; made < 60; ++made) {
            facts.attemptsMade = made;
            const double whole = std::min(1000.0 * std::pow(2.0, made - 1), double(limits::kJobBackoffMost.count()));
            for (const double chance : {0.0, 0.5, 0.999}) {
                const auto pause = retryAfter(AttemptEnd::Failed, facts, chance);
                QVERIFY(pause);
                QVERIFY(double(pause->count()) >= whole * 0.9 - 1 && double(pause->count()) <= whole * 1.1 + 1);
                QVERIFY(*pause <= limits::kJobBackoffMost);
            }
        }
    }

    void attemptsNeverExceedTheirNumber()
    {
        for (int attempts = 1; attempts <= 5; ++attempts) {
            for (int made = 1; made <= 6; ++made) {
                const RetryFacts facts{made, attempts, 0, milliseconds(10)};
                QCOMPARE(retryAfter(AttemptEnd::Failed, facts, 0.5).has_value(), made < attempts);
                QCOMPARE(retryAfter(AttemptEnd::NodeLost, facts, 0.5), std::optional(milliseconds(0))); // Not the job's doing.
                QCOMPARE(retryAfter(AttemptEnd::Requeued, facts, 0.5), std::optional(milliseconds(0)));
            }
        }
    }

    void aJobThatKillsItsNodesEnds()
    {
        RetryFacts facts{1, 100, 0, milliseconds(1000)};
        for (facts.nodesLost = 1; facts.nodesLost < limits::kJobCrashes; ++facts.nodesLost)
            QCOMPARE(retryAfter(AttemptEnd::NodeLost, facts, 0.5), std::optional(milliseconds(0)));
        QCOMPARE(retryAfter(AttemptEnd::NodeLost, facts, 0.5), std::nullopt);
        facts.attempts = 1;
        QCOMPARE(retryAfter(AttemptEnd::NodeLost, facts, 0.5), std::nullopt);
    }

    void onlyFailuresCount()
    {
        QVERIFY(countsAsMade(AttemptEnd::Failed));
        QVERIFY(!countsAsMade(AttemptEnd::NodeLost));
        QVERIFY(!countsAsMade(AttemptEnd::Requeued));
    }

    void errorsSayWhoseTheyAre()
    {
        const JobError error{u"exit-status"_s, u"it ended with 3"_s};
        QCOMPARE(endedAttempt(2, error), (JobError{u"exit-status"_s, u"attempt 2 ended: it ended with 3"_s}));
        const JobError limit = crashLimit({u"node-lost"_s, u"w1 was lost while it ran this"_s});
        QCOMPARE(limit.code, u"crash-limit"_s);
        QCOMPARE(limit.text, u"w1 was lost while it ran this; it has lost 3 nodes, so it is not run again by itself"_s);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_JobRetry)
#include "tst_JobRetry.moc"
