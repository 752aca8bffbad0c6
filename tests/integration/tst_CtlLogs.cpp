// SPDX-License-Identifier: Apache-2.0
// Logs from a shell: musterctl logs against real control planes, workers and commands.

#include "tests/integration/ProgramRun.h"

#include <QFile>
#include <QTest>

#include <algorithm>

#include <signal.h>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

//! A musterctl that goes on until it is done, or is told to stop.
class Follower
{
public:
    Follower(const QString &url, const QString &folder, const QStringList &arguments)
    {
        m_process.setProcessEnvironment(cleanEnvironment({}));
        m_process.start(QStringLiteral(MUSTER_BINARY_DIR "/bin/musterctl"),
                        QStringList{u"--url"_s, url, u"--token-file"_s, folder + u"/admin.token"_s} + arguments);
    }
    ~Follower()
    {
        m_process.kill();
        m_process.waitForFinished(10'000);
    }
    Q_DISABLE_COPY_MOVE(Follower)

    QByteArrayList lines()
    {
        m_output += m_process.readAllStandardOutput();
        QByteArrayList all = m_output.split('\n');
        all.removeLast();
        return all;
    }
    QByteArray errors()
    {
        m_errors += m_process.readAllStandardError();
        return m_errors;
    }
    bool isOver() const { return m_process.state() == QProcess::NotRunning; }
    int exitCode() const { return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1; }
    void interrupt() const { ::kill(pid_t(m_process.processId()), SIGINT); }

private:
    QProcess m_process;
    QByteArray m_output;
    QByteArray m_errors;
};

//! The lines that are numbers.
QList<int> numbersIn(const QByteArrayList &lines)
{
    QList<int> numbers;
    for (const QByteArray &line : lines) {
        bool isNumber = false;
        const int number = line.toInt(&isNumber);
        if (isNumber)
            numbers.append(number);
    }
    return numbers;
}

} // namespace

class tst_CtlLogs final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_root = std::make_unique<QTemporaryDir>();
        m_folder = m_root->filePath(u"cp"_s);
        m_controlPlane = startControlPlane(m_folder);
        QVERIFY2(m_controlPlane->isReady(), qPrintable(m_controlPlane->log()));
        m_url = m_controlPlane->url();
    }
    void cleanup()
    {
        m_worker.reset();
        m_controlPlane.reset();
    }

    void tenThousandLinesComeInOrderAndEndWithTheJob()
    {
        add(u"many"_s, u"seq 10000; echo oops >&2"_s);
        const QString id = submit(u"agent/many"_s);

        Follower follower(m_url, m_folder, {u"logs"_s, u"job/"_s + id, u"--follow"_s});

        QTRY_VERIFY_WITH_TIMEOUT(follower.isOver(), 60'000);
        QCOMPARE(follower.exitCode(), 0);
        const QByteArrayList lines = follower.lines();
        QList<int> expected;
        for (int i = 1; i <= 10'000; ++i)
            expected.append(i);
        QCOMPARE(numbersIn(lines), expected);
        QVERIFY(lines.contains("err| oops"));
        QCOMPARE(lines.constFirst(), "muster| attempt 1 runs on cp-1"_ba);
        QCOMPARE(lines.constLast(), "muster| completed"_ba);
        QVERIFY2(follower.errors().contains("completed"), follower.errors().constData());
        // The same again, once it is over; and the end of its entity's log.
        QCOMPARE(run({u"logs"_s, u"job/"_s + id}).output.split('\n').size(), lines.size() + 1);
        QCOMPARE(run({u"logs"_s, u"job/"_s + id, u"--follow"_s}).output.count('\n'), lines.size());
        QCOMPARE(run(u"logs agent/many --tail 1"_s).output, "muster| completed\n"_ba);
        const CtlOutcome json = run(u"logs agent/many --tail 3 --output json"_s);
        const QByteArrayList objects = json.output.trimmed().split('\n');
        QCOMPARE(objects.size(), 3);
        QVERIFY2(objects.constLast().contains("\"number\":10003") && objects.constLast().contains("\"stream\":\"muster\""), json.output.constData());
        QVERIFY(run(u"logs agent/many --tail 1 --output csv"_s).output.startsWith("number,at,stream,node,job,text\r\n10003,"));
    }

    void whatIsNotThereIsSaid()
    {
        QCOMPARE(run(u"logs agent/nobody"_s).exitCode, 8);
        QCOMPARE(run(u"logs job/j-none --follow"_s).exitCode, 8);
        QCOMPARE(run(u"logs moonshine"_s).exitCode, 2);
        QCOMPARE(run(u"logs agent/nobody --tail x"_s).exitCode, 2);
        add(u"quiet"_s, u"true"_s);
        const CtlOutcome empty = run(u"logs agent/quiet"_s);
        QCOMPARE(empty.exitCode, 0);
        QVERIFY(empty.output.isEmpty());
    }

    void aFollowerOutlivesTheControlPlaneAndIsInterruptedCleanly_data()
    {
        QTest::addColumn<bool>("isKilled");
        QTest::newRow("it stops") << false;
        QTest::newRow("it is killed") << true;
    }
    //! The worker keeps what its resident writes meanwhile, and the follower goes on where it was.
    void aFollowerOutlivesTheControlPlaneAndIsInterruptedCleanly()
    {
        QFETCH(bool, isKilled);
        m_worker = std::make_unique<DaemonRun>(QStringList{u"--join"_s, m_url, u"--join-token-file"_s, m_folder + u"/join.token"_s, u"--data"_s,
                                                           m_root->filePath(u"w1"_s), u"--name"_s, u"w1"_s, u"--allow"_s, u"agent"_s});
        QVERIFY2(m_worker->isReady(), qPrintable(m_worker->log()));
        const QString script = u"i=0; while :; do i=$((i+1)); echo $i; sleep 0.05; done"_s;
        QCOMPARE(run({u"entities"_s, u"add"_s, u"agent"_s, u"tick"_s, u"--resident"_s, u"--"_s, u"/bin/sh"_s, u"-c"_s, script}).exitCode, 0);
        QCOMPARE(run(u"assignments set agent/tick w1"_s).exitCode, 0);
        Follower follower(m_url, m_folder, {u"logs"_s, u"agent/tick"_s, u"--follow"_s});
        QTRY_VERIFY_WITH_TIMEOUT(numbersIn(follower.lines()).size() > 10, 30'000);

        isKilled ? m_controlPlane->kill() : m_controlPlane->terminate();
        QCOMPARE(m_controlPlane->exitCode(), isKilled ? -1 : 0);
        m_controlPlane = startControlPlane(m_folder, u"cp-1"_s, u"127.0.0.1:"_s + m_url.section(u':', -1));
        QVERIFY2(m_controlPlane->isReady(), qPrintable(m_controlPlane->log()));
        const qsizetype before = numbersIn(follower.lines()).size();

        QTRY_VERIFY_WITH_TIMEOUT(numbersIn(follower.lines()).size() > before + 20, 60'000);
        QList<int> numbers = numbersIn(follower.lines());
        numbers.remove(0, numbers.lastIndexOf(1)); // Before it was pinned it may have begun elsewhere.
        QVERIFY(std::ranges::is_sorted(numbers, std::ranges::less_equal())); // None twice,
        QCOMPARE(numbers.size(), numbers.constLast() - numbers.constFirst() + 1); // and none lost.
        QVERIFY(!follower.lines().join('\n').contains("missing"));
        QVERIFY2(follower.errors().contains("following again"), follower.errors().constData());
        follower.interrupt();
        QTRY_VERIFY_WITH_TIMEOUT(follower.isOver(), 10'000);
        QCOMPARE(follower.exitCode(), 0);
    }

private:
    void add(const QString &id, const QString &script) const
    {
        const CtlOutcome added = run({u"entities"_s, u"add"_s, u"agent"_s, id, u"--"_s, u"/bin/sh"_s, u"-c"_s, script});
        QVERIFY2(added.exitCode == 0, added.errors.constData());
    }
    QString submit(const QString &entity) const
    {
        return QString::fromUtf8(run({u"jobs"_s, u"submit"_s, entity}).output.trimmed());
    }
    CtlOutcome run(const QStringList &arguments) const { return ctl(m_url, m_folder, arguments); }
    CtlOutcome run(const QString &line) const { return run(line.split(u' ')); }

    std::unique_ptr<QTemporaryDir> m_root;
    QString m_folder;
    QString m_url;
    std::unique_ptr<DaemonRun> m_controlPlane;
    std::unique_ptr<DaemonRun> m_worker;
};

QTEST_GUILESS_MAIN(tst_CtlLogs)
#include "tst_CtlLogs.moc"
