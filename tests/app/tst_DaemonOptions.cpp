// SPDX-License-Identifier: Apache-2.0
// Every option and variable of musterd: what it does, what it refuses, and whom it blames.

#include "app/daemon/DaemonOptions.h"
#include "app/shared/ExitCode.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

//! "A=1 B=2" as an environment.
QProcessEnvironment environmentOf(const QString &text)
{
    QProcessEnvironment environment;
    const QStringList pairs = text.split(u' ', Qt::SkipEmptyParts);
    for (const QString &pair : pairs)
        environment.insert(pair.section(u'=', 0, 0), pair.section(u'=', 1));
    return environment;
}

Result<DaemonOptions> parse(const QString &arguments, const QString &environment = {})
{
    return parseDaemonOptions(arguments.split(u' ', Qt::SkipEmptyParts), environmentOf(environment));
}

} // namespace

class tst_DaemonOptions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_token = m_folder.filePath(u"join.token"_s);
        QVERIFY(Secret("the-join-token").toFile(m_token));
    }

    void nothingGivenMeansAllOnLoopback()
    {
        const auto options = parse({});
        QVERIFY(options);
        QCOMPARE(options->request, DaemonRequest::Run);
        QCOMPARE(options->node.role, NodeRole::All);
        QCOMPARE(options->node.listenHost, u"127.0.0.1"_s);
        QCOMPARE(options->node.port, quint16(3100));
        QCOMPARE(options->node.beatInterval, milliseconds(10'000));
        QCOMPARE(options->node.offlineAfter, milliseconds(0));
        QVERIFY(options->node.dataFolder.endsWith("/muster/node"_L1));
        QCOMPARE(options->logLevel, u"info"_s);
        QVERIFY(options->warnings.isEmpty());
    }

    void optionsAreTaken()
    {
        const auto options = parse(u"--role main --name ctl-1 --listen [::1]:0 --data /d --capabilities gpu,browser,gpu "
                                   "--log-level=debug"_s);
        QVERIFY(options);
        QCOMPARE(options->node.role, NodeRole::Main);
        QCOMPARE(options->node.name, u"ctl-1"_s);
        QCOMPARE(options->node.listenHost, u"::1"_s);
        QCOMPARE(options->node.port, quint16(0));
        QCOMPARE(options->node.dataFolder, u"/d"_s);
        QCOMPARE(options->node.capabilities, (QStringList{u"gpu"_s, u"browser"_s}));
        QCOMPARE(options->logLevel, u"debug"_s);
    }

    void variablesAreTaken()
    {
        const auto options = parse({}, u"NODE_ROLE=main NODE_NAME=n1 NODE_URL=http://10.0.0.7:3100 NODE_TAGS=gpu,zone=eu "
                                       "NODE_HEARTBEAT_MS=200 NODE_OFFLINE_AFTER_MS=700 HOST=localhost PORT=4000 "
                                       "WORKER_NODE_ID=id-1 WORKER_CAPABILITIES=a,b LOG_LEVEL=warn"_s);
        QVERIFY(options);
        QCOMPARE(options->node.role, NodeRole::Main);
        QCOMPARE(options->node.name, u"n1"_s);
        QCOMPARE(options->node.id, u"id-1"_s);
        QCOMPARE(options->node.address, u"10.0.0.7:3100"_s);
        QCOMPARE(options->node.labels, (QMap<QString, QString>{{u"gpu"_s, u"true"_s}, {u"zone"_s, u"eu"_s}}));
        QCOMPARE(options->node.beatInterval, milliseconds(200));
        QCOMPARE(options->node.offlineAfter, milliseconds(700));
        QCOMPARE(options->node.listenHost, u"127.0.0.1"_s);
        QCOMPARE(options->node.port, quint16(4000));
        QCOMPARE(options->node.capabilities, (QStringList{u"a"_s, u"b"_s}));
        QCOMPARE(options->logLevel, u"warning"_s);
        QVERIFY(options->warnings.isEmpty());
    }

    void optionsWinOverVariables()
    {
        const auto options = parse(u"--role all --name mine --listen 127.0.0.1:1 --capabilities x --log-level error"_s,
                                   u"NODE_ROLE=main NODE_NAME=n1 PORT=4000 WORKER_CAPABILITIES=a LOG_LEVEL=debug"_s);
        QVERIFY(options);
        QCOMPARE(options->node.role, NodeRole::All);
        QCOMPARE(options->node.name, u"mine"_s);
        QCOMPARE(options->node.port, quint16(1));
        QCOMPARE(options->node.capabilities, QStringList{u"x"_s});
        QCOMPARE(options->logLevel, u"error"_s);
    }

    void joiningMakesAWorker()
    {
        const auto options = parse(u"--join http://127.0.0.1:3100 --join-token-file "_s + m_token,
                                   u"WORKER_NAME=w1 NODE_NAME=n1 WORKER_HOST=10.0.0.9 HOST=0.0.0.0 PORT=3101"_s);
        QVERIFY(options);
        QCOMPARE(options->node.role, NodeRole::Worker);
        QCOMPARE(options->node.joinUrl, QUrl(u"http://127.0.0.1:3100"_s));
        QVERIFY(options->node.joinToken.matches("the-join-token"));
        QCOMPARE(options->node.name, u"w1"_s);
        QCOMPARE(options->node.address, u"10.0.0.9"_s);
    }

    void enterpriseUrlIsJoin()
    {
        const auto options
            = parse(u"--join-token-file "_s + m_token, u"ENTERPRISE_URL=http://localhost:3100 DATABASE_URL=postgres://u:pw@h/d"_s);
        QVERIFY(options);
        QCOMPARE(options->node.role, NodeRole::Worker);
        QCOMPARE(options->warnings.size(), 1);
        QVERIFY(!options->warnings[0].contains("pw"_L1)); // Never the value.
    }

    void emptyVariablesAreNone()
    {
        const auto options = parse({}, u"NODE_ROLE= NODE_NAME= PORT= ENTERPRISE_URL= QUEUE_PROVIDER= LOG_LEVEL="_s);
        QVERIFY(options);
        QCOMPARE(options->node.role, NodeRole::All);
    }

    void whatCannotBeHonouredYetIsAWarning_data()
    {
        QTest::addColumn<QString>("environment");
        for (const auto *text : {"QUEUE_PROVIDER=auto", "QUEUE_PROVIDER=memory",
                                 "QUEUE_REDIS_URL=redis://h:6379", "REDIS_URL=rediss://h:6379", "QUEUE_PREFIX=bull",
                                 "DATABASE_URL=postgres://h/d"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void whatCannotBeHonouredYetIsAWarning()
    {
        QFETCH(QString, environment);
        const auto options = parse({}, environment);
        QVERIFY(options);
        QCOMPARE(options->warnings.size(), 1);
        QVERIFY(options->warnings[0].contains(environment.section(u'=', 0, 0)));
    }

    void badVariablesAreErrors_data()
    {
        QTest::addColumn<QString>("environment");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *environment, const char *field = nullptr) {
            const QString text = QString::fromLatin1(environment);
            QTest::newRow(environment) << text << (field ? QString::fromLatin1(field) : text.section(u'=', 0, 0));
        };
        row("NODE_ROLE=boss");
        row("NODE_NAME=../etc");
        row("NODE_NAME=x");
        row("NODE_URL=ftp://h");
        row("NODE_URL=http://user:pw@h");
        row("NODE_TAGS=a~b");
        row("NODE_HEARTBEAT_MS=fast");
        row("NODE_HEARTBEAT_MS=0");
        row("NODE_HEARTBEAT_MS=1.5");
        row("NODE_OFFLINE_AFTER_MS=-1");
        row("NODE_HEARTBEAT_MS=1000 NODE_OFFLINE_AFTER_MS=1999", "NODE_OFFLINE_AFTER_MS");
        row("NODE_OFFLINE_AFTER_MS=19999"); // Below twice the default of ten seconds.
        row("CLUSTER_DEFAULT_NODE_NAME=-");
        row("QUEUE_PROVIDER=kafka");
        row("QUEUE_REDIS_URL=http://h");
        row("REDIS_URL=nonsense");
        row("QUEUE_DEFAULT_ATTEMPTS=0");
        row("QUEUE_DEFAULT_ATTEMPTS=101"); // As of one job.
        row("QUEUE_DEFAULT_BACKOFF_MS=soon");
        row("DATABASE_URL=nonsense");
        row("ENTERPRISE_URL=nonsense:x");
        row("ENTERPRISE_URL=http://example.org:3100");
        row("WORKER_NODE_ID=a/b");
        row("WORKER_NAME=a/b");
        row("WORKER_CAPABILITIES=a;b");
        row("HOST=example.org");
        row("PORT=70000");
        row("PORT=http");
        row("LOG_LEVEL=loud");
    }
    void badVariablesAreErrors()
    {
        QFETCH(QString, environment);
        QFETCH(QString, field);
        const auto options = parse(u"--join-token-file "_s + m_token, environment);
        QVERIFY(!options);
        QCOMPARE(options.error().field, field);
        QVERIFY(options.error().what.contains(field));
        QVERIFY(!options.error().what.contains("pw"_L1));
        QCOMPARE(exitCodeOf(options.error()), ExitCode::Usage);
    }

    void badOptionsAreErrors_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("field");
        const QString join = u"--join http://127.0.0.1:3100 --join-token-file "_s + m_token;
        QTest::newRow("unknown") << u"--frobnicate"_s << u"--frobnicate"_s;
        QTest::newRow("stray word") << u"start"_s << u"start"_s;
        QTest::newRow("no value") << u"--name"_s << u"--name"_s;
        QTest::newRow("empty value") << u"--name="_s << u"--name"_s;
        QTest::newRow("twice") << u"--name ab --name cd"_s << u"--name"_s;
        QTest::newRow("role") << u"--role boss"_s << u"--role"_s;
        QTest::newRow("name") << u"--name a/b"_s << u"--name"_s;
        QTest::newRow("listen without port") << u"--listen 127.0.0.1"_s << u"--listen"_s;
        QTest::newRow("listen on a word") << u"--listen here:3100"_s << u"--listen"_s;
        QTest::newRow("listen port") << u"--listen 127.0.0.1:65536"_s << u"--listen"_s;
        QTest::newRow("capability") << u"--capabilities a,b/c"_s << u"--capabilities"_s;
        QTest::newRow("log level") << u"--log-level loud"_s << u"--log-level"_s;
        QTest::newRow("worker without join") << u"--role worker"_s << u"--join"_s;
        QTest::newRow("main that joins") << join + u" --role main"_s << u"--join"_s;
        QTest::newRow("all that joins") << join + u" --role all"_s << u"--join"_s;
        QTest::newRow("join beyond loopback") << u"--join http://10.0.0.1:3100"_s << u"--join"_s;
        QTest::newRow("join with a path") << u"--join http://127.0.0.1:3100/x"_s << u"--join"_s;
        QTest::newRow("pin") << u"--join https://h:1 --pin sha256:00"_s << u"--pin"_s;
        QTest::newRow("pin without TLS") << u"--join http://127.0.0.1:1 --pin sha256:"_s + u"ab"_s.repeated(32) << u"--pin"_s;
        QTest::newRow("pin without join") << u"--pin sha256:"_s + u"ab"_s.repeated(32) << u"--pin"_s;
        QTest::newRow("foreign workers") << u"--agenticmail-workers some"_s << u"--agenticmail-workers"_s;
        QTest::newRow("foreign workers of a worker") << u"--join http://127.0.0.1:1 --agenticmail-workers loopback"_s
                                                     << u"--agenticmail-workers"_s;
        QTest::newRow("insecure with a value") << u"--insecure=yes"_s << u"--insecure"_s;
    }
    void badOptionsAreErrors()
    {
        QFETCH(QString, arguments);
        QFETCH(QString, field);
        const auto options = parse(arguments);
        QVERIFY(!options);
        QCOMPARE(options.error().field, field);
        QCOMPARE(exitCodeOf(options.error()), ExitCode::Usage);
    }

    void doorsAreRead()
    {
        const auto server = parse(u"--listen 0.0.0.0:3100 --agenticmail-workers loopback,10.0.0.0/8 --insecure"_s);
        QVERIFY(server && server->node.isInsecure && !server->node.keylessWorkers.isOff());
        QCOMPARE(server->node.listenHost, u"0.0.0.0"_s);
        QVERIFY(parse(u"--agenticmail-workers off"_s)->node.keylessWorkers.isOff());
        const QString pin = u"sha256:"_s + u"ab"_s.repeated(32);
        const auto worker = parse(u"--join https://cp.example:3100 --pin "_s + pin);
        QVERIFY(worker && !worker->node.isInsecure);
        QCOMPARE(worker->node.joinUrl, QUrl(u"https://cp.example:3100"_s));
        QCOMPARE(worker->node.joinPin.text(), pin);
    }

    void aTokenFileOpenToOthersIsRefused()
    {
        const QString open = m_folder.filePath(u"open.token"_s);
        QVERIFY(Secret("x").toFile(open));
        QVERIFY(QFile::setPermissions(open, QFile::ReadOwner | QFile::ReadGroup));

        const auto options = parse(u"--join http://127.0.0.1:3100 --join-token-file "_s + open);

        QVERIFY(!options && exitCodeOf(options.error()) == ExitCode::Usage);
    }

    void bullmqByNameIsAnError()
    {
        const auto options = parse({}, u"QUEUE_PROVIDER=bullmq"_s);
        QVERIFY(!options && exitCodeOf(options.error()) == ExitCode::Usage);
        QCOMPARE(options.error().field, u"QUEUE_PROVIDER"_s);
    }

    void helpAndVersionNeedNothingElse()
    {
        QCOMPARE(parse(u"--help"_s, u"PORT=nonsense"_s)->request, DaemonRequest::ShowHelp);
        QCOMPARE(parse(u"-h"_s)->request, DaemonRequest::ShowHelp);
        QCOMPARE(parse(u"--version"_s)->request, DaemonRequest::ShowVersion);
    }

    void theManPageKnowsEveryOptionOfTheHelp()
    {
        QFile page(QStringLiteral(MUSTER_SOURCE_DIR "/resources/man/musterd.1"));
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(page.readAll()).remove(u'\\');
        static const QRegularExpression option(u"--[a-z][a-z-]+"_s);
        auto matches = option.globalMatch(daemonHelp());
        while (matches.hasNext()) {
            const QString one = matches.next().captured();
            QVERIFY2(text.contains(one), qPrintable(one));
        }
    }

private:
    QTemporaryDir m_folder;
    QString m_token;
};

QTEST_GUILESS_MAIN(tst_DaemonOptions)
#include "tst_DaemonOptions.moc"
