// SPDX-License-Identifier: Apache-2.0
// Logs over HTTP: what reaches the cluster, what comes back, whole and without a repetition however the reader is.
#include "core/dialects/native/NativeLogs.h"

#include "core/dialects/native/NativeClient.h"
#include "core/dialects/native/NativeLogFeed.h"
#include "core/mesh/MeshWorker.h"
#include "tests/dialects/native/PlaneBench.h"
#include "tests/dialects/native/ScriptedCluster.h"
#include "tests/mesh/ScriptedHandler.h"

#include <QTcpSocket>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

const LogSource kHello{.entity = *EntityRef::parse(u"agent/hello"_s, {})};

LogLine lineOf(quint64 number, const QString &text)
{
    return {number, {1'800'000'000'000}, LogStream::Error, NodeId(u"w1"_s), JobId(u"j-1"_s), text};
}

struct Follower {
    Follower(Cluster &cluster, const LogSource &source, quint64 after) : feed(cluster.followLog(source, after))
    {
        QObject::connect(feed.get(), &LogFeed::arrived, &context, [this](const QList<LogLine> &more) { lines += more; });
        QObject::connect(feed.get(), &LogFeed::ended, &context, [this](const Error &error) { end = error; });
    }
    bool isWhole() const
    {
        for (qsizetype i = 1; i < lines.size(); ++i) {
            if (lines[i].number != lines[i - 1].number + 1)
                return false;
        }
        return true;
    }
    QObject context;
    QList<LogLine> lines;
    std::optional<Error> end;
    std::unique_ptr<LogFeed> feed;
};

quint64 newestOf(Cluster &cluster)
{
    const Result<LogPage> page = outcomeOf(cluster.log({kHello, 0, 1}));
    return page && !page->lines.isEmpty() ? page->lines.constLast().number : 0;
}

//! A control plane over HTTP with one worker, which runs a job of the agent "hello".
struct Stage {
    Stage()
    {
        start();
        Cluster &plane = *bench.plane;
        EntityRequest request{.entity = agentCalled(u"hello"_s)};
        if (!outcomeOf(plane.announce(announcementOf(u"w1"_s))) || !outcomeOf(plane.beat(beatOf(u"w1"_s, 1)))
            || !outcomeOf(plane.saveEntity(request)) || !outcomeOf(plane.submit({kHello.entity.value(), "1"})))
            qFatal("the stage cannot be set");
        if (!QTest::qWaitFor([this] { return !handler.started.isEmpty(); }, 10000))
            qFatal("the job does not start");
    }
    void start()
    {
        auto [ours, theirs] = LocalMeshLine::pair();
        bench.plane->connectWorker(NodeId(u"w1"_s), std::move(theirs));
        worker.attach(std::move(ours));
    }
    void write(int from, int count, const QString &more = {})
    {
        QList<OutputLine> lines;
        for (int i = 0; i < count; ++i)
            lines.append({LogStream::Output, QString::number(from + i) + more});
        handler.writeAs({*kHello.entity, handler.started.constLast().id}, lines);
    }
    PlaneBench bench;
    ScriptedHandler handler;
    MeshWorker worker{{NodeId(u"w1"_s), u"abc"_s, 4}, {&handler}};
    SystemClock clock;
    NativeClient client{bench.api->address(), Credentials{Secret("viewer-key")}, clock, 1};
};

} // namespace

class tst_NativeLogs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pagesGoThereAndComeBack()
    {
        ScriptedCluster cluster;
        ApiBench bench(cluster);
        SystemClock clock;
        NativeClient client(bench.address(), Credentials{Secret("viewer-key")}, clock, 1);
        cluster.logPage = {{lineOf(7, u"a \"b\" \\ ä€😀"_s), lineOf(9, u""_s)}, true};
        cluster.logPage.lines[1].job = {};
        cluster.logPage.lines[1].node = {};
        cluster.logPage.lines[1].stream = LogStream::Muster;
        const LogSource acme{.entity = *EntityRef::parse(u"agent/acme:hello"_s, {})};

        const Result<LogPage> page = outcomeOf(client.log({acme, 6, 50}));

        QVERIFY_RESULT(page);
        QCOMPARE(page->lines, cluster.logPage.lines);
        QVERIFY(page->hasMore);
        QCOMPARE(cluster.lastLog->source, acme);
        QCOMPARE(cluster.lastLog->after, 6u);
        QCOMPARE(cluster.lastLog->most, 50);
        QCOMPARE(cluster.lastActor->name, u"viewer"_s);
        QVERIFY_RESULT(outcomeOf(client.log({{.entity = std::nullopt, .job = JobId(u"j-1"_s)}})));
        QCOMPARE(cluster.lastLog->source.job, JobId(u"j-1"_s));
    }

    void wrongQuestionsAreRefused()
    {
        ScriptedCluster cluster;
        ApiBench bench(cluster);
        for (const char *query : {"", "?source=hello", "?source=job/x", "?source=agent/hello&after=-1", "?source=agent/hello&most=0",
                                  "?source=agent/hello&most=10001", "?source=agent/hello&after=x"}) {
            for (const char *path : {"/api/v1/logs", "/api/v1/logs/stream"}) {
                const auto [status, body] = bench.ask("GET", QByteArray(path) + query, "viewer-key");
                QVERIFY2(status == 400, body.constData());
                QVERIFY2(body.contains("\"field\":\""), body.constData());
            }
        }
        QVERIFY(!cluster.lastLog);
    }

    void answersThatAreNoneAreProtocolErrors()
    {
        const QByteArray whole = NativeLogs::write({{lineOf(1, u"x"_s)}, false});
        QVERIFY_RESULT(NativeLogs::readPage(whole));
        for (const auto &[from, to] : {std::pair<QByteArray, QByteArray>{"\"lines\":[", "\"rows\":["}, {"\"number\":1", "\"number\":0"},
                                       {"\"number\":1", "\"number\":\"1\""}, {"2027-01-15", "yesterday"}, {"[{", "[7,{"}}) {
            QByteArray broken = whole;
            broken.replace(from, to);
            QVERIFY2(broken != whole, from.constData());
            const Result<LogPage> page = NativeLogs::readPage(broken);
            QVERIFY2(!page && page.error().kind == ErrorKind::Protocol, broken.constData());
        }
        QVERIFY(!NativeLogs::readPage(NativeLogs::write({{lineOf(2, {}), lineOf(2, {})}, false})));
        QVERIFY(!NativeLogs::readPage(NativeLogs::write({{lineOf(1, QString(limits::kLogLineBytes + 1, u'x'))}, false})));
        // What a server did not make safe is made so here.
        const auto hostile = NativeLogs::readPage(NativeLogs::write({{lineOf(1, u"\u001b[2J\u202e"_s)}, false}));
        QCOMPARE(hostile->lines.constFirst().text, u"\u241b[2J\\u202e"_s);
    }

    void aFollowerGetsEveryLineOnce()
    {
        Stage stage;
        stage.write(1, 1000);
        Follower one(stage.client, kHello, 0);
        for (int i = 1; i < 10; ++i)
            stage.write(1 + 1000 * i, 1000);
        QTRY_COMPARE_WITH_TIMEOUT(one.lines.size(), 10'001, 20000);
        QVERIFY(one.isWhole());
        QCOMPARE(one.lines.constLast().text, u"10000"_s);

        Follower late(stage.client, kHello, one.lines.constLast().number - 2);
        QTRY_COMPARE_WITH_TIMEOUT(late.lines.size(), 2, 10000);
        stage.write(10'001, 1);
        QTRY_COMPARE_WITH_TIMEOUT(late.lines.size(), 3, 10000);
        QTRY_COMPARE_WITH_TIMEOUT(one.lines.size(), 10'002, 10000);
        QVERIFY(!one.end);
    }

    void aLostStreamIsGoneOnWith()
    {
        Stage stage;
        stage.write(1, 3);
        auto one = std::make_unique<Follower>(stage.client, kHello, 0);
        QTRY_COMPARE_WITH_TIMEOUT(one->lines.size(), 4, 10000);

        stage.bench.restart();
        stage.start();

        QTRY_VERIFY_WITH_TIMEOUT(one->end.has_value(), 10000);
        QVERIFY(mayRetry(one->end->kind));
        stage.write(4, 3);
        Follower again(stage.client, kHello, one->lines.constLast().number);
        QTRY_COMPARE_WITH_TIMEOUT(again.lines.size(), 3, 10000);
        QCOMPARE(again.lines.constFirst().text, u"4"_s);
        QCOMPARE(again.lines.constFirst().number, 5u);
    }

    //! Neither cut off, nor kept in memory: it gets the rest when it reads on.
    void aSlowReaderGetsEveryLineLater()
    {
        Stage stage;
        QTcpSocket peer;
        peer.setReadBufferSize(1); // The kernel's own is full soon, and so is the server's.
        peer.connectToHost(QHostAddress::LocalHost, stage.bench.api->port);
        QTRY_COMPARE_WITH_TIMEOUT(peer.state(), QAbstractSocket::ConnectedState, 5000);
        peer.write(stage.bench.api->request("GET", "/api/v1/logs/stream?source=agent/hello", "viewer-key"));
        const QString kilobyte(1000, u'x');
        for (int i = 0; i < 12; ++i)
            stage.write(1 + 1000 * i, 1000, kilobyte);
        QTRY_COMPARE_WITH_TIMEOUT(newestOf(stage.client), 12'001u, 20000);

        peer.setReadBufferSize(0);
        QByteArray got;
        const auto isAll = [&] {
            got += peer.readAll();
            return got.contains("\"text\":\"12000x");
        };
        QTRY_VERIFY_WITH_TIMEOUT(isAll(), 20000);

        quint64 next = 1;
        for (qsizetype at = got.indexOf("{\"number\":"); at >= 0; at = got.indexOf("{\"number\":", at + 1))
            QCOMPARE(got.mid(at + 10, got.indexOf(',', at) - at - 10).toULongLong(), next++);
        QCOMPARE(next, 12'002u);
    }

    void whatIsForgottenEndsItsStreams()
    {
        Stage stage;
        stage.write(1, 1);
        Follower one(stage.client, kHello, 0);
        QTRY_COMPARE_WITH_TIMEOUT(one.lines.size(), 2, 10000);

        QVERIFY_RESULT(outcomeOf(stage.bench.plane->removeEntity(*kHello.entity)));

        QTRY_VERIFY_WITH_TIMEOUT(one.end.has_value(), 10000);
        QCOMPARE(one.end->kind, ErrorKind::NotFound);
        QCOMPARE(outcomeOf(stage.client.log({kHello})).error().kind, ErrorKind::NotFound);
        Follower none(stage.client, kHello, 0);
        QTRY_VERIFY_WITH_TIMEOUT(none.end.has_value(), 10000);
        QCOMPARE(none.end->kind, ErrorKind::NotFound);
    }

    void keysThatAreNoneGetNothing()
    {
        Stage stage;
        NativeClient client(stage.bench.api->address(), Credentials{Secret("garbage")}, stage.clock, 1);
        Follower one(client, kHello, 0);
        QTRY_VERIFY_WITH_TIMEOUT(one.end.has_value(), 10000);
        QCOMPARE(one.end->kind, ErrorKind::Refused);
        // Nor is a key sent in the open.
        NativeClient plain({u"native"_s, QUrl(u"http://muster.example"_s)}, Credentials{Secret("key")}, stage.clock, 1);
        Follower other(plain, kHello, 0);
        QTRY_VERIFY_WITH_TIMEOUT(other.end.has_value(), 10000);
        QCOMPARE(other.end->code, u"plain-secrets"_s);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_NativeLogs)
#include "tst_NativeLogs.moc"
