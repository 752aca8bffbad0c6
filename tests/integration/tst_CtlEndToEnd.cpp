// SPDX-License-Identifier: Apache-2.0
// musterctl against a real control plane: shapes, exit codes, events.

#include "tests/integration/ProgramRun.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_CtlEndToEnd final : public QObject
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

    void statusHasItsShape()
    {
        const QJsonObject status = ctl(m_url, m_folder, {u"status"_s, u"--output"_s, u"json"_s}).object();

        QCOMPARE(status.value("url"_L1).toString(), m_url);
        QCOMPARE(status.value("dialect"_L1).toString(), u"native"_s);
        QCOMPARE(status.value("version"_L1).toString(), u"0.1.0"_s);
        QCOMPARE(status.value("node"_L1).toString(), u"cp-1"_s);
        QVERIFY(!status.value("epoch"_L1).toString().isEmpty());
        QCOMPARE(status.value("counts"_L1).toObject().size(), 8);
        const QJsonObject totals = status.value("totals"_L1).toObject();
        QCOMPARE(totals.value("nodes"_L1).toInt(), 1);
        QVERIFY(totals.value("cores"_L1).toInt() >= 1);
        QVERIFY(totals.value("memoryBytes"_L1).toDouble() > 1e6);
        QCOMPARE(totals.value("agents"_L1).toInt(-1), 0);
        QCOMPARE(status.value("features"_L1).toObject().value("ping"_L1).toBool(), true);
    }

    void optionsStandBeforeOrAfterTheVerb()
    {
        const QString token = m_folder + u"/admin.token"_s;
        const CtlOutcome after = bareCtl({u"nodes"_s, u"list"_s, u"-o"_s, u"json"_s, u"--url"_s, m_url, u"--token-file"_s, token});
        QCOMPARE(after.exitCode, 0);
        QCOMPARE(after.array().size(), 1);
        const CtlOutcome variables = bareCtl({u"status"_s}, {u"MUSTER_URL="_s + m_url, u"MUSTER_TOKEN_FILE="_s + token});
        QCOMPARE(variables.exitCode, 0);
        QVERIFY(variables.output.contains("served by cp-1"));
    }

    void theTokenOfTheOwnNodeIsFound()
    {
        m_controlPlane.reset();
        const QString data = m_root->filePath(u"data"_s);
        DaemonRun own({u"--listen"_s, u"127.0.0.1:0"_s, u"--name"_s, u"own-1"_s}, {u"XDG_DATA_HOME="_s + data});
        QVERIFY2(own.isReady(), qPrintable(own.log()));

        const CtlOutcome outcome = bareCtl({u"--url"_s, own.url(), u"status"_s}, {u"XDG_DATA_HOME="_s + data});

        QCOMPARE(outcome.exitCode, 0);
    }

    void showKnowsIdsAndNames()
    {
        const CtlOutcome shown = ctl(m_url, m_folder, {u"nodes"_s, u"show"_s, u"cp-1"_s, u"-o"_s, u"json"_s});
        QCOMPARE(shown.exitCode, 0);
        QCOMPARE(shown.object().value("id"_L1).toString(), u"cp-1"_s);
        for (const auto &key : {u"reasons"_s, u"beatAgeMs"_s, u"load1"_s, u"agents"_s, u"drain"_s, u"labels"_s})
            QVERIFY2(shown.object().contains(key), qPrintable(key));

        QCOMPARE(ctl(m_url, m_folder, {u"nodes"_s, u"show"_s, u"nobody"_s}).exitCode, 8);
    }

    void aNameOfTwoNodesIsAConflict()
    {
        for (const auto &id : {u"id-1"_s, u"id-2"_s}) {
            auto worker = std::make_unique<DaemonRun>(
                QStringList{u"--join"_s, m_url, u"--join-token-file"_s, m_folder + u"/join.token"_s, u"--data"_s,
                            m_root->filePath(id), u"--name"_s, u"same"_s},
                QStringList{u"WORKER_NODE_ID="_s + id});
            QVERIFY2(worker->isReady(), qPrintable(worker->log()));
            m_workers.push_back(std::move(worker));
        }

        const CtlOutcome outcome = ctl(m_url, m_folder, {u"nodes"_s, u"show"_s, u"same"_s});

        QCOMPARE(outcome.exitCode, 9);
        QVERIFY(outcome.errors.contains("id-1"));
        QVERIFY(outcome.errors.contains("id-2"));
        m_workers.clear();
    }

    void pingSaysHow()
    {
        const auto worker = startWorker(m_url, m_folder, m_root->filePath(u"w"_s), u"worker-1"_s);
        QVERIFY(worker->isReady());

        const QJsonObject dialled = ctl(m_url, m_folder, {u"nodes"_s, u"ping"_s, u"cp-1"_s, u"-o"_s, u"json"_s}).object();
        const QJsonObject beaten = ctl(m_url, m_folder, {u"nodes"_s, u"ping"_s, u"worker-1"_s, u"-o"_s, u"json"_s}).object();

        QCOMPARE(dialled.value("ok"_L1).toBool(), true);
        QCOMPARE(dialled.value("via"_L1).toString(), u"dial"_s);
        QCOMPARE(beaten.value("via"_L1).toString(), u"beat"_s);
        QVERIFY(beaten.value("latencyMs"_L1).isDouble());
        worker->terminate();
        QCOMPARE(worker->exitCode(), 0);
        QCOMPARE(ctl(m_url, m_folder, {u"nodes"_s, u"ping"_s, u"worker-1"_s}).exitCode, 3);
        QCOMPARE(ctl(m_url, m_folder, {u"nodes"_s, u"ping"_s, u"nobody"_s}).exitCode, 8);
    }

    void removeAsksOrIsTold()
    {
        const auto worker = startWorker(m_url, m_folder, m_root->filePath(u"w"_s), u"worker-1"_s);
        QVERIFY(worker->isReady());
        worker->terminate();
        QCOMPARE(worker->exitCode(), 0);

        QCOMPARE(ctl(m_url, m_folder, {u"nodes"_s, u"remove"_s, u"worker-1"_s}).exitCode, 2); // Nobody to ask.
        const CtlOutcome dry = ctl(m_url, m_folder, {u"nodes"_s, u"remove"_s, u"worker-1"_s, u"--dry-run"_s});
        QCOMPARE(dry.exitCode, 0);
        QVERIFY(dry.output.startsWith("Would remove"));
        QVERIFY(!nodeNamed(m_url, m_folder, u"worker-1"_s).isEmpty());

        QCOMPARE(ctl(m_url, m_folder, {u"nodes"_s, u"remove"_s, u"worker-1"_s, u"--yes"_s}).exitCode, 0);
        QVERIFY(nodeNamed(m_url, m_folder, u"worker-1"_s).isEmpty());
        QCOMPARE(ctl(m_url, m_folder, {u"nodes"_s, u"remove"_s, u"worker-1"_s, u"--yes"_s}).exitCode, 8);
    }

    void failuresHaveTheirCodes()
    {
        QCOMPARE(bareCtl({u"--url"_s, m_url, u"status"_s}).exitCode, 4); // No token.
        QCOMPARE(bareCtl({u"--url"_s, u"http://127.0.0.1:1"_s, u"status"_s}).exitCode, 3);
        QCOMPARE(bareCtl({u"--url"_s, u"http://192.0.2.1"_s, u"status"_s}).exitCode, 2);
        QCOMPARE(bareCtl({u"frobnicate"_s}).exitCode, 2);
        QCOMPARE(bareCtl({}).exitCode, 2);
        QCOMPARE(bareCtl({u"--version"_s}).exitCode, 0);
        QVERIFY(bareCtl({u"--help"_s}).output.contains("nodes remove"));
    }

    void eventsShowAJoinAndALeave()
    {
        QProcess follower;
        follow(&follower, {});
        const auto worker = startWorker(m_url, m_folder, m_root->filePath(u"w"_s), u"worker-1"_s);
        QVERIFY(worker->isReady());
        worker->terminate();
        QCOMPARE(worker->exitCode(), 0);

        QTRY_VERIFY_WITH_TIMEOUT(has(&follower, u"node-joined"_s, u"worker-1"_s), 5000);
        QTRY_VERIFY_WITH_TIMEOUT(has(&follower, u"node-left"_s, u"worker-1"_s), 5000);
        for (const QJsonObject &event : m_events)
            QVERIFY(event.value("kind"_L1).toString() != "node-beat"_L1);
        end(&follower);
    }

    void eventsResumeFromAnId()
    {
        QProcess first;
        follow(&first, {});
        const auto worker = startWorker(m_url, m_folder, m_root->filePath(u"w"_s), u"worker-1"_s);
        QVERIFY(worker->isReady());
        QTRY_VERIFY_WITH_TIMEOUT(has(&first, u"node-joined"_s, u"worker-1"_s), 5000);
        end(&first);
        const QString joined = m_events.last().value("id"_L1).toString();
        worker->terminate();
        QCOMPARE(worker->exitCode(), 0);

        QProcess second;
        follow(&second, {u"--since"_s, joined, u"--beats"_s});

        QTRY_VERIFY_WITH_TIMEOUT(has(&second, u"node-left"_s, u"worker-1"_s), 5000);
        QVERIFY(!has(&second, u"resync"_s, {}));
        end(&second);
    }

    void aLossAndItsEndAreTold()
    {
        QProcess follower;
        follow(&follower, {});
        m_controlPlane.reset();
        QByteArray notes;
        const auto says = [&](const char *what) { return (notes += follower.readAllStandardError()).contains(what); };
        QTRY_VERIFY_WITH_TIMEOUT(says("lost the connection"), 10'000);

        m_controlPlane = startControlPlane(m_folder, u"cp-1"_s, QUrl(m_url).authority());
        QVERIFY2(m_controlPlane->isReady(), qPrintable(m_controlPlane->log()));

        QTRY_VERIFY_WITH_TIMEOUT(says("following again, after "), 15'000);
        QTRY_VERIFY_WITH_TIMEOUT(has(&follower, u"resync"_s, {}), 10'000); // Another run: what came between is gone.
        end(&follower);
    }

    void theLastEventsAreShownOnce()
    {
        const auto worker = startWorker(m_url, m_folder, m_root->filePath(u"w"_s), u"worker-1"_s);
        QVERIFY(worker->isReady());
        worker->terminate();
        QCOMPARE(worker->exitCode(), 0);
        QCOMPARE(bareCtl({u"--url"_s, m_url, u"status"_s}).exitCode, 4); // Somebody was refused.

        const auto kept = [this](const QStringList &more) {
            const CtlOutcome shown = ctl(m_url, m_folder, QStringList{u"events"_s, u"-o"_s, u"json"_s} + more);
            QStringList kinds;
            m_events.clear();
            for (const QByteArray &line : shown.output.split('\n')) {
                if (!line.isEmpty())
                    m_events.append(QJsonDocument::fromJson(line).object());
            }
            for (const QJsonObject &event : std::as_const(m_events))
                kinds.append(event.value("kind"_L1).toString());
            return shown.exitCode == 0 ? kinds : QStringList{QString::fromUtf8(shown.errors)};
        };
        const QStringList all = kept({});
        QVERIFY2(all.contains(u"node-joined"_s) && all.contains(u"node-left"_s), qPrintable(all.join(u' ')));
        QVERIFY2(!all.contains(u"resync"_s) && !all.contains(u"node-beat"_s), qPrintable(all.join(u' ')));
        const QString first = m_events.first().value("id"_L1).toString();
        QCOMPARE(kept({u"--since"_s, first}).first(all.size() - 1), all.sliced(1)); // On a busy machine more may have come since.
        QCOMPARE(kept({u"--since"_s, u"long-ago-7"_s}).value(0), u"resync"_s);
        QTRY_VERIFY_WITH_TIMEOUT(kept({u"--beats"_s}).contains(u"node-beat"_s), 10'000);
    }

    void aPositionOfAnotherEpochSaysResync()
    {
        QProcess follower;
        follow(&follower, {u"--since"_s, u"long-ago-7"_s});
        QTRY_VERIFY_WITH_TIMEOUT(has(&follower, u"resync"_s, {}), 5000);
        end(&follower);
    }

    void theDemoNeedsNoNetwork()
    {
        const CtlOutcome nodes = bareCtl({u"--dialect"_s, u"demo"_s, u"nodes"_s, u"list"_s, u"-o"_s, u"json"_s});
        QCOMPARE(nodes.exitCode, 0);
        QVERIFY(nodes.array().size() >= 1);
        const CtlOutcome status = bareCtl({u"--dialect"_s, u"demo"_s, u"status"_s, u"-o"_s, u"json"_s});
        QCOMPARE(status.object().value("dialect"_L1).toString(), u"demo"_s);
    }

private:
    void follow(QProcess *process, const QStringList &more)
    {
        m_events.clear();
        process->setProcessEnvironment(cleanEnvironment({}));
        process->start(QStringLiteral(MUSTER_BINARY_DIR "/bin/musterctl"),
                       QStringList{u"events"_s, u"--follow"_s, u"-o"_s, u"json"_s, u"--url"_s, m_url, u"--token-file"_s,
                                   m_folder + u"/admin.token"_s}
                           + more);
        QByteArray notes;
        const auto isLive = [process, &notes] {
            notes += process->readAllStandardError();
            return notes.contains("following");
        };
        QTRY_VERIFY_WITH_TIMEOUT(isLive(), 5000);
    }
    bool has(QProcess *process, const QString &kind, const QString &node)
    {
        while (process->canReadLine())
            m_events.append(QJsonDocument::fromJson(process->readLine()).object());
        for (const QJsonObject &event : std::as_const(m_events)) {
            if (event.value("kind"_L1).toString() == kind
                && event.value("node"_L1).toObject().value("id"_L1).toString() == node)
                return true;
        }
        return false;
    }
    static void end(QProcess *process)
    {
        process->terminate();
        QVERIFY(process->waitForFinished(5000));
    }

    std::unique_ptr<QTemporaryDir> m_root;
    QString m_folder;
    QString m_url;
    std::unique_ptr<DaemonRun> m_controlPlane;
    std::vector<std::unique_ptr<DaemonRun>> m_workers;
    QList<QJsonObject> m_events;
};

QTEST_GUILESS_MAIN(tst_CtlEndToEnd)
#include "tst_CtlEndToEnd.moc"
