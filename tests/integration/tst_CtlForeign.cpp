// SPDX-License-Identifier: Apache-2.0
// musterctl against replays of servers that are not ours, and addresses tested from a real control plane.

#include "core/cluster/Dialect.h"
#include "tests/integration/ProgramRun.h"
#include "tests/wire/ScriptedServer.h"

#include <QFile>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

//! A replay as a program; killed at the end.
class ReplayRun
{
public:
    explicit ReplayRun(const QString &dialect)
    {
        m_process.setProcessEnvironment(cleanEnvironment({}));
        const QStringList beats = dialect == "agenticmail"_L1 ? QStringList{u"--interval"_s, u"200"_s} : QStringList{};
        m_process.start(QStringLiteral(MUSTER_BINARY_DIR "/tests/bin/") + dialect + u"-replay"_s, beats);
    }
    ~ReplayRun()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(ReplayRun)

    //! Its address, once it is ready; empty when it does not come up.
    QString url()
    {
        if (!QTest::qWaitFor([this] { return m_process.canReadLine(); }, 30'000))
            return {};
        const QString line = QString::fromUtf8(m_process.readLine());
        return line.section(u"url="_s, 1).section(u' ', 0, 0);
    }

private:
    QProcess m_process;
};

} // namespace

class tst_CtlForeign final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void servers_data()
    {
        QTest::addColumn<QString>("dialect");
        QTest::addColumn<QStringList>("shown");
        QTest::addColumn<int>("nodes");
        // A build without a dialect has nothing to say about it.
        if (dialectById(u"agenticmail"_s)) {
            QTest::newRow("agenticmail, key") << u"agenticmail"_s << QStringList{u"--api-key-file"_s, file(u"key"_s, "ek_0123456789abcdef0123456789abcdef\n")} << 3;
            QTest::newRow("agenticmail, sign-in") << u"agenticmail"_s << QStringList{u"--login-file"_s, file(u"owner"_s, "owner@example.com\ncorrect horse\n")} << 3;
        }
        if (dialectById(u"cognipeer"_s))
            QTest::newRow("cognipeer") << u"cognipeer"_s << QStringList{u"--login-file"_s, file(u"lab"_s, "lab@acme.example\nCorrect-Horse-1\nacme\n")} << 2;
    }
    void servers()
    {
        if (!QTest::currentDataTag()) // None of them is part of this build.
            return;
        QFETCH(QString, dialect);
        QFETCH(QStringList, shown);
        QFETCH(int, nodes);
        ReplayRun replay(dialect);
        const QString url = replay.url();
        QVERIFY(!url.isEmpty());
        const auto ask = [&](const QString &line) { return bareCtl(line.split(u' ') + QStringList{u"--url"_s, url} + shown); };

        const CtlOutcome status = ask(u"status -o json"_s); // It finds out what is spoken there.
        QVERIFY2(status.exitCode == 0, status.errors.constData());
        QCOMPARE(status.object().value("dialect"_L1).toString(), dialect);
        QCOMPARE(status.object().value("totals"_L1).toObject().value("nodes"_L1).toInt(), nodes);
        QCOMPARE(status.object().value("features"_L1).toObject().value("tokens"_L1).toBool(true), false);
        const CtlOutcome listed = ask(u"nodes list -o json --dialect "_s + dialect);
        QVERIFY2(listed.exitCode == 0, listed.errors.constData());
        QCOMPARE(listed.array().size(), nodes);
        const auto first = [&] { return ask(u"nodes list -o json"_s).array().at(0).toObject().value("status"_L1).toString(); };
        QTRY_COMPARE_WITH_TIMEOUT(first(), u"online"_s, 10'000); // A node that has not beaten since it came is joining.

        const QString title = dialectById(dialect)->title();
        const CtlOutcome tokens = ask(u"tokens list"_s);
        QCOMPARE(tokens.exitCode, 2);
        QVERIFY2(tokens.errors.startsWith("musterctl: " + title.toUtf8() + " cannot make, list or revoke tokens"), tokens.errors.constData());
        QCOMPARE(tokens.errors.count('\n'), 1);
        QVERIFY2(bareCtl({u"status"_s, u"--url"_s, url}).errors.contains("speaks " + title.toUtf8()), "a hint without credentials");
    }

    void entitiesOfCognipeer()
    {
        if (!dialectById(u"cognipeer"_s)) // Not part of this build.
            return;
        ReplayRun replay(u"cognipeer"_s);
        const QStringList shown{u"--url"_s, replay.url(), u"--login-file"_s, file(u"lab2"_s, "lab@acme.example\nCorrect-Horse-1\nacme\n")};
        const auto ask = [&](const QString &line) { return bareCtl(line.split(u' ') + shown); };

        const CtlOutcome entities = ask(u"entities list -o json"_s);
        QVERIFY2(entities.exitCode == 0, entities.errors.constData());
        QCOMPARE(entities.array().size(), 4);
        const CtlOutcome pins = ask(u"assignments list -o json"_s);
        QCOMPARE(pins.array().size(), 1);
        QCOMPARE(pins.array().at(0).toObject().value("entity"_L1).toString(), u"js-runtime/acme:calc"_s);
        QCOMPARE(pins.array().at(0).toObject().value("node"_L1).toString(), u"node-b"_s);
        const CtlOutcome refused = ask(u"assignments set agent/acme:support node-b"_s);
        QCOMPARE(refused.exitCode, 2); // This cluster cannot.
        QVERIFY2(refused.errors.contains("cannot pin"), refused.errors.constData());
        const CtlOutcome cleared = ask(u"assignments clear js-runtime/acme:calc"_s);
        QVERIFY2(cleared.exitCode == 0, cleared.errors.constData());
        QVERIFY(ask(u"assignments list -o json"_s).array().isEmpty());
    }
    void bestNodesOfAgenticmail()
    {
        if (!dialectById(u"agenticmail"_s)) // Not part of this build.
            return;
        ReplayRun replay(u"agenticmail"_s);
        const CtlOutcome best = bareCtl({u"nodes"_s, u"best"_s, u"-o"_s, u"json"_s, u"--url"_s, replay.url(), u"--api-key-file"_s,
                                         file(u"key2"_s, "ek_0123456789abcdef0123456789abcdef\n")});
        QVERIFY2(best.exitCode == 0, best.errors.constData());
        QCOMPARE(best.array().size(), 3);
        QVERIFY(best.array().at(0).toObject().value("reason"_L1).toString().contains(u"agent"_s));
    }

    void eventsOfServers_data() { servers_data(); }
    void eventsOfServers()
    {
        if (!QTest::currentDataTag()) // None of them is part of this build.
            return;
        QFETCH(QString, dialect);
        QFETCH(QStringList, shown);
        ReplayRun replay(dialect);
        const QString url = replay.url();
        QProcess follower;
        follower.setProcessEnvironment(cleanEnvironment({}));
        follower.start(QStringLiteral(MUSTER_BINARY_DIR "/bin/musterctl"),
                       QStringList{u"events"_s, u"--follow"_s, u"--beats"_s, u"--url"_s, url} + shown);
        QByteArray notes;
        const auto isLive = [&] { return (notes += follower.readAllStandardError()).contains("following"); };
        QTRY_VERIFY_WITH_TIMEOUT(isLive(), 15'000);
        if (dialect == "agenticmail"_L1) { // Cognipeer's nodes beat each 10 s, and are asked each 5 s.
            QByteArray told;
            const auto isTold = [&] { return (told += follower.readAllStandardOutput()).contains("node-beat"); };
            QTRY_VERIFY_WITH_TIMEOUT(isTold(), 15'000);
        }
        follower.terminate();
        QVERIFY(follower.waitForFinished(10'000));
    }

    void wrongSecretsAreRefused()
    {
        if (!dialectById(u"agenticmail"_s))
            return;
        ReplayRun replay(u"agenticmail"_s);
        const QString url = replay.url();
        const CtlOutcome outcome = bareCtl({u"status"_s, u"--url"_s, url, u"--api-key-file"_s, file(u"wrong"_s, "ek_wrong\n")});
        QVERIFY2(outcome.exitCode == 4 || outcome.exitCode == 3, outcome.errors.constData());
        QVERIFY(!outcome.errors.contains("ek_wrong"));
    }

    void aServerOfAnotherNameIsNoMatterOfTiersOrProducts()
    {
        const QByteArray body = R"({"error":"the Host is none of ours","code":"wrong-host"})";
        const QByteArray reply = "HTTP/1.1 421 Misdirected Request\r\nContent-Type: application/json\r\nConnection: close\r\n"
                                 "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
        const ScriptedServer server([reply](int) { return std::pair(reply, ScriptedServer::Then::Close); });
        QProcess asking;
        asking.setProcessEnvironment(cleanEnvironment({}));
        asking.start(QStringLiteral(MUSTER_BINARY_DIR "/bin/musterctl"),
                     {u"nodes"_s, u"list"_s, u"--url"_s, server.url().toString(), u"--token-file"_s, file(u"token"_s, "0123456789abcdef.secret\n")});
        QTRY_VERIFY_WITH_TIMEOUT(asking.state() == QProcess::NotRunning, 30'000);

        QCOMPARE(asking.exitCode(), 4);
        const QByteArray errors = asking.readAllStandardError();
        QVERIFY2(errors.contains("the Host is none of ours") && errors.count('\n') == 1, errors.constData());
    }

    void addressesAreTestedFromTheControlPlane()
    {
        const QString folder = m_root.filePath(u"cp"_s);
        const auto controlPlane = startControlPlane(folder);
        QVERIFY2(controlPlane->isReady(), qPrintable(controlPlane->log()));
        const QString url = controlPlane->url();

        const CtlOutcome closed = ctl(url, folder, {u"reach"_s, u"127.0.0.1:1"_s, u"-o"_s, u"json"_s});
        QCOMPARE(closed.exitCode, 3);
        QCOMPARE(closed.object().value("reachable"_L1).toBool(true), false);
        const QJsonArray stages = closed.object().value("stages"_L1).toArray();
        QCOMPARE(stages.last().toObject().value("name"_L1).toString(), u"connect"_s);
        QVERIFY(!stages.last().toObject().value("cause"_L1).toObject().value("error"_L1).toString().isEmpty());
        QVERIFY(ctl(url, folder, {u"reach"_s, u"127.0.0.1:1"_s}).output.contains("cannot be reached"));
        QCOMPARE(ctl(url, folder, {u"reach"_s, u"169.254.169.254:80"_s}).exitCode, 4); // T-15.

        if (!dialectById(u"agenticmail"_s))
            return;
        ReplayRun replay(u"agenticmail"_s); // Its health is that of its workers.
        const CtlOutcome open = ctl(url, folder, {u"reach"_s, replay.url().mid(7), u"-o"_s, u"json"_s});
        QVERIFY2(open.exitCode == 0, (open.errors + open.output).constData());
        QCOMPARE(open.object().value("stages"_L1).toArray().size(), 3);
    }

private:
    QString file(const QString &name, const QByteArray &bytes) const
    {
        const QString path = m_root.filePath(name);
        QFile file(path);
        const bool isWritten = file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
            && file.write(bytes) == bytes.size();
        return isWritten ? path : QString();
    }

    const QTemporaryDir m_root;
};

QTEST_GUILESS_MAIN(tst_CtlForeign)
#include "tst_CtlForeign.moc"
