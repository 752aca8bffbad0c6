// SPDX-License-Identifier: Apache-2.0
// A node against a cluster that answers whatever a case wants: M-7's table, M-6, M-8, pings, the goodbye.

#include "tests/controlplane/NodeBench.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_LocalNode final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void registersWithAnAcceptedBeatAndNotBefore()
    {
        NodeBench bench;
        QSignalSpy first(&bench.node, &LocalNode::firstBeatAccepted);

        bench.node.start();
        QVERIFY(!bench.node.isRegistered()); // Announced, but not yet beaten.

        QTRY_VERIFY_WITH_TIMEOUT(bench.node.isRegistered(), 2000);
        QCOMPARE(first.count(), 1);
        QCOMPARE(bench.states, (QList{LocalNodeState::Announcing, LocalNodeState::Beating}));
        QCOMPARE(bench.cluster.beats[0].load.cpu.value(), 0.5);
        QVERIFY(bench.cluster.beats[0].sentAt.has_value());
    }

    //! A control plane that started anew may have missed the last news; its beats go on as if nothing had been.
    void whatRunsHereIsToldOnceAndAgainWhenAsked()
    {
        NodeBench bench;
        bench.node.start();
        QTRY_VERIFY_WITH_TIMEOUT(bench.node.isRegistered(), 5000);
        bench.node.setWork({{u"agent/bot"_s, u"bot"_s, {}, u"running"_s, 4712}}, 0);
        const auto lastHasAgents = [&bench] { return bench.cluster.beats.constLast().agents.has_value(); };
        QTRY_VERIFY_WITH_TIMEOUT(lastHasAgents(), 5000);
        bench.node.retryNow();
        QTRY_VERIFY_WITH_TIMEOUT(!lastHasAgents(), 5000);

        bench.node.tellWorkAgain();
        bench.node.retryNow();

        QTRY_VERIFY_WITH_TIMEOUT(lastHasAgents(), 5000);
        QVERIFY(bench.cluster.beats.constLast().agents->constFirst().pid == 4712);
    }

    //! It changes all the time: it must not be in every beat, nor make one.
    void whatAgentsTakeMakesNoBeatOfItsOwn()
    {
        NodeBench bench;
        bench.node.start();
        QTRY_VERIFY_WITH_TIMEOUT(bench.node.isRegistered(), 5000);
        Agent agent;
        agent.id = u"agent/bot"_s;
        agent.state = u"running"_s;
        bench.node.setWork({agent}, 0);
        const auto told = [&bench] { return bench.cluster.beats.constLast().agents.value_or(QList<Agent>()); };
        QTRY_VERIFY_WITH_TIMEOUT(!told().isEmpty(), 5000);
        const auto beatOnce = [&bench] {
            const qsizetype before = bench.cluster.beats.size();
            bench.node.retryNow();
            return QTest::qWaitFor([&] { return bench.cluster.beats.size() > before; }, 5000);
        };

        agent.memoryBytes = 50'000'000;
        agent.cpu = 0.5;
        bench.node.setWork({agent}, 0);
        QVERIFY(beatOnce()); // Known for the first time: with the next one.
        QCOMPARE(told(), QList{agent});

        agent.memoryBytes = 90'000'000;
        bench.node.setWork({agent}, 0);
        QVERIFY(beatOnce());
        QVERIFY(told().isEmpty()); // Too soon after the last.

        agent.restarts = 1;
        bench.node.setWork({agent}, 0);
        QTRY_COMPARE_WITH_TIMEOUT(told(), QList{agent}, 5000); // By itself, and with all that is known.
    }

    void eachRefusalHasItsOwnState_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("code");
        QTest::addColumn<LocalNodeState>("state");
        using enum LocalNodeState;
        QTest::newRow("401") << ErrorKind::Refused << u"not-authenticated"_s << NotLetIn;
        QTest::newRow("403") << ErrorKind::Refused << QString() << NotLetIn;
        QTest::newRow("404 forgotten") << ErrorKind::NotFound << u"announce-first"_s << LocalNodeState::AnnounceFirst;
        QTest::newRow("404 no such route") << ErrorKind::NotFound << QString() << ServerBroken;
        QTest::newRow("409") << ErrorKind::Conflict << u"duplicate-id"_s << DuplicateId;
        QTest::newRow("429") << ErrorKind::Busy << u"too-many-requests"_s << LocalNodeState::Busy;
        QTest::newRow("503") << ErrorKind::Busy << QString() << LocalNodeState::Busy;
        QTest::newRow("500") << ErrorKind::Internal << QString() << ServerBroken;
        QTest::newRow("store full") << ErrorKind::Storage << QString() << ServerBroken;
        QTest::newRow("garbage") << ErrorKind::Protocol << QString() << ServerBroken;
        QTest::newRow("another key") << ErrorKind::Protocol << u"tls-pin-differs"_s << NotTrusted;
        QTest::newRow("nobody vouches") << ErrorKind::Protocol << u"tls-not-trusted"_s << NotTrusted;
        QTest::newRow("cut in the handshake") << ErrorKind::Protocol << u"tls-handshake"_s << ServerBroken;
        QTest::newRow("400") << ErrorKind::Invalid << QString() << ServerBroken;
        QTest::newRow("501") << ErrorKind::Unsupported << QString() << ServerBroken;
        QTest::newRow("closed") << ErrorKind::Unreachable << QString() << LocalNodeState::Unreachable;
        QTest::newRow("no answer") << ErrorKind::Timeout << QString() << LocalNodeState::Unreachable;
        QTest::newRow("gone under the call") << ErrorKind::Cancelled << QString() << LocalNodeState::Unreachable;
    }
    void eachRefusalHasItsOwnState()
    {
        QFETCH(ErrorKind, kind);
        QFETCH(QString, code);
        QFETCH(LocalNodeState, state);
        NodeBench bench;
        bench.cluster.announceErrors = {errorOf(kind, code)};
        QSignalSpy refusals(&bench.node, &LocalNode::refusedAtFirstContact);

        bench.node.start();

        QCOMPARE(bench.node.report().state, state);
        QVERIFY(!bench.node.isRegistered());
        QCOMPARE(bench.node.report().cause.what, u"no"_s);
        QVERIFY(bench.node.report().retryIn.has_value());
        QCOMPARE(bench.node.report().attempt, 1);
        QCOMPARE(refusals.count(), needsPerson(state) ? 1 : 0);

        bench.node.retryNow(); // The server thinks better of it.
        QTRY_VERIFY_WITH_TIMEOUT(bench.node.isRegistered(), 2000);
    }

    void aBeatThatFailsEndsBeingRegistered()
    {
        NodeBench bench;
        bench.node.start();
        QTRY_VERIFY_WITH_TIMEOUT(bench.node.isRegistered(), 2000);
        bench.cluster.beatErrors = {errorOf(ErrorKind::Unreachable)};
        QSignalSpy refusals(&bench.node, &LocalNode::refusedAtFirstContact);

        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"is announced, but its beats fail, unreachable"_s));
        bench.node.retryNow();
        QCOMPARE(bench.node.report().state, LocalNodeState::Unreachable);

        bench.node.retryNow();
        QVERIFY(bench.node.isRegistered());
        QCOMPARE(bench.cluster.announcements.size(), 1); // It was known all the time: a beat is enough.
        QCOMPARE(refusals.count(), 0);
    }

    void aForgottenNodeAnnouncesItselfAgainAtOnce()
    {
        NodeBench bench;
        bench.node.start();
        QTRY_VERIFY_WITH_TIMEOUT(bench.node.isRegistered(), 2000);
        bench.cluster.beatErrors = {errorOf(ErrorKind::NotFound, u"announce-first"_s)};

        bench.node.retryNow();

        QCOMPARE(bench.node.report().state, LocalNodeState::AnnounceFirst);
        QCOMPARE(bench.node.report().retryIn.value(), milliseconds(0));
        QTRY_VERIFY_WITH_TIMEOUT(bench.node.isRegistered(), 2000);
        QCOMPARE(bench.cluster.announcements.size(), 2);
    }

    void aServerThatForgetsForeverIsNotHammered()
    {
        NodeBench bench;
        for (int i = 0; i < 1000; ++i)
            bench.cluster.beatErrors.append(errorOf(ErrorKind::NotFound, u"announce-first"_s));

        bench.node.start();
        QTRY_VERIFY_WITH_TIMEOUT(bench.states.count(LocalNodeState::AnnounceFirst) >= 3, 5000);

        QVERIFY(bench.cluster.announcements.size() < 20);
        QVERIFY(!bench.node.isRegistered());
    }

    void aTwinThatTookOurIdMakesUsAnnounceAgain()
    {
        NodeBench bench;
        bench.node.start();
        QTRY_VERIFY_WITH_TIMEOUT(bench.node.isRegistered(), 2000);
        bench.cluster.beatErrors = {errorOf(ErrorKind::Conflict, u"duplicate-id"_s)};

        bench.node.retryNow();
        QCOMPARE(bench.node.report().state, LocalNodeState::DuplicateId);
        bench.node.retryNow();

        QCOMPARE(bench.cluster.announcements.size(), 2);
    }

    void answersAPingWithABeatAtOnce()
    {
        NodeBench bench;
        bench.cluster.ping = u"question-1"_s;

        bench.node.start();

        QTRY_COMPARE_WITH_TIMEOUT(bench.cluster.beats.size(), 2, 2000);
        QCOMPARE(bench.cluster.beats[0].answersPing, QString());
        QCOMPARE(bench.cluster.beats[1].answersPing, u"question-1"_s);
        QVERIFY(bench.cluster.beats[1].sequence > bench.cluster.beats[0].sequence);
    }

    void keepsTheIntervalHandedOut()
    {
        NodeBench bench;
        bench.cluster.interval = milliseconds(100);

        bench.node.start();

        QTRY_VERIFY_WITH_TIMEOUT(bench.cluster.beats.size() >= 4, 3000);
    }

    void oneBeatIsUnderWayAtATime()
    {
        NodeBench bench;
        bench.cluster.interval = milliseconds(100);
        bench.cluster.silent = true;
        bench.node.start();
        QTRY_COMPARE_WITH_TIMEOUT(bench.cluster.beats.size(), 1, 2000);

        bench.node.retryNow();
        bench.node.retryNow();

        QCOMPARE(bench.cluster.beats.size(), 1);
    }

    void saysGoodbyeWhenItIsKnownThere()
    {
        NodeBench bench;
        bench.node.start();
        QTRY_VERIFY_WITH_TIMEOUT(bench.node.isRegistered(), 2000);

        const Future<void> left = bench.node.leave();

        QTRY_VERIFY_WITH_TIMEOUT(left.isFinished(), 2000);
        QCOMPARE(bench.cluster.departures, QStringList{u"node-a"_s});
        QCOMPARE(bench.node.report().state, LocalNodeState::Stopped);
    }

    void saysNothingWhenItWasNeverLetIn()
    {
        NodeBench bench;
        bench.cluster.announceErrors = {errorOf(ErrorKind::Refused)};
        bench.node.start();

        const Future<void> left = bench.node.leave();

        QTRY_VERIFY_WITH_TIMEOUT(left.isFinished(), 2000);
        QVERIFY(bench.cluster.departures.isEmpty());
    }

    void aGoodbyeWithoutAnswerIsGivenUp()
    {
        NodeBench bench;
        bench.node.start();
        QTRY_VERIFY_WITH_TIMEOUT(bench.node.isRegistered(), 2000);
        bench.cluster.silent = true;

        const Future<void> left = bench.node.leave();

        QTRY_VERIFY_WITH_TIMEOUT(left.isFinished(), 5000);
    }

    void anAnswerAfterStopChangesNothing()
    {
        NodeBench bench;
        bench.cluster.silent = true;
        bench.node.start();
        QTRY_COMPARE_WITH_TIMEOUT(bench.cluster.beats.size(), 1, 2000);

        bench.node.stop();
        bench.cluster.silence.finish(BeatReply{.beatInterval = milliseconds(100), .offlineAfter = {}, .ping = {}});
        QTest::qWait(50); // Time for a wrong answer to arrive.

        QCOMPARE(bench.node.report().state, LocalNodeState::Stopped);
    }

    void startsAgainAfterStop()
    {
        NodeBench bench;
        QSignalSpy first(&bench.node, &LocalNode::firstBeatAccepted);
        bench.node.start();
        QTRY_COMPARE_WITH_TIMEOUT(first.count(), 1, 2000);
        bench.node.stop();
        bench.node.stop();

        bench.node.start();

        QTRY_COMPARE_WITH_TIMEOUT(first.count(), 2, 2000);
        QCOMPARE(bench.cluster.announcements.size(), 2);
    }
};

QTEST_GUILESS_MAIN(tst_LocalNode)
#include "tst_LocalNode.moc"
