// SPDX-License-Identifier: Apache-2.0
// A node against a cluster that answers whatever a case wants: M-7's table, M-6, M-8, pings, the goodbye.

#include "core/base/Clock.h"
#include "core/controlplane/LocalNode.h"

#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

Error errorOf(ErrorKind kind, const QString &code = {})
{
    return {.kind = kind, .where = u"scripted"_s, .what = u"no"_s, .code = code, .field = {}};
}

//! Answers announcements and beats from lists; an empty list means yes.
class ScriptedCluster final : public Cluster
{
public:
    Features features() const override { return Feature::Announce; }
    LinkReport link() const override { return {}; }

    Future<Welcome> announce(Announcement announcement) override
    {
        announcements.append(announcement.who.id.text());
        if (!announceErrors.isEmpty())
            return failed<Welcome>(announceErrors.takeFirst());
        return muster::ready(Welcome{.node = {}, .beatInterval = interval, .offlineAfter = 3 * interval});
    }
    Future<BeatReply> beat(Heartbeat heartbeat) override
    {
        beats.append(heartbeat);
        if (silent)
            return silence.future();
        if (!beatErrors.isEmpty())
            return failed<BeatReply>(beatErrors.takeFirst());
        return muster::ready(
            BeatReply{.beatInterval = interval, .offlineAfter = 3 * interval, .ping = std::exchange(ping, {})});
    }
    Future<void> leave(Departure departure) override
    {
        departures.append(departure.node.text());
        return silent ? never.future() : muster::ready();
    }

    milliseconds interval{10'000};
    QList<Error> announceErrors;
    QList<Error> beatErrors;
    QStringList announcements;
    QList<Heartbeat> beats;
    QStringList departures;
    QString ping;
    bool silent = false;
    Pending<BeatReply> silence;
    Pending<void> never;

protected:
    void startUp() override {}
    void shutDown() override {}
};

class FixedProbe final : public HostProbe
{
public:
    HostFacts facts() override { return {}; }
    Load sample() override { return load; }
    Load load{.cpu = 0.5, .load1 = 1.0, .memoryUsedBytes = 1, .memoryTotalBytes = 2, .jobsRunning = {}};
};

struct Bench {
    SystemClock clock;
    ScriptedCluster cluster;
    FixedProbe probe;
    LocalNode node{cluster, probe, clock, setup()};
    QList<LocalNodeState> states;

    Bench()
    {
        QObject::connect(&node, &LocalNode::stateChanged, &node,
                         [this](const LocalNodeReport &report) { states.append(report.state); });
    }
    static LocalNodeSetup setup()
    {
        LocalNodeSetup setup;
        setup.who.id = NodeId(u"node-a"_s);
        setup.instance = Secret("key");
        return setup;
    }
};

} // namespace

class tst_LocalNode final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void registersWithAnAcceptedBeatAndNotBefore()
    {
        Bench bench;
        QSignalSpy first(&bench.node, &LocalNode::firstBeatAccepted);

        bench.node.start();
        QVERIFY(!bench.node.isRegistered()); // Announced, but not yet beaten.

        QTRY_VERIFY_WITH_TIMEOUT(bench.node.isRegistered(), 2000);
        QCOMPARE(first.count(), 1);
        QCOMPARE(bench.states, (QList{LocalNodeState::Announcing, LocalNodeState::Beating}));
        QCOMPARE(bench.cluster.beats[0].load.cpu.value(), 0.5);
        QVERIFY(bench.cluster.beats[0].sentAt.has_value());
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
        Bench bench;
        bench.cluster.announceErrors = {errorOf(kind, code)};
        QSignalSpy refusals(&bench.node, &LocalNode::refusedAtFirstContact);

        bench.node.start();

        QCOMPARE(bench.node.report().state, state);
        QVERIFY(!bench.node.isRegistered());
        QCOMPARE(bench.node.report().cause.what, u"no"_s);
        QVERIFY(bench.node.report().retryIn.has_value());
        QCOMPARE(bench.node.report().attempt, 1);
        const bool isFinal = state == LocalNodeState::NotLetIn || state == LocalNodeState::DuplicateId;
        QCOMPARE(refusals.count(), isFinal ? 1 : 0);

        bench.node.retryNow(); // The server thinks better of it.
        QTRY_VERIFY_WITH_TIMEOUT(bench.node.isRegistered(), 2000);
    }

    void aBeatThatFailsEndsBeingRegistered()
    {
        Bench bench;
        bench.node.start();
        QTRY_VERIFY_WITH_TIMEOUT(bench.node.isRegistered(), 2000);
        bench.cluster.beatErrors = {errorOf(ErrorKind::Unreachable)};
        QSignalSpy refusals(&bench.node, &LocalNode::refusedAtFirstContact);

        bench.node.retryNow();
        QCOMPARE(bench.node.report().state, LocalNodeState::Unreachable);

        bench.node.retryNow();
        QVERIFY(bench.node.isRegistered());
        QCOMPARE(bench.cluster.announcements.size(), 1); // It was known all the time: a beat is enough.
        QCOMPARE(refusals.count(), 0);
    }

    void aForgottenNodeAnnouncesItselfAgainAtOnce()
    {
        Bench bench;
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
        Bench bench;
        for (int i = 0; i < 1000; ++i)
            bench.cluster.beatErrors.append(errorOf(ErrorKind::NotFound, u"announce-first"_s));

        bench.node.start();
        QTRY_VERIFY_WITH_TIMEOUT(bench.states.count(LocalNodeState::AnnounceFirst) >= 3, 5000);

        QVERIFY(bench.cluster.announcements.size() < 20);
        QVERIFY(!bench.node.isRegistered());
    }

    void aTwinThatTookOurIdMakesUsAnnounceAgain()
    {
        Bench bench;
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
        Bench bench;
        bench.cluster.ping = u"question-1"_s;

        bench.node.start();

        QTRY_COMPARE_WITH_TIMEOUT(bench.cluster.beats.size(), 2, 2000);
        QCOMPARE(bench.cluster.beats[0].answersPing, QString());
        QCOMPARE(bench.cluster.beats[1].answersPing, u"question-1"_s);
        QVERIFY(bench.cluster.beats[1].sequence > bench.cluster.beats[0].sequence);
    }

    void keepsTheIntervalHandedOut()
    {
        Bench bench;
        bench.cluster.interval = milliseconds(100);

        bench.node.start();

        QTRY_VERIFY_WITH_TIMEOUT(bench.cluster.beats.size() >= 4, 3000);
    }

    void oneBeatIsUnderWayAtATime()
    {
        Bench bench;
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
        Bench bench;
        bench.node.start();
        QTRY_VERIFY_WITH_TIMEOUT(bench.node.isRegistered(), 2000);

        const Future<void> left = bench.node.leave();

        QTRY_VERIFY_WITH_TIMEOUT(left.isFinished(), 2000);
        QCOMPARE(bench.cluster.departures, QStringList{u"node-a"_s});
        QCOMPARE(bench.node.report().state, LocalNodeState::Stopped);
    }

    void saysNothingWhenItWasNeverLetIn()
    {
        Bench bench;
        bench.cluster.announceErrors = {errorOf(ErrorKind::Refused)};
        bench.node.start();

        const Future<void> left = bench.node.leave();

        QTRY_VERIFY_WITH_TIMEOUT(left.isFinished(), 2000);
        QVERIFY(bench.cluster.departures.isEmpty());
    }

    void aGoodbyeWithoutAnswerIsGivenUp()
    {
        Bench bench;
        bench.node.start();
        QTRY_VERIFY_WITH_TIMEOUT(bench.node.isRegistered(), 2000);
        bench.cluster.silent = true;

        const Future<void> left = bench.node.leave();

        QTRY_VERIFY_WITH_TIMEOUT(left.isFinished(), 5000);
    }

    void anAnswerAfterStopChangesNothing()
    {
        Bench bench;
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
        Bench bench;
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
