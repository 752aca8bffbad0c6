// SPDX-License-Identifier: Apache-2.0
#include "core/base/Limits.h"
#include "core/controlplane/PingDesk.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const NodeId kNode(u"vps-02"_s);
const SteadyTime kNow{1'000'000ms};

} // namespace

class tst_PingDesk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void latencyIsFromTheQuestionToTheAnswer()
    {
        PingDesk desk;
        const auto ping = desk.ask(kNode, kNow + 12s);
        const QString question = desk.handOut(kNode, kNow + 4s);

        desk.answer(kNode, question, kNow + 4025ms);

        QVERIFY(ping.isFinished());
        QCOMPARE(ping.result().value(), (PingReport{25.0, u"beat"_s}));
        QVERIFY(desk.handOut(kNode, kNow).isEmpty());
    }

    void lostQuestionIsHandedOutAgain()
    {
        PingDesk desk;
        const auto ping = desk.ask(kNode, kNow + 30s);
        const QString first = desk.handOut(kNode, kNow);
        const QString second = desk.handOut(kNode, kNow + 10s);

        desk.answer(kNode, second, kNow + 10003ms);

        QCOMPARE(first, second);
        QCOMPARE(ping.result().value().latencyMs, 3.0);
    }

    void allWhoAskShareOneAnswer()
    {
        PingDesk desk;
        const auto first = desk.ask(kNode, kNow + 12s);
        const QString question = desk.handOut(kNode, kNow);
        const auto second = desk.ask(kNode, kNow + 12s);

        desk.answer(kNode, question, kNow + 1ms);

        QVERIFY(first.result().has_value());
        QVERIFY(second.result().has_value());
    }

    void wrongOrEarlyAnswersAreNobodys()
    {
        PingDesk desk;
        const auto ping = desk.ask(kNode, kNow + 12s);
        desk.answer(kNode, u"ping-1"_s, kNow); // Not handed out yet: guessed.
        const QString question = desk.handOut(kNode, kNow);
        desk.answer(kNode, u"ping-99"_s, kNow);
        desk.answer(NodeId(u"other"_s), question, kNow);

        QVERIFY(!ping.isFinished());
    }

    void timeIsUpAtTheDeadline()
    {
        PingDesk desk;
        const auto early = desk.ask(kNode, kNow + 5s);
        const auto late = desk.ask(kNode, kNow + 9s);

        desk.expire(kNow + 4999ms);
        QVERIFY(!early.isFinished());
        desk.expire(kNow + 5s);

        QVERIFY(early.isFinished());
        QCOMPARE(early.result().error().kind, ErrorKind::Timeout);
        QVERIFY(!late.isFinished());
        desk.answer(kNode, desk.handOut(kNode, kNow + 6s), kNow + 6s);
        QVERIFY(late.result().has_value());
    }

    void failureEndsAll()
    {
        PingDesk desk;
        const auto ping = desk.ask(kNode, kNow + 5s);

        desk.fail(kNode, notFound(u"gone"_s));

        QCOMPARE(ping.result().error().kind, ErrorKind::NotFound);
        QVERIFY(desk.handOut(kNode, kNow).isEmpty());
    }

    void tooManyAreTurnedAway()
    {
        PingDesk desk;
        QList<Future<PingReport>> pings;
        for (int i = 0; i < limits::kPingWaiters; ++i)
            pings << desk.ask(kNode, kNow + 5s);

        const auto refused = desk.ask(kNode, kNow + 5s);

        QCOMPARE(refused.result().error().kind, ErrorKind::Busy);
        QVERIFY(!pings.last().isFinished());
    }
};

QTEST_GUILESS_MAIN(tst_PingDesk)
#include "tst_PingDesk.moc"
