// SPDX-License-Identifier: Apache-2.0
// the process of the queue is killed at any moment, again and again. No job is lost, and none that was done runs again.
#include "core/store/Stores.h"
#include "tests/queue/faults/Promises.h"
#include "tests/queue/faults/Runs.h"
#include "tests/support/ManualClock.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <csignal>
#include <unistd.h>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

const NodeId kHolder(u"n1"_s);

//! The victim: works on the queue in \a folder and says each promise on standard output as it is made.
int workUntilKilled(const QString &folder, quint32 seed)
{
    auto stores = openSqliteStores(folder);
    if (!stores)
        return 2;
    const SystemClock clock;
    EmbeddedQueue queue((*stores)->jobs(), clock);
    if (!outcomeOf(queue.open()) || !outcomeOf(queue.holderLost(kHolder)))
        return 3;
    RandomWork work(queue, seed, [](Promise promise, qint64 job) {
        const QByteArray line = QByteArray::number(static_cast<int>(promise)) + ' ' + QByteArray::number(job) + '\n';
        if (::write(STDOUT_FILENO, line.constData(), static_cast<size_t>(line.size())) < 0)
            ::_exit(4);
    });
    QTimer pace;
    QObject::connect(&pace, &QTimer::timeout, &pace, [&work] {
        for (int i = 0; i < 20 && work.open() < 60; ++i)
            work.step();
    });
    pace.start(0);
    return QCoreApplication::exec();
}

} // namespace

class tst_KilledQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsLostAndNothingDoneTwice()
    {
        std::mt19937 random(toldSeed());
        const int kills = wantedRuns(12);
        for (int i = 0; i < kills && !QTest::currentTestFailed(); ++i)
            liveAndDie(random(), 20 + static_cast<int>(random() % 400));
        QVERIFY(m_promises.count() > kills * 20);

        auto stores = openSqliteStores(m_folder.filePath(u"data"_s));
        QVERIFY_RESULT(stores);
        ManualClock clock;
        clock.jumpWall(SystemClock().now() - clock.now()); // The victims' time: nothing is old yet.
        EmbeddedQueue queue((*stores)->jobs(), clock);
        QVERIFY_RESULT(outcomeOf(queue.open()));
        const QString broken = m_promises.brokenBy(queue);
        QVERIFY2(broken.isEmpty(), qPrintable(broken));
        finishAll(&queue, &clock);
    }

private:
    void liveAndDie(quint32 seed, int lines)
    {
        QProcess victim;
        victim.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        victim.start(QCoreApplication::applicationFilePath(), {u"--queue"_s, m_folder.filePath(u"data"_s), QString::number(seed)});
        for (int seen = 0; seen < lines;) {
            QVERIFY(victim.canReadLine() || victim.waitForReadyRead(30'000));
            for (; victim.canReadLine(); ++seen)
                note(victim.readLine());
        }
        ::kill(static_cast<pid_t>(victim.processId()), SIGKILL);
        QVERIFY(victim.waitForFinished(30'000));
        QCOMPARE(victim.exitStatus(), QProcess::CrashExit); // It did not end by itself.
        while (victim.canReadLine()) // Said before it died.
            note(victim.readLine());
    }
    void note(const QByteArray &line)
    {
        const QList<QByteArray> words = line.trimmed().split(' ');
        QCOMPARE(words.size(), 2);
        const auto promise = static_cast<Promise>(words[0].toInt());
        const qint64 job = words[1].toLongLong();
        QVERIFY2(promise != Promise::Begun || !m_done.contains(job), "a job that was done runs again");
        if (promise == Promise::Completed)
            m_done.insert(job);
        m_promises.note(promise, job);
    }
    //! Every job comes to an end.
    static void finishAll(EmbeddedQueue *queue, ManualClock *clock)
    {
        QVERIFY_RESULT(outcomeOf(queue->holderLost(kHolder)));
        for (int idle = 0; idle < 3;) {
            const auto claims = outcomeOf(queue->claim({u"agent/a1"_s, u"agent/a2"_s, u"agent/a3"_s}, 256, kHolder));
            QVERIFY_RESULT(claims);
            QList<Future<void>> ends;
            for (const Claim &one : *claims)
                ends.append(queue->complete(one.attempt, "1"));
            for (const Future<void> &end : ends)
                QVERIFY_RESULT(outcomeOf(end));
            clock->advance(milliseconds(1000));
            QVERIFY_RESULT(outcomeOf(queue->sweep()));
            idle = claims->isEmpty() ? idle + 1 : 0;
        }
        const QueueFacts facts = queue->queues().value(0);
        QCOMPARE(facts.waiting + facts.delayed + facts.active, 0);
    }

    QTemporaryDir m_folder;
    Promises m_promises;
    QSet<qint64> m_done;
};

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 4 && arguments[1] == u"--queue")
        return workUntilKilled(arguments[2], arguments[3].toUInt());
    tst_KilledQueue test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_KilledQueue.moc"
