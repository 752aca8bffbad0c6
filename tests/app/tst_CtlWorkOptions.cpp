// SPDX-License-Identifier: Apache-2.0
// What goes with the verbs on entities, pins, jobs and queues: what is read, what is refused, whom it blames.

#include "app/ctl/CtlBulk.h"
#include "app/ctl/CtlOptions.h"
#include "app/shared/ExitCode.h"
#include "core/base/Limits.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_CtlWorkOptions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_DATA_HOME", m_folder.path().toUtf8()); } // No token of this machine's own node.

    void anAgentHasItsCommand()
    {
        const QString secret = file("key", "line 1\nline 2\n", true);
        const auto options = parse({u"entities"_s, u"add"_s, u"agent"_s, u"hello"_s, u"--tenant"_s, u"acme"_s, u"--title"_s,
                                    u"Says hello"_s, u"--needs"_s, u"gpu, browser"_s, u"--resident"_s, u"--env"_s, u"A=1=2"_s, u"--env"_s,
                                    u"B="_s, u"--secret"_s, u"KEY="_s + secret, u"--cwd"_s, u"/tmp"_s, u"--dry-run"_s, u"--"_s,
                                    u"/bin/sh"_s, u"-c"_s, u"cat; echo --help"_s});

        QVERIFY2(options, options ? "" : qPrintable(options.error().text()));
        QCOMPARE(options->verb, CtlVerb::EntitiesAdd);
        QVERIFY(options->isDryRun);
        const Entity &entity = options->work.request.entity;
        QCOMPARE(entity.ref.text(), u"agent/acme:hello"_s);
        QCOMPARE(entity.title, u"Says hello"_s);
        QCOMPARE(entity.needs, QStringList({u"gpu"_s, u"browser"_s}));
        QVERIFY(entity.isResident);
        const QJsonObject expected{{u"argv"_s, QJsonArray{u"/bin/sh"_s, u"-c"_s, u"cat; echo --help"_s}},
                                   {u"env"_s, QJsonObject{{u"A"_s, u"1=2"_s}, {u"B"_s, QString()}}},
                                   {u"cwd"_s, u"/tmp"_s}};
        QCOMPARE(entity.settings, expected);
        QCOMPARE(options->work.request.secrets.value(u"KEY"_s).reveal(), QByteArray("line 1\nline 2"));
        QVERIFY(options->work.request.mustBeNew);
    }

    void entitiesAreNamedInOneWordOrTwo()
    {
        for (const auto &line : {u"entities show agent/hello"_s, u"entities show agent hello"_s, u"entities remove agent/hello"_s,
                                 u"entities add agent/hello -- /bin/true"_s, u"assignments clear agent/hello"_s}) {
            const auto options = parse(line.split(u' '));
            QVERIFY2(options, qPrintable(line));
            QCOMPARE(options->work.entity.text(), u"agent/hello"_s);
        }
        QCOMPARE(parse(u"entities add mcp tools"_s)->work.request.entity.settings, QJsonObject()); // No command yet.
    }

    void aLogIsOfAnEntityOrAJob()
    {
        const auto log = parse(u"logs agent/acme:hello -f --tail 0"_s);
        QVERIFY(log->work.log.text() == u"agent/acme:hello" && log->isFollowing && log->work.tail == 0);
        QCOMPARE(parse(u"logs job/j1k52wm9h000"_s)->work.log.job, JobId(u"j1k52wm9h000"_s));
        QCOMPARE(parse(u"logs hello"_s).error().field, u"KIND/ID|job/ID"_s);
        QCOMPARE(parse(u"logs agent/hello --tail 100001"_s).error().field, u"--tail"_s); // More is not kept.
    }
    void aPinIsStrictUnlessToldOtherwise()
    {
        const auto strict = parse(u"assignments set agent/acme:hello pi-lab"_s);
        QVERIFY(strict);
        QCOMPARE(strict->work.entity.text(), u"agent/acme:hello"_s);
        QCOMPARE(strict->node, u"pi-lab"_s);
        QCOMPARE(strict->work.mode, AssignmentMode::Strict);
        QCOMPARE(parse(u"assignments set agent/hello pi-lab --mode preferred"_s)->work.mode, AssignmentMode::Preferred);
    }

    void aJobHasItsOptions()
    {
        const auto options = parse(u"jobs submit agent/hello --data {\"x\":1.0} --attempts 5 --backoff-ms 10 --delay-ms 20 "
                                   "--priority -7 --dedupe key-1 --attempt-timeout-ms 30 --wait --timeout-ms 40"_s);
        QVERIFY2(options, options ? "" : qPrintable(options.error().text()));
        const JobRequest &job = options->work.job;
        QCOMPARE(job.entity.text(), u"agent/hello"_s);
        QCOMPARE(job.payload, QByteArray("{\"x\":1.0}"));
        QCOMPARE(job.attempts, 5);
        QCOMPARE(job.backoff, milliseconds(10));
        QCOMPARE(job.delay, milliseconds(20));
        QCOMPARE(job.priority, -7);
        QCOMPARE(job.dedupeKey, u"key-1"_s);
        QCOMPARE(job.attemptTimeout, milliseconds(30));
        QVERIFY(options->work.isWaiting);
        QCOMPARE(options->work.waitMost, milliseconds(40));

        const auto plain = parse(u"jobs submit agent/hello"_s);
        QVERIFY(!plain->work.job.attempts); // The control plane says how many.
        QVERIFY(!plain->work.job.backoff);
        QVERIFY(plain->work.job.payload.isEmpty());
        QVERIFY(!plain->work.isWaiting);
        QCOMPARE(parse(u"jobs submit agent/hello --wait --wait-ms 9"_s)->work.waitMost, milliseconds(9));
    }

    void aPayloadFileGoesByteForByte()
    {
        const QByteArray bytes = " {\"b\" : 1.50,\r\n \"a\":\"\\u00e4\xc3\xa4\"}\n\n";
        const auto options = parse({u"jobs"_s, u"submit"_s, u"agent/hello"_s, u"--data"_s, u'@' + file("payload", bytes)});
        QVERIFY2(options, options ? "" : qPrintable(options.error().text()));
        QCOMPARE(options->work.job.payload, bytes);
    }

    void aPayloadThatIsTooLongIsRefused()
    {
        const QByteArray fits = '"' + QByteArray(limits::kJobPayloadBytes - 2, 'x') + '"';
        QVERIFY(parse({u"jobs"_s, u"submit"_s, u"agent/hello"_s, u"--data"_s, u'@' + file("fits", fits)}));
        const auto refused = parse({u"jobs"_s, u"submit"_s, u"agent/hello"_s, u"--data"_s, u'@' + file("long", fits + ' ')});
        QVERIFY(!refused);
        QCOMPARE(refused.error().field, u"--data"_s);
        QVERIFY2(refused.error().what.contains("1048576"_L1), qPrintable(refused.error().what));
    }

    void aSecretIsOfItsOwnerAlone_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isPrivate");
        QTest::addColumn<bool>("isTaken");
        QTest::newRow("private") << QByteArray("s3cret\n") << true << true;
        QTest::newRow("others can read it") << QByteArray("s3cret\n") << false << false;
        QTest::newRow("empty") << QByteArray("\n") << true << false;
        QTest::newRow("no text") << QByteArray("a\xff" "b") << true << false;
        QTest::newRow("NUL") << QByteArray("a\0b", 3) << true << false;
        QTest::newRow("too long") << QByteArray(limits::kEntitySecretBytes + 1, 'x') << true << false;
    }
    void aSecretIsOfItsOwnerAlone()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, isPrivate);
        QFETCH(bool, isTaken);
        const QString secret = u"KEY="_s + file("secret", text, isPrivate);
        const auto options
            = parse({u"entities"_s, u"add"_s, u"agent"_s, u"hello"_s, u"--secret"_s, secret, u"--"_s, u"/bin/true"_s});
        QCOMPARE(options.has_value(), isTaken);
        if (!options) {
            QCOMPARE(options.error().field, u"--secret"_s);
            QVERIFY(!options.error().text().contains("s3cret"_L1));
        }
    }

    void aSecretInPlaceOfItsFileIsNotRepeated()
    {
        const auto options = parse(u"entities add agent hello --secret KEY=s3cret -- /bin/true"_s);
        QVERIFY(!options);
        QVERIFY2(!options.error().text().contains("s3cret"_L1), qPrintable(options.error().text()));
        QVERIFY(options.error().text().contains("KEY"_L1));
    }

    void aBulkIsALineAJob()
    {
        const auto lines = parseBulk("{\"entity\":\"agent/one\",\"data\":{\"n\": [12345678901234567890,1.10,\"\\\"}\"]} ,"
                                     "\"attempts\":2,\"dedupe\":\"k\"}\r\n\n"
                                     "{\"entity\":\"agent/two\",\"backoffMs\":5,\"delayMs\":6,\"priority\":-1,\"attemptTimeoutMs\":7}");
        QVERIFY(lines);
        QCOMPARE(lines->size(), 2);
        QCOMPARE(lines->at(0).job.payload, QByteArray("{\"n\": [12345678901234567890,1.10,\"\\\"}\"]}")); // Exact.
        QCOMPARE(lines->at(0).job.attempts, 2);
        QCOMPARE(lines->at(1).number, 3); // Empty lines count.
        QCOMPARE(lines->at(1).job.entity.text(), u"agent/two"_s);
        QVERIFY(!lines->at(1).job.attempts);
        QCOMPARE(lines->at(1).job.priority, -1);
    }

    void aWrongLineIsNamedByItsNumber_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("no JSON") << QByteArray("{\"entity\":");
        QTest::newRow("no object") << QByteArray("[1]");
        QTest::newRow("no entity") << QByteArray("{\"data\":1}");
        QTest::newRow("odd entity") << QByteArray("{\"entity\":\"hello\"}");
        QTest::newRow("unknown kind") << QByteArray("{\"entity\":\"robot/hello\"}");
        QTest::newRow("unknown key") << QByteArray("{\"entity\":\"agent/hello\",\"dedupeKey\":\"k\"}");
        QTest::newRow("attempts") << QByteArray("{\"entity\":\"agent/hello\",\"attempts\":0}");
        const QByteArray data(limits::kJobPayloadBytes, 'x');
        QTest::newRow("payload") << QByteArray("{\"entity\":\"agent/hello\",\"data\":\"" + data + "\"}");
    }
    void aWrongLineIsNamedByItsNumber()
    {
        QFETCH(QByteArray, line);
        const auto lines = parseBulk("{\"entity\":\"agent/hello\"}\n" + line + "\n{\"entity\":\"agent/hello\"}\n");
        QVERIFY(!lines);
        QCOMPARE(lines.error().field, u"--bulk"_s);
        QVERIFY2(lines.error().what.contains("line 2: "_L1), qPrintable(lines.error().what));
        QVERIFY(lines.error().what.size() < 400);
    }

    void aBulkIsSentInParts()
    {
        const BulkLine small{1, JobRequest{{EntityKind::Agent, defaultTenant(), EntityId(u"hello"_s)}, "1"}};
        BulkLine large = small;
        large.job.payload = QByteArray(limits::kJobPayloadBytes, ' ');
        QCOMPARE(bulkGroups(QList<BulkLine>(limits::kJobBulk, small)).size(), 1);
        QCOMPARE(bulkGroups(QList<BulkLine>(limits::kJobBulk + 1, small)).size(), 2);
        const auto groups = bulkGroups(QList<BulkLine>(20, large));
        qsizetype jobs = 0;
        for (const auto &group : groups) {
            jobs += group.size();
            QVERIFY(group.size() * limits::kJobPayloadBytes < limits::kJobBulkBytes);
        }
        QCOMPARE(jobs, 20);
    }

    void mistakesAreBlamed_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("field");
        QTest::newRow("no id") << u"entities add agent"_s << u"KIND/ID"_s;
        QTest::newRow("three words") << u"entities add agent hello world"_s << u"entities add"_s;
        QTest::newRow("unknown kind") << u"entities add robot hello"_s << u"KIND/ID"_s;
        QTest::newRow("short id") << u"entities add agent x"_s << u"KIND/ID"_s;
        QTest::newRow("no command") << u"entities add agent hello"_s << u"--"_s;
        QTest::newRow("empty command") << u"entities add agent hello --"_s << u"--"_s;
        QTest::newRow("tenant") << u"entities add agent hello --tenant x/y -- a"_s << u"--tenant"_s;
        QTest::newRow("two tenants") << u"entities add agent one:hello --tenant two -- a"_s << u"--tenant"_s;
        QTest::newRow("title") << u"entities add agent hello --title "_s + u"x"_s.repeated(81) + u" -- a"_s << u"--title"_s;
        QTest::newRow("needs") << u"entities add agent hello --needs , -- a"_s << u"--needs"_s;
        QTest::newRow("variable without value") << u"entities add agent hello --env A -- a"_s << u"--env"_s;
        QTest::newRow("odd variable") << u"entities add agent hello --env 1A=b -- a"_s << u"--env"_s;
        QTest::newRow("variable twice") << u"entities add agent hello --env A=b --env A=c -- a"_s << u"--env"_s;
        QTest::newRow("no such secret") << u"entities add agent hello --secret A=/nonexistent -- a"_s << u"--secret"_s;
        QTest::newRow("secret as variable") << u"entities add agent hello --env A=b --secret A=/x -- a"_s << u"--secret"_s;
        QTest::newRow("relative folder") << u"entities add agent hello --cwd tmp -- a"_s << u"--cwd"_s;
        QTest::newRow("variable without command") << u"entities add mcp tools --env A=b"_s << u"--env"_s;
        QTest::newRow("command of a list") << u"entities list -- a"_s << u"--"_s;
        QTest::newRow("dry list") << u"entities list --dry-run"_s << u"--dry-run"_s;
        QTest::newRow("no node") << u"assignments set agent/hello"_s << u"assignments set"_s;
        QTest::newRow("odd entity") << u"assignments set hello pi-lab"_s << u"KIND/ID"_s;
        QTest::newRow("mode") << u"assignments set agent/hello pi-lab --mode maybe"_s << u"--mode"_s;
        QTest::newRow("mode of a clearing") << u"assignments clear agent/hello --mode strict"_s << u"--mode"_s;
        QTest::newRow("no entity") << u"jobs submit"_s << u"jobs submit"_s;
        QTest::newRow("payload") << u"jobs submit agent/hello --data {x}"_s << u"--data"_s;
        QTest::newRow("two payloads") << u"jobs submit agent/hello --data 1,2"_s << u"--data"_s;
        QTest::newRow("deep payload") << u"jobs submit agent/hello --data "_s + u"["_s.repeated(33) + u"]"_s.repeated(33) << u"--data"_s;
        QTest::newRow("no such payload") << u"jobs submit agent/hello --data @/nonexistent"_s << u"--data"_s;
        QTest::newRow("attempts") << u"jobs submit agent/hello --attempts 0"_s << u"--attempts"_s;
        QTest::newRow("many attempts") << u"jobs submit agent/hello --attempts 101"_s << u"--attempts"_s;
        QTest::newRow("backoff") << u"jobs submit agent/hello --backoff-ms 1s"_s << u"--backoff-ms"_s;
        QTest::newRow("delay") << u"jobs submit agent/hello --delay-ms -1"_s << u"--delay-ms"_s;
        QTest::newRow("priority") << u"jobs submit agent/hello --priority 1000001"_s << u"--priority"_s;
        QTest::newRow("dedupe") << u"jobs submit agent/hello --dedupe "_s + u"x"_s.repeated(257) << u"--dedupe"_s;
        QTest::newRow("time of an attempt") << u"jobs submit agent/hello --attempt-timeout-ms x"_s << u"--attempt-timeout-ms"_s;
        QTest::newRow("time of no wait") << u"jobs submit agent/hello --wait-ms 5"_s << u"--wait-ms"_s;
        QTest::newRow("other word for it") << u"jobs submit agent/hello --timeout-ms 5"_s << u"--timeout-ms"_s;
        QTest::newRow("both words") << u"jobs submit agent/hello --wait --wait-ms 5 --timeout-ms 5"_s << u"--timeout-ms"_s;
        QTest::newRow("odd time") << u"jobs submit agent/hello --wait --wait-ms soon"_s << u"--wait-ms"_s;
        QTest::newRow("no such bulk") << u"jobs submit --bulk /nonexistent"_s << u"--bulk"_s;
        QTest::newRow("empty bulk") << u"jobs submit --bulk /dev/null"_s << u"--bulk"_s;
        QTest::newRow("bulk of one entity") << u"jobs submit agent/hello --bulk /dev/null"_s << u"--bulk"_s;
        QTest::newRow("bulk with a payload") << u"jobs submit --bulk /dev/null --data 1"_s << u"--data"_s;
        QTest::newRow("waited bulk") << u"jobs submit --bulk /dev/null --wait"_s << u"--wait"_s;
        QTest::newRow("state") << u"jobs list --state done"_s << u"--state"_s;
        QTest::newRow("entity of a list") << u"jobs list --entity hello"_s << u"--entity"_s;
        QTest::newRow("none") << u"jobs list --most 0"_s << u"--most"_s;
        QTest::newRow("odd job") << u"jobs show a/b"_s << u"ID"_s;
        QTest::newRow("no job") << u"jobs cancel"_s << u"jobs cancel"_s;
        QTest::newRow("no queue") << u"queues pause"_s << u"queues pause"_s;
        QTest::newRow("span of a drain") << u"nodes drain pi-lab --deadline soon"_s << u"--deadline"_s;
        QTest::newRow("two ends of a drain") << u"nodes drain pi-lab --deadline 5m --now"_s << u"--deadline"_s;
        QTest::newRow("needs of a list") << u"nodes list --needs gpu"_s << u"--needs"_s;
    }
    void mistakesAreBlamed()
    {
        QFETCH(QString, arguments);
        QFETCH(QString, field);
        const auto options = parse(arguments);
        QVERIFY(!options);
        QCOMPARE(options.error().field, field);
        QCOMPARE(exitCodeOf(options.error()), ExitCode::Usage);
    }

private:
    static Result<CtlOptions> parse(const QStringList &arguments) { return parseCtlOptions(arguments, QProcessEnvironment()); }
    static Result<CtlOptions> parse(const QString &arguments) { return parse(arguments.split(u' ')); }

    QString file(const char *name, const QByteArray &bytes, bool isPrivate = false)
    {
        const QString path = m_folder.filePath(QString::fromLatin1(name));
        QFile::remove(path);
        QFile file(path);
        auto mode = QFile::ReadOwner | QFile::WriteOwner;
        if (!isPrivate)
            mode |= QFile::ReadGroup;
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.setPermissions(mode))
            qFatal("cannot write a file of the test");
        return path;
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(tst_CtlWorkOptions)
#include "tst_CtlWorkOptions.moc"
