// SPDX-License-Identifier: Apache-2.0
#include "core/base/Limits.h"
#include "core/mirror/Command.h"
#include "core/mirror/CommandLog.h"

#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_Command : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unansweredCommandBecomesUnconfirmedAndMayStillEnd()
    {
        CommandLog log;
        Command *command = log.add(CommandVerb::Remove, NodeId(u"one"_s), u"One"_s, Timestamp{1});
        QSignalSpy changed(command, &Command::stateChanged);
        QCOMPARE(command->state(), CommandState::Pending);
        QCOMPARE(log.running(), 1);

        QTRY_COMPARE_WITH_TIMEOUT(command->state(), CommandState::Unconfirmed,
                                  static_cast<int>(limits::kUnconfirmedAfter.count()) * 3);
        QVERIFY(!command->isFinished());
        command->finish(Timestamp{9}, Result<void>());

        QCOMPARE(command->state(), CommandState::Done);
        QCOMPARE(command->finishedAt(), Timestamp{9});
        QCOMPARE(changed.size(), 2);
        QCOMPARE(log.running(), 0);
    }

    void endsOnce()
    {
        CommandLog log;
        QSignalSpy finished(&log, &CommandLog::finished);
        Command *command = log.add(CommandVerb::Ping, NodeId(u"one"_s), u"One"_s, Timestamp{1});
        command->finish(Timestamp{2}, Result<PingReport>(notFound(u"no such node"_s)));
        command->finish(Timestamp{3}, Result<PingReport>(PingReport{1, u"dial"_s}));

        QCOMPARE(command->state(), CommandState::Failed);
        QCOMPARE(command->error()->kind, ErrorKind::NotFound);
        QCOMPARE(finished.size(), 1);
    }

    void oldestFinishedIsForgottenFirst()
    {
        CommandLog log;
        Command *first = log.add(CommandVerb::Ping, NodeId(u"one"_s), u"One"_s, Timestamp{1});
        for (int i = 0; i < limits::kCommandsKept + 5; ++i)
            log.add(CommandVerb::Ping, NodeId(u"two"_s), u"Two"_s, Timestamp{1})->finish(Timestamp{2}, Result<void>());
        QVERIFY(log.commands().size() <= limits::kCommandsKept + 1);
        QCOMPARE(log.commands().last(), first); // Still running.
    }
};

QTEST_GUILESS_MAIN(tst_Command)
#include "tst_Command.moc"
