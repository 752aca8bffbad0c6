// SPDX-License-Identifier: Apache-2.0
// Work from a shell: musterctl against a real control plane whose own node runs real commands.

#include "tests/integration/ProgramRun.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

const QString kJson = u"--output=json"_s;

} // namespace

class tst_CtlWork final : public QObject
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
    void cleanup() { m_controlPlane.reset(); }

    void threeCommandsFromACleanStart()
    {
        QCOMPARE(run({u"entities"_s, u"add"_s, u"agent"_s, u"hello"_s, u"--"_s, u"/bin/sh"_s, u"-c"_s, u"cat; echo done"_s}).exitCode, 0);
        QCOMPARE(run(u"assignments set agent/hello cp-1 --mode strict"_s).exitCode, 0);
        const CtlOutcome waited = run({u"jobs"_s, u"submit"_s, u"agent/hello"_s, u"--data"_s, u"{\"x\":1}"_s, u"--wait"_s});

        QVERIFY2(waited.exitCode == 0, waited.errors.constData());
        QCOMPARE(waited.object().value("exitStatus"_L1).toInt(-1), 0);
        QCOMPARE(waited.object().value("output"_L1).toString(), u"{\"x\":1}done\n"_s);
        QVERIFY2(waited.errors.isEmpty(), waited.errors.constData());
        const QJsonObject entity = run({u"entities"_s, u"show"_s, u"agent/hello"_s, kJson}).object();
        QCOMPARE(entity.value("placement"_L1).toObject().value("explicit"_L1).toBool(), true);
        QCOMPARE(run({u"assignments"_s, u"list"_s, kJson}).array().size(), 1);
        const QJsonObject queue = run({u"queues"_s, u"list"_s, kJson}).array().at(0).toObject();
        QCOMPARE(queue.value("completed"_L1).toInt(), 1);
        const QJsonObject features = run({u"status"_s, kJson}).object().value("features"_L1).toObject();
        QCOMPARE(features.value("jobs"_L1).toBool(), true);
    }

    void payloadBytesGoAsTheyAre()
    {
        const QByteArray payload = " {\"b\" : 1.50,\r\n\t\"a\": \"\xc3\xa4\"}\n\n";
        const QString path = m_root->filePath(u"payload.json"_s);
        write(path, payload);
        QCOMPARE(run(u"entities add agent echo -- /bin/cat"_s).exitCode, 0);

        const CtlOutcome fromFile = run({u"jobs"_s, u"submit"_s, u"agent/echo"_s, u"--data"_s, u'@' + path, u"--wait"_s});
        QCOMPARE(fromFile.object().value("output"_L1).toString().toUtf8(), payload);
        const CtlOutcome fromInput = runShell(u"jobs submit agent/echo --data - --wait < '%1'"_s.arg(path));
        QVERIFY2(fromInput.exitCode == 0, fromInput.errors.constData());
        QCOMPARE(fromInput.object().value("output"_L1).toString().toUtf8(), payload);
        QCOMPARE(run(u"jobs submit agent/echo --data - --wait"_s).exitCode, 2); // An empty input is no JSON.
    }

    void variablesAndSecretsReachTheCommandAlone()
    {
        const QString key = m_root->filePath(u"key"_s);
        write(key, "s3cret-value\n");
        QVERIFY(QFile::setPermissions(key, QFile::ReadOwner | QFile::WriteOwner));
        const QStringList add{u"entities"_s, u"add"_s, u"agent"_s, u"env"_s, u"--env"_s, u"WHO=kim"_s, u"--secret"_s, u"KEY="_s + key,
                              u"--cwd"_s, m_root->path(), u"--"_s, u"/bin/sh"_s, u"-c"_s, u"echo $WHO ${#KEY} $PWD"_s};
        const CtlOutcome added = run(QStringList{kJson} + add);
        QVERIFY2(added.exitCode == 0, added.errors.constData());
        QCOMPARE(added.object().value("secrets"_L1).toArray(), QJsonArray{u"KEY"_s});
        QVERIFY(!added.output.contains("s3cret"));

        const CtlOutcome waited = run(u"jobs submit agent/env --wait"_s);
        QCOMPARE(waited.object().value("output"_L1).toString(), u"kim 12 %1\n"_s.arg(m_root->path()));
        for (const auto &line : {u"entities list"_s, u"entities show agent/env"_s, u"jobs list"_s})
            QVERIFY(!run(line + u' ' + kJson).output.contains("s3cret"));
        QVERIFY(!m_controlPlane->log().contains("s3cret"_L1));
    }

    void waitingEndsWithItsCode()
    {
        const QString script = u"echo first >&2; echo no such host >&2; exit 3"_s;
        QCOMPARE(run({u"entities"_s, u"add"_s, u"agent"_s, u"bad"_s, u"--"_s, u"/bin/sh"_s, u"-c"_s, script}).exitCode, 0);
        const CtlOutcome failed = run(u"jobs submit agent/bad --attempts 1 --wait"_s);
        QCOMPARE(failed.exitCode, 5);
        QVERIFY(failed.output.isEmpty());
        QVERIFY2(failed.errors.contains("no such host"), failed.errors.constData());
        const QJsonObject dead = run({u"jobs"_s, u"list"_s, u"--state"_s, u"failed"_s, kJson}).array().at(0).toObject();
        const CtlOutcome shown = run(u"jobs show "_s + dead.value("id"_L1).toString());
        QVERIFY2(shown.output.contains("failed") && shown.output.contains("no such host"), shown.output.constData());
        QVERIFY(!shown.output.contains("first")); // The last line of the standard error.

        QCOMPARE(run(u"entities add agent slow -- /bin/sleep 60"_s).exitCode, 0);
        const CtlOutcome late = run(u"jobs submit agent/slow --wait --wait-ms 300"_s);
        QCOMPARE(late.exitCode, 6);
        QVERIFY(late.output.isEmpty());
        const QString id = firstJob(u"agent/slow"_s);
        QVERIFY2(late.errors.contains(id.toUtf8()), late.errors.constData());
        QCOMPARE(run(u"jobs cancel "_s + id).exitCode, 0);
        QCOMPARE(run(u"jobs cancel "_s + id).exitCode, 9);
    }

    void whoWaitsForACancelledJobIsTold()
    {
        QCOMPARE(run(u"entities add agent slow -- /bin/sleep 60"_s).exitCode, 0);
        QProcess waiting;
        waiting.setProcessEnvironment(cleanEnvironment({}));
        waiting.start(QStringLiteral(MUSTER_BINARY_DIR "/bin/musterctl"), shown() + u"jobs submit agent/slow --wait"_s.split(u' '));
        QTRY_VERIFY_WITH_TIMEOUT(!firstJob(u"agent/slow"_s).isEmpty(), 20'000);

        QCOMPARE(run(u"jobs cancel "_s + firstJob(u"agent/slow"_s)).exitCode, 0);

        QTRY_COMPARE_WITH_TIMEOUT(waiting.state(), QProcess::NotRunning, 20'000);
        QCOMPARE(waiting.exitCode(), 5);
        QVERIFY(waiting.readAllStandardError().contains("was cancelled"));
    }

    void theWaitOutlivesARestartOfTheControlPlane()
    {
        QCOMPARE(run(u"entities add agent hello -- /bin/echo done"_s).exitCode, 0);
        QCOMPARE(run(u"queues pause agent"_s).exitCode, 0);
        QProcess waiting;
        waiting.setProcessEnvironment(cleanEnvironment({}));
        waiting.start(QStringLiteral(MUSTER_BINARY_DIR "/bin/musterctl"),
                      shown() + u"jobs submit agent/hello --wait --wait-ms 60000"_s.split(u' '));
        QTRY_VERIFY_WITH_TIMEOUT(!firstJob(u"agent/hello"_s).isEmpty(), 20'000);

        m_controlPlane.reset(); // Killed.
        QByteArray errors;
        const auto hasNoticed = [&] { return (errors += waiting.readAllStandardError()).contains("asking again"); };
        QTRY_VERIFY2_WITH_TIMEOUT(hasNoticed(), errors.constData(), 20'000);
        m_controlPlane = startControlPlane(m_folder, u"cp-1"_s, m_url.mid(QStringLiteral("http://").size()));
        QVERIFY2(m_controlPlane->isReady(), qPrintable(m_controlPlane->log()));
        QCOMPARE(run(u"queues resume agent"_s).exitCode, 0);

        QTRY_COMPARE_WITH_TIMEOUT(waiting.state(), QProcess::NotRunning, 30'000);
        QCOMPARE(waiting.exitCode(), 0);
        QVERIFY(waiting.readAllStandardOutput().contains("done"));
    }

    void theSameKeyIsTheSameJob()
    {
        QCOMPARE(run(u"entities add agent hello -- /bin/echo done"_s).exitCode, 0);
        const CtlOutcome first = run(u"jobs submit agent/hello --dedupe key-1"_s);
        QCOMPARE(first.exitCode, 0);
        QCOMPARE(run(u"jobs submit agent/hello --dedupe key-1"_s).output, first.output);
        QCOMPARE(run({u"jobs"_s, u"list"_s, kJson}).array().size(), 1);
        QVERIFY(run(u"jobs submit agent/hello --dedupe key-2"_s).output != first.output);
    }

    void aBulkIsSubmittedOrNotAtAll()
    {
        QCOMPARE(run(u"entities add agent echo -- /bin/cat"_s).exitCode, 0);
        const QString path = m_root->filePath(u"jobs.ndjson"_s);
        write(path, "{\"entity\":\"agent/echo\",\"data\":{\"n\":1}}\n{\"entity\":\"agent/echo\",\"attempts\":0}\n");
        const CtlOutcome wrong = run(u"jobs submit --bulk "_s + path);
        QCOMPARE(wrong.exitCode, 2);
        QVERIFY2(wrong.errors.contains("line 2") && wrong.errors.contains("attempts"), wrong.errors.constData());
        write(path, "{\"entity\":\"agent/echo\"}\n\n{\"entity\":\"agent/nobody\"}\n");
        const CtlOutcome unknown = run(u"jobs submit --bulk "_s + path);
        QCOMPARE(unknown.exitCode, 8);
        QVERIFY2(unknown.errors.contains("line 3"), unknown.errors.constData());
        QVERIFY(run({u"jobs"_s, u"list"_s, kJson}).array().isEmpty());

        write(path, "{\"entity\":\"agent/echo\",\"data\":{\"n\":1}}\n{\"entity\":\"agent/echo\",\"data\":{\"n\":12345678901234567890, \"a\":1.10}}\n");
        const CtlOutcome sent = run(u"jobs submit --bulk "_s + path);
        QCOMPARE(sent.exitCode, 0);
        const QList<QByteArray> ids = sent.output.trimmed().split('\n');
        QCOMPARE(ids.size(), 2);
        QTRY_COMPARE_WITH_TIMEOUT(jobOf(ids[1]).value("state"_L1).toString(), u"completed"_s, 20'000);
        QCOMPARE(jobOf(ids[1]).value("result"_L1).toObject().value("output"_L1).toString(), u"{\"n\":12345678901234567890, \"a\":1.10}"_s);
        QVERIFY(run(u"jobs show "_s + QString::fromLatin1(ids[1]) + u' ' + kJson).output.contains("12345678901234567890")); // Byte for byte.
    }

    //! interface.md, musterd.
    void whatASubmitterLeavesOpenIsTheControlPlanesToSay()
    {
        const QString folder = m_root->filePath(u"other"_s);
        DaemonRun other({u"--listen"_s, u"127.0.0.1:0"_s, u"--data"_s, folder}, {u"QUEUE_DEFAULT_ATTEMPTS=1"_s, u"QUEUE_DEFAULT_BACKOFF_MS=7"_s});
        QVERIFY2(other.isReady(), qPrintable(other.log()));
        const auto there = [&](const QString &line) { return ctl(other.url(), folder, line.split(u' ')); };
        QCOMPARE(there(u"entities add agent bad -- /bin/false"_s).exitCode, 0);
        const CtlOutcome failed = there(u"jobs submit agent/bad --wait"_s);
        QCOMPARE(failed.exitCode, 5);
        QVERIFY2(failed.errors.contains("attempt 1 of 1"), failed.errors.constData());
        QCOMPARE(there(u"jobs submit agent/bad --attempts 2 -o json"_s).object().value("backoffMs"_L1).toInt(), 7);
    }

    void anEntityIsChangedForItsNextJob()
    {
        QCOMPARE(run({u"entities"_s, u"add"_s, u"agent"_s, u"who"_s, u"--env"_s, u"A=1"_s, u"--"_s, u"/bin/sh"_s, u"-c"_s, u"echo $A $B"_s}).exitCode, 0);
        const CtlOutcome changed = run(u"entities change agent/who --env B=2 --note why"_s);
        QVERIFY2(changed.output.contains("variable B"), changed.output.constData());
        QCOMPARE(run(u"jobs submit agent/who --wait"_s).object().value("output"_L1).toString(), u"1 2\n"_s);
        QVERIFY(run(u"audit list --limit 1"_s).output.contains("settings.env.B: nothing -> 2"));
        QCOMPARE(run(u"entities change agent/who --unset-env C"_s).exitCode, 2);
        QCOMPARE(run(u"entities change agent/nobody --title x"_s).exitCode, 8);
    }

    void aDryRunChangesNothing()
    {
        QCOMPARE(run(u"entities add agent hello -- /bin/echo done"_s).exitCode, 0);
        QCOMPARE(run(u"queues pause agent"_s).exitCode, 0);
        QCOMPARE(run(u"jobs submit agent/hello"_s).exitCode, 0);
        const QString id = firstJob(u"agent/hello"_s);
        const QByteArray before = state();

        for (const auto &line : {u"entities add agent other --dry-run -- /bin/true"_s, u"entities remove agent/hello --dry-run"_s,
                                 u"assignments set agent/hello cp-1 --dry-run"_s, u"assignments clear agent/hello --dry-run"_s,
                                 u"jobs submit agent/hello --dry-run --wait"_s, u"queues resume agent --dry-run"_s}) {
            const CtlOutcome dry = run(line);
            QVERIFY2(dry.exitCode == 0, dry.errors.constData());
            QVERIFY2(dry.output.startsWith("Would ") && dry.output.contains(" -> "), dry.output.constData());
        }
        QCOMPARE(run(u"jobs cancel %1 --dry-run"_s.arg(id)).exitCode, 0);
        QCOMPARE(state(), before);
        QCOMPARE(run(u"jobs cancel "_s + id).exitCode, 0);
        const QByteArray cancelled = state();
        QCOMPARE(run(u"jobs retry %1 --dry-run"_s.arg(id)).exitCode, 0);
        QCOMPARE(run(u"jobs discard %1 --dry-run"_s.arg(id)).exitCode, 0);
        QCOMPARE(state(), cancelled);
    }

    void whatIsNotThereAndWhatIsThereAlready()
    {
        QCOMPARE(run(u"entities add agent hello -- /bin/echo done"_s).exitCode, 0);
        QCOMPARE(run(u"entities add agent hello -- /bin/echo done"_s).exitCode, 9);
        QCOMPARE(run(u"assignments set agent/hello nobody --mode strict"_s).exitCode, 8);
        QCOMPARE(run(u"assignments set agent/nobody cp-1"_s).exitCode, 8);
        QCOMPARE(run(u"jobs submit agent/nobody"_s).exitCode, 8);
        QCOMPARE(run(u"jobs show nobody"_s).exitCode, 8);
        QCOMPARE(run(u"queues pause nobody"_s).exitCode, 8);
        QCOMPARE(run(u"entities remove agent/nobody --yes"_s).exitCode, 8);
        QCOMPARE(run(u"entities remove agent/hello"_s).exitCode, 2); // Nobody to ask.
        QCOMPARE(run(u"entities remove agent/hello --yes"_s).exitCode, 0);
    }

    void aTokenOfALowerTierChangesNothing()
    {
        const QString viewer = m_root->filePath(u"viewer.token"_s);
        QCOMPARE(run(u"entities add agent hello -- /bin/echo done"_s).exitCode, 0);
        QCOMPARE(run(u"tokens create --tier viewer --token-out "_s + viewer).exitCode, 0);
        const QStringList way{u"--url"_s, m_url, u"--token-file"_s, viewer};
        const auto asViewer = [&](const QString &line) { return bareCtl(way + line.split(u' ')); };
        QCOMPARE(asViewer(u"entities list"_s).exitCode, 0);
        const CtlOutcome refused = asViewer(u"jobs submit agent/hello"_s);
        QCOMPARE(refused.exitCode, 4);
        QVERIFY2(refused.errors.contains("jobs submit needs a token of tier operator"), refused.errors.constData());
        QCOMPARE(asViewer(u"entities add agent other -- /bin/true"_s).exitCode, 4);
    }

private:
    QStringList shown() const { return {u"--url"_s, m_url, u"--token-file"_s, m_folder + u"/admin.token"_s}; }
    CtlOutcome run(const QStringList &arguments) const { return ctl(m_url, m_folder, arguments); }
    CtlOutcome run(const QString &line) const { return run(line.split(u' ')); }
    //! Through a shell, for what stands behind "<".
    CtlOutcome runShell(const QString &line) const
    {
        const QString command = u"exec \"$@\" "_s + line;
        return bareCtl(shown(), {}, {u"/bin/sh"_s, u"-c"_s, command, u"sh"_s});
    }
    QJsonObject jobOf(const QByteArray &id) const { return run({u"jobs"_s, u"show"_s, QString::fromLatin1(id), kJson}).object(); }
    QString firstJob(const QString &entity) const
    {
        return run({u"jobs"_s, u"list"_s, u"--entity"_s, entity, kJson}).array().at(0).toObject().value("id"_L1).toString();
    }
    //! All that a dry run must leave as it is.
    QByteArray state() const
    {
        return run({u"entities"_s, u"list"_s, kJson}).output + run({u"jobs"_s, u"list"_s, kJson}).output
            + run({u"queues"_s, u"list"_s, kJson}).output;
    }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    std::unique_ptr<QTemporaryDir> m_root;
    QString m_folder;
    QString m_url;
    std::unique_ptr<DaemonRun> m_controlPlane;
};

QTEST_GUILESS_MAIN(tst_CtlWork)
#include "tst_CtlWork.moc"
