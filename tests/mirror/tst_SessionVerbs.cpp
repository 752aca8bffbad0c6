// SPDX-License-Identifier: Apache-2.0
// A change whose answer was lost is never called done or failed by guess: it is read back.
#include "core/base/Limits.h"
#include "tests/mirror/MirrorStage.h"

#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Error lost(ErrorKind kind = ErrorKind::Timeout, const QString &code = {})
{
    return {.kind = kind, .where = {}, .what = u"no answer"_s, .code = code, .field = {}};
}

} // namespace

class tst_SessionVerbs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void standingOfANodeIsReadBack_data()
    {
        QTest::addColumn<int>("verb");
        QTest::addColumn<bool>("isDone"); // It had been carried out although the answer was lost.
        for (const bool isDone : {true, false}) {
            QTest::addRow("cordon %d", isDone) << int(CommandVerb::Cordon) << isDone;
            QTest::addRow("uncordon %d", isDone) << int(CommandVerb::Uncordon) << isDone;
            QTest::addRow("drain %d", isDone) << int(CommandVerb::Drain) << isDone;
            QTest::addRow("stop %d", isDone) << int(CommandVerb::StopDrain) << isDone;
        }
    }

    void standingOfANodeIsReadBack()
    {
        QFETCH(int, verb);
        QFETCH(bool, isDone);
        MirrorStage stage(1);
        const NodeId id = MirrorStage::id(0);
        const auto which = CommandVerb(verb);
        const auto standing = [&](bool isAfter) {
            Node node = stage.node(0, NodeStatus::Online);
            node.cordoned = which == CommandVerb::Cordon ? isAfter : which != CommandVerb::Uncordon || !isAfter;
            if (which == CommandVerb::Drain ? isAfter : which == CommandVerb::StopDrain && !isAfter)
                node.drain = Drain{};
            return node;
        };
        stage.cluster->put(standing(false), NodeChange::Updated);
        QVERIFY(stage.go());
        stage.cluster->verbError = lost();
        stage.cluster->holdsSnapshots = true;
        ClusterSession &session = *stage.session;
        const Command *command = which == CommandVerb::Drain       ? session.drain(id, {})
                                 : which == CommandVerb::StopDrain ? session.stopDrain(id)
                                                                   : session.cordon(id, which == CommandVerb::Cordon);
        QTRY_COMPARE(command->state(), CommandState::Unconfirmed);
        QVERIFY(session.commands().pendingOn(id));
        QTRY_COMPARE(stage.cluster->heldSnapshots(), 1);
        if (isDone)
            stage.cluster->put(standing(true), NodeChange::Updated);
        stage.cluster->answerSnapshot();

        QTRY_COMPARE(command->state(), isDone ? CommandState::Done : CommandState::Failed);
        if (!isDone)
            QCOMPARE(command->error()->code, u"not-done"_s);
    }

    void refusedDrainIsRefused()
    {
        MirrorStage stage(1);
        QVERIFY(stage.go());
        stage.cluster->verbError = refused(u"tier"_s);
        const Command *command = stage.session->drain(MirrorStage::id(0), {});
        QTRY_COMPARE(command->state(), CommandState::Failed);
        QCOMPARE(command->error()->kind, ErrorKind::Refused);
    }

    void removalThatHappenedIsConfirmedByTheNextSnapshot_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("timeout") << int(ErrorKind::Timeout);
        QTest::newRow("line broke") << int(ErrorKind::Unreachable);
        QTest::newRow("client went") << int(ErrorKind::Cancelled);
    }

    void removalThatHappenedIsConfirmedByTheNextSnapshot()
    {
        QFETCH(int, kind);
        MirrorStage stage(3);
        QVERIFY(stage.go());
        stage.cluster->verbError = lost(ErrorKind(kind));
        stage.cluster->holdsSnapshots = true;
        const Command *removal = stage.session->remove(MirrorStage::id(1));
        QTRY_COMPARE(removal->state(), CommandState::Unconfirmed);
        QCOMPARE(removal->error()->kind, ErrorKind(kind));
        QTRY_COMPARE(stage.cluster->heldSnapshots(), 1); // It is read back at once.
        stage.cluster->take(MirrorStage::id(1));         // It had been carried out.
        stage.cluster->answerSnapshot();

        QTRY_COMPARE(removal->state(), CommandState::Done);
        QVERIFY(!removal->error());
    }

    void removalIsConfirmedByAnEventToo()
    {
        MirrorStage stage(3);
        QVERIFY(stage.go());
        stage.cluster->verbError = lost();
        stage.cluster->snapshotError = lost(ErrorKind::Busy);
        const Command *removal = stage.session->remove(MirrorStage::id(1));
        QTRY_COMPARE(removal->state(), CommandState::Unconfirmed);
        stage.cluster->snapshotError.reset();
        stage.cluster->removeNode(MirrorStage::id(1));

        QTRY_COMPARE(removal->state(), CommandState::Done);
    }

    void removalThatDidNotHappenIsSaidToBeNotDone()
    {
        MirrorStage stage(3);
        QVERIFY(stage.go());
        stage.cluster->verbError = lost();
        const Command *removal = stage.session->remove(MirrorStage::id(1));

        QTRY_COMPARE(removal->state(), CommandState::Failed);
        QCOMPARE(removal->error()->code, u"not-done"_s);
        QVERIFY(stage.session->mirror().find(MirrorStage::id(1)));
    }

    void readBackWaitsForTheLink()
    {
        MirrorStage stage(3);
        QVERIFY(stage.go());
        stage.cluster->holdsVerbs = true;
        const Command *removal = stage.session->remove(MirrorStage::id(1));
        stage.cluster->setLink(LinkState::Reconnecting);
        stage.cluster->answerVerb(lost());
        QTRY_COMPARE(removal->state(), CommandState::Unconfirmed);
        stage.pass(10min);
        QCOMPARE(removal->state(), CommandState::Unconfirmed); // However long it takes.
        stage.cluster->take(MirrorStage::id(1));
        stage.cluster->setLink(LinkState::Live);

        QTRY_COMPARE(removal->state(), CommandState::Done);
    }

    void snapshotFromBeforeProvesNothing()
    {
        MirrorStage stage(3);
        QVERIFY(stage.go());
        stage.cluster->holdsVerbs = true;
        stage.cluster->holdsSnapshots = true;
        const Command *removal = stage.session->remove(MirrorStage::id(1));
        stage.session->retryNow();
        QTRY_COMPARE(stage.cluster->heldSnapshots(), 1);
        const ClusterSnapshot before = stage.cluster->state();
        stage.cluster->answerVerb(lost());
        QTRY_COMPARE(removal->state(), CommandState::Unconfirmed);
        stage.cluster->take(MirrorStage::id(1));
        stage.cluster->answerSnapshot(before);
        QTRY_COMPARE(stage.cluster->heldSnapshots(), 1);
        QCOMPARE(removal->state(), CommandState::Unconfirmed);
        stage.cluster->answerSnapshot();

        QTRY_COMPARE(removal->state(), CommandState::Done);
    }

    void serversOwnAnswerIsBelieved()
    {
        MirrorStage stage(3);
        QVERIFY(stage.go());
        const int snapshots = stage.cluster->snapshots;
        stage.cluster->verbError = lost(ErrorKind::Unreachable, u"unreachable"_s);
        const Command *restart = stage.session->restartAgents(MirrorStage::id(1));

        QTRY_COMPARE(restart->state(), CommandState::Failed);
        QCOMPARE(restart->error()->code, u"unreachable"_s);
        QCOMPARE(stage.cluster->snapshots, snapshots);
    }

    void orderThatWasOnlyTakenIsNotReadBack()
    {
        MirrorStage stage(1);
        QVERIFY(stage.go());
        const int snapshots = stage.cluster->snapshots;
        stage.cluster->verbError = lost(ErrorKind::Timeout, u"unconfirmed"_s);
        const Command *restart = stage.session->restartAgents(MirrorStage::id(0));

        QTRY_COMPARE(restart->state(), CommandState::Failed);
        QCOMPARE(restart->error()->code, u"unconfirmed"_s);
        QCOMPARE(stage.cluster->snapshots, snapshots);
    }

    void restartIsConfirmedByOtherAgents()
    {
        MirrorStage stage(1);
        QVERIFY(stage.go());
        stage.cluster->verbError = lost();
        const Command *restart = stage.session->restartAgents(MirrorStage::id(0));
        QTRY_COMPARE(restart->state(), CommandState::Unconfirmed);
        QTRY_VERIFY(stage.session->isLive());
        QCOMPARE(restart->state(), CommandState::Unconfirmed); // Nothing to see yet: it may take a beat.
        Node node = stage.node(0, NodeStatus::Online);
        node.agents = {{.id = u"a"_s, .name = u"A"_s, .role = {}, .state = u"restarting"_s, .pid = 7}};
        stage.cluster->putNode(node);

        QTRY_COMPARE(restart->state(), CommandState::Done);
    }

    void restartThatLeavesNoTraceIsNotConfirmed()
    {
        MirrorStage stage(1);
        QVERIFY(stage.go());
        stage.cluster->verbError = lost();
        const Command *restart = stage.session->restartAgents(MirrorStage::id(0));
        QTRY_COMPARE(restart->state(), CommandState::Unconfirmed);
        QTRY_VERIFY(stage.session->isLive());
        stage.pass(3 * limits::kBeatInterval);

        QTRY_COMPARE(restart->state(), CommandState::Failed);
        QCOMPARE(restart->error()->code, u"not-confirmed"_s);
    }

    void pingIsNotReadBack()
    {
        MirrorStage stage(1);
        QVERIFY(stage.go());
        stage.cluster->verbError = lost();
        const Command *ping = stage.session->ping(MirrorStage::id(0));

        QTRY_COMPARE(ping->state(), CommandState::Failed);
        QCOMPARE(ping->error()->kind, ErrorKind::Timeout);
    }
};

QTEST_GUILESS_MAIN(tst_SessionVerbs)
#include "tst_SessionVerbs.moc"
