// SPDX-License-Identifier: Apache-2.0
// Output over connections that break: each line once, bounded, and what is missing is said where it is missing.
#include "tests/mesh/MeshStage.h"

#include <QCoreApplication>
#include <QSignalSpy>

using namespace Qt::StringLiterals;

namespace muster {

class tst_MeshOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    //! In the log that they are missing in, and never in a frame that is too long.
    void whatWasDroppedIsToldOfWhoWroteIt()
    {
        MeshStage stage;
        QHash<QString, qint64> told;
        QObject::connect(&stage.leader, &MeshLeader::lines, &stage.leader,
                         [&told](const NodeId &, const OutputSource &source, const QList<OutputLine> &lines) {
                             QVERIFY(lines.size() <= limits::kLogBatch);
                             for (const OutputLine &line : lines)
                                 told[source.entity.text()] += line.stream == LogStream::Muster ? line.text.section(u' ', 0, 0).toLongLong() : 1;
                         });
        const QList<OutputLine> batch(limits::kLogBatch, OutputLine{LogStream::Output, QString(400, u'x')});
        for (int i = 0; i < 20; ++i) {
            for (const auto &id : {u"one"_s, u"two"_s})
                stage.handler.writeAs({agentCalled(id).ref}, batch);
        }
        QVERIFY(stage.connectBoth());
        const qint64 all = 20 * limits::kLogBatch;
        QTRY_COMPARE(told.value(u"agent/one"_s), all);
        QTRY_COMPARE(told.value(u"agent/two"_s), all);
        QVERIFY(stage.output.size() < all);
    }

    //! What a connection that broke took with it is said again, and what had come is not.
    void outputOnALineThatBreaksComesOnce()
    {
        MeshStage stage;
        QVERIFY(stage.connectBoth());
        const RunId run{JobId(u"j-01"_s), 1};
        QList<OutputLine> all;
        const auto write = [&](const QString &text) {
            stage.handler.write(run, text);
            all.append({LogStream::Output, text});
        };
        write(u"came, and was heard"_s);
        QTRY_COMPARE(stage.output, all);
        write(u"came, and nobody said so"_s);
        QTRY_COMPARE(stage.output, all);
        write(u"never came"_s);
        stage.line->close(u"cut"_s); // What is on its way is lost.
        write(u"written alone"_s);

        QVERIFY(stage.connectBoth());

        QTRY_COMPARE(stage.output, all);
        for (int i = 0; i < 3; ++i) {
            write(u"later"_s);
            QVERIFY(stage.connectBoth()); // A newer line takes over in the middle.
            QTRY_COMPARE(stage.output, all);
        }
    }

    //! One that stops says before what it heard: whoever comes after it knows nothing of that.
    void aControlPlaneThatRestartsGetsNothingTwice()
    {
        const NodeId node(u"w1"_s);
        ManualClock clock;
        ScriptedHandler handler;
        MeshWorker worker({node, {}, 4}, {&handler});
        QSignalSpy detached(&worker, &MeshWorker::detached);
        QStringList had;
        for (const auto &text : {u"before"_s, u"after"_s}) {
            QTRY_COMPARE(detached.size(), had.size()); // Then it has read what the one before said last.
            MeshLeader leader(clock);
            QObject::connect(&leader, &MeshLeader::lines, &leader, [&had](const NodeId &, const OutputSource &, const QList<OutputLine> &lines) {
                had.append(lines.constFirst().text);
            });
            auto [ours, theirs] = LocalMeshLine::pair();
            leader.connectWorker(node, std::move(theirs));
            worker.attach(std::move(ours));
            handler.write({JobId(u"j-01"_s), 1}, text);
            QTRY_VERIFY(had.contains(text));
        }
        QCOMPARE(had, (QStringList{u"before"_s, u"after"_s}));
    }

    //! It says nothing before it goes; what it kept, and that alone, does not come again.
    void aControlPlaneThatWasKilledLosesAndRepeatsNothing()
    {
        MeshStage stage;
        QString log;
        MeshLeader killed(stage.clock);
        QObject::connect(&killed, &MeshLeader::connected, &killed, [&log](const NodeId &, const MeshHello &hello) { log = hello.log; });
        QSignalSpy came(&killed, &MeshLeader::lines);
        auto [ours, theirs] = LocalMeshLine::pair();
        LocalMeshLine *end = theirs.get();
        killed.connectWorker(stage.node, std::move(theirs));
        stage.worker.attach(std::move(ours));
        const RunId run{JobId(u"j-01"_s), 1};
        stage.handler.write(run, u"kept"_s);
        QTRY_COMPARE(came.size(), 1);
        const QList<MeshLeader::Came> kept = killed.takeCame();
        QCOMPARE(kept.size(), 1);
        QVERIFY(killed.takeCame().isEmpty());
        stage.handler.write(run, u"came, and went with it"_s);
        QTRY_COMPARE(came.size(), 2);
        end->disconnect(&killed);
        end->close(u"killed"_s);

        stage.leader.remember(kept.constFirst());
        QVERIFY(stage.connectBoth());

        QTRY_COMPARE(stage.output.size(), 1);
        QCOMPARE(stage.output.constFirst().text, u"came, and went with it"_s);
        QCOMPARE(kept.constFirst().log, log);
        stage.handler.write(run, u"later"_s);
        QTRY_COMPARE(stage.output.size(), 2);
    }

    //! Of one that cannot say what was kept nobody knows what came: no line comes twice, and it is said that some may be missing.
    void aControlPlaneThatWasKilledIsToldOf()
    {
        ScriptedHandler handler;
        MeshWorker worker({NodeId(u"w1"_s), {}, 4}, {&handler});
        QList<MeshLines> had;
        std::unique_ptr<LocalMeshLine> end;
        for (int i = 0; i < 2; ++i) {
            auto [ours, theirs] = LocalMeshLine::pair();
            QObject::connect(theirs.get(), &MeshLine::arrived, theirs.get(), [&had, line = theirs.get()](const MeshMessage &message) {
                if (std::holds_alternative<MeshHello>(message))
                    line->send(MeshWelcome{kMeshVersion, 0, true}); // It has never heard of that log.
                if (const auto *lines = std::get_if<MeshLines>(&message))
                    had.append(*lines);
            });
            worker.attach(std::move(ours));
            end = std::move(theirs);
            if (i == 0)
                handler.write({JobId(u"j-01"_s), 1}, u"came, perhaps"_s);
            QTRY_COMPARE(had.size(), i + 1);
        }
        QCOMPARE(had[0].lines.constFirst().text, u"came, perhaps"_s);
        QCOMPARE(had[1].lines.constFirst().text, u"1 lines may be missing here, as the control plane ended"_s);
        QCOMPARE(had[1].lines.constFirst().stream, LogStream::Muster);
    }

    //! What a worker sent it keeps only so long; whether that came, the next welcome says.
    void sentOutputThatIsNotHeardIsBoundedToo_data()
    {
        QTest::addColumn<bool>("hasCome");
        QTest::newRow("it came") << true;
        QTest::newRow("it did not") << false;
    }
    void sentOutputThatIsNotHeardIsBoundedToo()
    {
        QFETCH(bool, hasCome);
        ScriptedHandler handler;
        MeshWorker worker({NodeId(u"w1"_s), {}, 4}, {&handler});
        QList<MeshLines> had;
        std::unique_ptr<LocalMeshLine> end;
        const auto serve = [&](quint64 last) { // A control plane that never says what it heard.
            auto [ours, theirs] = LocalMeshLine::pair();
            QObject::connect(theirs.get(), &MeshLine::arrived, theirs.get(), [&had, last, line = theirs.get()](const MeshMessage &message) {
                if (std::holds_alternative<MeshHello>(message))
                    line->send(MeshWelcome{kMeshVersion, last});
                if (const auto *lines = std::get_if<MeshLines>(&message))
                    had.append(*lines);
            });
            worker.attach(std::move(ours));
            end = std::move(theirs);
            for (int i = 0; i < 20; ++i)
                QCoreApplication::processEvents();
        };
        serve(0);
        const RunId run{JobId(u"j-01"_s), 1};
        for (int i = 0; i < 400; ++i)
            handler.write(run, QString(limits::kLogLineBytes / 2, u'x'));
        QTRY_COMPARE(had.size(), 400);
        had.clear();

        serve(hasCome ? 400 : 0);

        if (hasCome) {
            QVERIFY(had.isEmpty());
            return;
        }
        QTRY_VERIFY(!had.isEmpty() && had.constLast().number == 400);
        const OutputLine first = had.constFirst().lines.constFirst();
        QCOMPARE(first.stream, LogStream::Muster);
        QCOMPARE(first.text.section(u' ', 0, 0).toLongLong() + had.size() - 1, 400);
    }

    //! One that does not number what it heard, as before there were numbers.
    void anOlderControlPlaneGetsNothingTwice()
    {
        ScriptedHandler handler;
        MeshWorker worker({NodeId(u"w1"_s), {}, 4}, {&handler});
        int lines = 0;
        for (int i = 0; i < 2; ++i) {
            auto [ours, theirs] = LocalMeshLine::pair();
            QObject::connect(theirs.get(), &MeshLine::arrived, theirs.get(), [&lines, line = theirs.get()](const MeshMessage &message) {
                if (std::holds_alternative<MeshHello>(message))
                    line->send(MeshWelcome{});
                lines += std::holds_alternative<MeshLines>(message) ? 1 : 0;
            });
            worker.attach(std::move(ours));
            if (i == 0)
                handler.write({JobId(u"j-01"_s), 1}, u"once"_s);
            for (int turn = 0; turn < 20; ++turn)
                QCoreApplication::processEvents();
            QCOMPARE(lines, 1);
        }
    }

    void outputWithoutALineIsBoundedAndSaysWhatIsMissing()
    {
        MeshStage stage;
        const RunId run{JobId(u"j-01"_s), 1};
        for (int i = 0; i < 400; ++i)
            stage.handler.write(run, QString(limits::kLogLineBytes / 2, u'x'));
        QVERIFY(stage.connectBoth());
        QTRY_VERIFY(!stage.output.isEmpty());
        QVERIFY(stage.output.size() < 400);
        QCOMPARE(stage.output.constFirst().stream, LogStream::Muster);
        QVERIFY(stage.output.constFirst().text.contains(u"lost"_s));
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_MeshOutput)
#include "tst_MeshOutput.moc"
