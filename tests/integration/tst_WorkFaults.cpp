// SPDX-License-Identifier: Apache-2.0
// Work that means no good, by the real programs: agents that misbehave, payloads that are too long, two editors of one pin
// (issue 4, Bad input and faults; reliability.md D-7).
#include "tests/integration/WorkBench.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QTcpSocket>

#include <csignal>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

struct Answer {
    int status = 0;
    QJsonObject body;
};

//! The API as it is, without a client of ours.
Answer ask(const WorkBench &bench, const QByteArray &verb, const QString &path, const QByteArray &body)
{
    QNetworkAccessManager manager;
    manager.setProxy(QNetworkProxy::NoProxy);
    QNetworkRequest request(QUrl(bench.main->url() + u"/api/v1"_s + path));
    request.setRawHeader("Authorization", "Bearer " + bench.adminToken());
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    QNetworkReply *reply = manager.sendCustomRequest(request, verb, body);
    (void)QTest::qWaitFor([reply] { return reply->isFinished(); }, kWorkPatienceMs);
    return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), QJsonDocument::fromJson(reply->readAll()).object()};
}

Answer pin(const WorkBench &bench, const NodeId &node, quint64 version)
{
    const QJsonObject body{{u"node"_s, node.text()}, {u"mode"_s, u"strict"_s}, {u"version"_s, qint64(version)}};
    return ask(bench, "PUT", u"/assignments/agent/hello"_s, QJsonDocument(body).toJson());
}

} // namespace

class tst_WorkFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void misbehavingAgentsHurtNobody();
    void residentsAreSeenWithWhatTheyTake();
    void whatIsTooLongOrUnknownIsRefused();
    void twoEditorsOfOnePin();
    void racingEditorsLoseNothing();

private:
    //! Waits for the end of \a id.
    static Job over(WorkBench *bench, const JobId &id)
    {
        (void)QTest::qWaitFor([&] { return isOver(bench->job(id).state); }, kWorkPatienceMs);
        return bench->job(id);
    }
    static QString outputOf(const Job &job)
    {
        return QJsonDocument::fromJson(job.result).object().value("output"_L1).toString();
    }
};

void tst_WorkFaults::misbehavingAgentsHurtNobody()
{
    WorkBench bench;
    QVERIFY(bench.isUp);
    const QMap<QString, QString> scripts{
        {u"endless"_s, u"while :; do sleep 1; done"_s},
        {u"flood"_s, u"yes flood | head -c 8000000; yes error | head -c 8000000 >&2"_s},
        {u"forks"_s, u"sleep 97 & echo $!"_s},
        {u"daemon"_s, u"(sleep 97 & echo $! > %1) & wait; setsid sleep 97 & echo $! > %2"_s.arg(bench.path(u"child"_s), bench.path(u"daemon"_s))},
        {u"quick"_s, u"exit 7"_s},
        {u"bytes"_s, u"printf 'a\\377\\376\\000\\033[2Jb\\303'"_s},
    };
    QMap<QString, JobId> ids;
    for (auto it = scripts.begin(); it != scripts.end(); ++it) {
        QVERIFY_RESULT(bench.addAgent(it.key(), it.value()));
        JobRequest request{.entity = WorkBench::agent(it.key()), .payload = "{}", .attempts = 1};
        request.attemptTimeout = milliseconds(it.key() == u"endless" ? 2000 : 0);
        const Result<Job> job = outcomeOf(bench.admin->submit(request));
        QVERIFY_RESULT(job);
        ids.insert(it.key(), job->id);
    }

    const Job endless = over(&bench, ids[u"endless"_s]);
    QCOMPARE(endless.state, JobState::Failed);
    QCOMPARE(endless.error->code, u"timeout"_s);
    const Job flood = over(&bench, ids[u"flood"_s]);
    QCOMPARE(flood.state, JobState::Completed);
    QVERIFY(flood.result.size() <= limits::kJobResultBytes);
    QCOMPARE(QJsonDocument::fromJson(flood.result).object().value("truncated"_L1).toBool(), true);
    const Job forks = over(&bench, ids[u"forks"_s]);
    QCOMPARE(forks.state, JobState::Completed);
    QTRY_VERIFY_WITH_TIMEOUT(!isAlive(outputOf(forks).trimmed().toLongLong()), kWorkPatienceMs);
    const Job daemon = over(&bench, ids[u"daemon"_s]); // Over, whoever holds its output.
    QCOMPARE(daemon.state, JobState::Completed);
    QTRY_VERIFY_WITH_TIMEOUT(!isAlive(bench.lines(u"child"_s).value(0).toLongLong()), kWorkPatienceMs);
    const qint64 escaped = bench.lines(u"daemon"_s).value(0).toLongLong(); // Into a session of its own.
    QVERIFY(escaped > 0 && !isAlive(escaped));
    const Job quick = over(&bench, ids[u"quick"_s]);
    QCOMPARE(quick.state, JobState::Failed);
    QCOMPARE(quick.error->code, u"exit-status"_s);
    const Job bytes = over(&bench, ids[u"bytes"_s]);
    QCOMPARE(bytes.state, JobState::Completed);
    QVERIFY2(outputOf(bytes).startsWith(u"a\ufffd\ufffd"_s) && outputOf(bytes).contains(u'b'), bytes.result.constData());

    QVERIFY_RESULT(bench.addAgent(u"good"_s, u"cat"_s));
    QCOMPARE(outputOf(over(&bench, bench.submit(u"good"_s))), u"{\"x\":1}"_s);
    QCOMPARE(bench.worker->log().count("Connected for work"_L1), 1);
    QCOMPARE(bench.node(kWorker).status == NodeStatus::Online || bench.node(kWorker).status == NodeStatus::Degraded, true);
}

void tst_WorkFaults::residentsAreSeenWithWhatTheyTake()
{
    WorkBench bench;
    QVERIFY(bench.isUp);
    QVERIFY_RESULT(bench.addAgent(u"dies"_s, u"exit 3"_s, {.isResident = true}));
    QVERIFY_RESULT(bench.addAgent(u"lives"_s, u"setsid sh -c 'while :; do :; done' & wait"_s, {.isResident = true}));
    const auto seen = [&bench](const QString &id) {
        const QJsonArray agents = ask(bench, "GET", u"/nodes/work-1"_s, {}).body.value("agents"_L1).toArray();
        const auto found = std::ranges::find(agents, WorkBench::agent(id).text(), [](const QJsonValue &one) { return one["id"_L1].toString(); });
        return found == agents.end() ? QJsonObject() : found->toObject();
    };
    QTRY_COMPARE_WITH_TIMEOUT(seen(u"dies"_s).value("state"_L1).toString(), u"crashed"_s, kWorkPatienceMs);
    QVERIFY(seen(u"dies"_s).value("restarts"_L1).toInt() >= 2);
    QVERIFY(seen(u"dies"_s).value("memoryBytes"_L1).isNull());

    // With the processes that it started, in sessions of their own too.
    QTRY_VERIFY_WITH_TIMEOUT(seen(u"lives"_s).value("cpu"_L1).toDouble() > 0.1, kWorkPatienceMs);
    const QJsonObject lives = seen(u"lives"_s);
    QCOMPARE(lives.value("state"_L1).toString(), u"running"_s);
    QVERIFY(lives.value("memoryBytes"_L1).toInteger() > 100 * 1024);
    QCOMPARE(lives.value("restarts"_L1).toInt(), 0);
    QVERIFY(Timestamp::fromIso8601(lives.value("startedAt"_L1).toString(), {}));
}

void tst_WorkFaults::whatIsTooLongOrUnknownIsRefused()
{
    WorkBench bench;
    QVERIFY(bench.isUp);
    QVERIFY_RESULT(bench.addAgent(u"hello"_s, u"cat > /dev/null"_s));
    const auto payloadOf = [](qsizetype bytes) { return '"' + QByteArray(bytes - 2, 'x') + '"'; };

    QTcpSocket raw; // Refused by its head alone; clients that write on do not all read the answer.
    raw.connectToHost(u"127.0.0.1"_s, bench.port().toUShort());
    raw.write("POST /api/v1/entities/agent/hello/jobs HTTP/1.1\r\nHost: 127.0.0.1:" + bench.port().toLatin1() + "\r\nAuthorization: Bearer "
              + bench.adminToken() + "\r\nContent-Type: application/json\r\nContent-Length: 5242880\r\n\r\n");
    QTRY_VERIFY_WITH_TIMEOUT(raw.canReadLine(), kWorkPatienceMs);
    QVERIFY(raw.readLine().startsWith("HTTP/1.1 413 "));
    QFile file(bench.path(u"payload.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(payloadOf(5 * 1024 * 1024)), qint64(5 * 1024 * 1024));
    file.close();
    const CtlOutcome shell = bench.ctl(u"jobs submit agent/hello --data @"_s + file.fileName());
    QCOMPARE(shell.exitCode, 2);
    QVERIFY2(shell.errors.contains("--data"), shell.errors.constData());
    const JobId most = bench.submit(u"hello"_s, payloadOf(limits::kJobPayloadBytes));
    QVERIFY(!most.isEmpty()); // The most that is allowed goes all the way.
    QCOMPARE(over(&bench, most).state, JobState::Completed);
    QVERIFY(bench.submit(u"hello"_s, payloadOf(limits::kJobPayloadBytes + 1)).isEmpty());
    QCOMPARE(outcomeOf(bench.admin->jobs({}))->jobs.size(), 1);

    const Answer nobody = ask(bench, "POST", u"/entities/agent/nobody/jobs"_s, "{}");
    QCOMPARE(nobody.status, 404);
    QCOMPARE(nobody.body.value("code"_L1).toString(), u"not-found"_s);
    const Answer nowhere = ask(bench, "PUT", u"/assignments/agent/hello"_s, R"({"node":"nowhere","mode":"strict"})");
    QCOMPARE(nowhere.status, 404);
    QVERIFY(nowhere.body.value("error"_L1).toString().contains(u"nowhere"_s));
    QCOMPARE(bench.entity(u"hello"_s).assignment->node, kWorker);
}

//! D-7: the second is told what is there, and can see it beside what it wanted.
void tst_WorkFaults::twoEditorsOfOnePin()
{
    WorkBench bench;
    QVERIFY(bench.isUp);
    QVERIFY_RESULT(bench.addAgent(u"hello"_s, u"echo done"_s, {.node = {}}));
    const quint64 seen = 0; // By both: it was never pinned.

    QCOMPARE(pin(bench, kMain, seen).status, 200);
    const Answer second = pin(bench, kWorker, seen);

    QCOMPARE(second.status, 409);
    QCOMPARE(second.body.value("code"_L1).toString(), u"version"_s);
    const QJsonObject current = second.body.value("current"_L1).toObject();
    QCOMPARE(current.value("node"_L1).toString(), kMain.text());
    QCOMPARE(bench.entity(u"hello"_s).assignment->node, kMain); // Not overwritten.
    QCOMPARE(pin(bench, kWorker, quint64(current.value("version"_L1).toInteger())).status, 200); // With open eyes.
    QCOMPARE(bench.entity(u"hello"_s).assignment->node, kWorker);
}

void tst_WorkFaults::racingEditorsLoseNothing()
{
    WorkBench bench;
    QVERIFY(bench.isUp);
    QVERIFY_RESULT(bench.addAgent(u"hello"_s, u"echo done"_s));
    quint64 version = bench.entity(u"hello"_s).assignment->version;
    int taken = 0;
    for (int round = 0; round < 100; ++round) {
        QList<Future<EntityState>> both; // At once: whoever is second saw what is no more.
        for (const NodeId &node : {kMain, kWorker})
            both.append(bench.admin->assign({WorkBench::agent(u"hello"_s), node, AssignmentMode::Strict, version}));
        for (const Future<EntityState> &one : both) {
            const Result<EntityState> state = outcomeOf(one);
            QVERIFY(state || state.error().code == "version"_L1);
            taken += state ? 1 : 0;
            version = state ? state->assignment->version : version;
        }
        QCOMPARE(taken, round + 1); // Exactly one of them.
    }
    QCOMPARE(bench.entity(u"hello"_s).assignment->version, version);
}

QTEST_GUILESS_MAIN(tst_WorkFaults)
#include "tst_WorkFaults.moc"
