// SPDX-License-Identifier: Apache-2.0
// AgenticMail's workers at the doors of a real node: let in by where they are, for two routes, and told to everybody.

#include "app/shared/LocalNodeHost.h"
#include "core/controlplane/ControlPlane.h"
#include "core/wire/HttpClient.h"
#include "tests/app/OneAnswer.h"
#include "tests/support/Outcome.h"

#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

//! The system's clock, and a minute that can be skipped.
class SkippingClock final : public Clock
{
public:
    Timestamp now() const override { return m_real.now() + m_skipped; }
    SteadyTime steadyNow() const override { return m_real.steadyNow() + m_skipped; }
    void skip(milliseconds span) { m_skipped += span; }

private:
    const SystemClock m_real;
    milliseconds m_skipped{0};
};

} // namespace

class tst_LocalNodeKeyless final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup()
    {
        (void)outcomeOf(m_host->stop());
        m_host.reset();
    }

    void aWorkerWithoutAKeyRegistersAndBeats()
    {
        start(u"loopback"_s);

        QVERIFY_RESULT(registered("mac-mini"));
        QVERIFY_RESULT(asked("POST", u"/api/engine/cluster/heartbeat/mac-mini"_s, "{\"agents\":[\"a1\"]}"));

        QStringList names;
        const QList<Node> nodes = outcomeOf(m_host->cluster()->snapshot())->nodes;
        for (const Node &node : nodes)
            names.append(node.who.name);
        QVERIFY(names.contains(u"mac-mini"_s));
    }

    void theirAgentsAreRestartedByAPost_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("why");
        QTest::newRow("taken") << "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"_ba << QString();
        QTest::newRow("as the real one answers") << "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"_ba
                                                 << u"mac-mini did not take the order: it answered 404"_s;
    }
    void theirAgentsAreRestartedByAPost()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QString, why);
        start(u"loopback"_s);
        OneAnswer worker(answer);
        QVERIFY_RESULT(registered("mac-mini", worker.port()));

        const Result<void> restarted = outcomeOf(m_host->cluster()->restartAgents(NodeId(u"mac-mini"_s)));

        QCOMPARE(worker.asked, QByteArrayList{"POST /restart HTTP/1.1"});
        QCOMPARE(restarted ? QString() : restarted.error().what, why);
    }

    void everybodyIsTold()
    {
        start(u"loopback"_s);

        const QList<ClusterNotice> notices = outcomeOf(m_host->cluster()->facts())->notices;

        QCOMPARE(notices.size(), 1);
        QCOMPARE(notices[0].code, u"agenticmail-workers"_s);
    }

    void itIsOffUnlessAsked_data()
    {
        QTest::addColumn<QString>("sources");
        QTest::newRow("off") << u"off"_s;
        QTest::newRow("another network") << u"10.0.0.0/8"_s;
    }
    void itIsOffUnlessAsked()
    {
        QFETCH(QString, sources);
        start(sources);

        QCOMPARE(registered("mac-mini").error().codeOrDefault(), u"not-authenticated"_s);
    }

    void nothingElseIsOpen_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("path");
        QTest::newRow("nodes") << "GET"_ba << u"/api/engine/cluster/nodes"_s;
        QTest::newRow("stream") << "GET"_ba << u"/api/engine/cluster/stream"_s;
        QTest::newRow("remove") << "DELETE"_ba << u"/api/engine/cluster/nodes/mac-mini"_s;
        QTest::newRow("restart") << "POST"_ba << u"/api/engine/cluster/nodes/mac-mini/restart"_s;
        QTest::newRow("test") << "POST"_ba << u"/api/engine/cluster/test-connection"_s;
        QTest::newRow("native nodes") << "GET"_ba << u"/api/v1/nodes"_s;
        QTest::newRow("native announcement") << "POST"_ba << u"/api/v1/nodes"_s;
        QTest::newRow("tokens") << "POST"_ba << u"/api/v1/tokens"_s;
        QTest::newRow("no such place") << "GET"_ba << u"/nowhere"_s;
    }
    void nothingElseIsOpen()
    {
        QFETCH(QByteArray, method);
        QFETCH(QString, path);
        start(u"loopback"_s);

        QCOMPARE(asked(method, path, "{}").error().codeOrDefault(), u"not-authenticated"_s);
    }

    void whatTheyNeverStopSendingIsNoNews_data()
    {
        QTest::addColumn<QString>("sources");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("events");
        const QString status = u"/api/engine/agent-status/mac-mini"_s;
        QTest::newRow("let in without keys") << u"loopback"_s << "POST"_ba << status << 0;
        QTest::newRow("not let in") << u"10.0.0.0/8"_s << "POST"_ba << status << 1;
        QTest::newRow("probing tokens") << u"loopback"_s << "GET"_ba << u"/api/v1/tokens"_s << 1;
        QTest::newRow("probing the backup") << u"loopback"_s << "GET"_ba << u"/api/v1/backup"_s << 1;
        QTest::newRow("reading") << u"loopback"_s << "GET"_ba << status << 1;
    }
    void whatTheyNeverStopSendingIsNoNews()
    {
        QFETCH(QString, sources);
        QFETCH(QByteArray, method);
        QFETCH(QString, path);
        QFETCH(int, events);
        start(sources);
        auto *plane = static_cast<ControlPlane *>(m_host->cluster());
        QList<CallersRefused> told;
        connect(plane, &Cluster::eventArrived, this, [&told](const ClusterEvent &event) {
            if (const auto *refused = std::get_if<CallersRefused>(&event.what))
                told.append(*refused);
        });

        QCOMPARE(asked(method, path, "{}").error().codeOrDefault(), u"not-authenticated"_s);
        m_clock.skip(std::chrono::seconds(61));
        plane->sweep();

        QCOMPARE(told.size(), events);
    }

    void aPingDialsThem()
    {
        start(u"loopback"_s);
        OneAnswer worker("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
        QVERIFY_RESULT(registered("mac-mini", worker.port()));

        const Result<PingReport> ping = outcomeOf(m_host->cluster()->ping(NodeId(u"mac-mini"_s)));

        QVERIFY_RESULT(ping);
        QCOMPARE(ping->via, u"dial"_s);
    }

    void pingsOfThemAreFew()
    {
        start(u"loopback"_s);
        OneAnswer worker("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
        QVERIFY_RESULT(registered("mac-mini", worker.port()));
        const auto ping = [this] { return outcomeOf(m_host->cluster()->ping(NodeId(u"mac-mini"_s))); };
        for (int i = 0; i < limits::kReachesPerMinute; ++i)
            QVERIFY_RESULT(ping());

        QCOMPARE(ping().error().kind, ErrorKind::Busy);
        QCOMPARE(worker.asked.size(), limits::kReachesPerMinute);
        m_clock.skip(std::chrono::seconds(61));
        QVERIFY_RESULT(ping());
    }

    void whoComesThroughAProxyIsNobody()
    {
        start(u"loopback"_s);
        HttpCallOptions options;
        options.headers = {{"X-Forwarded-For", "127.0.0.1"}};
        HttpClient client(m_url);

        const auto answer = outcomeOf(client.send("POST", u"/api/engine/cluster/register"_s, "application/json",
                                                  "{\"nodeId\":\"w1\",\"host\":\"127.0.0.1\",\"port\":3101}", options));

        QCOMPARE(answer.error().codeOrDefault(), u"not-authenticated"_s);
    }

    void aWrongKeyIsNotNoKey()
    {
        start(u"loopback"_s);
        HttpClient client(m_url);
        client.setToken(Secret("a-wrong-key"));

        const auto answer = outcomeOf(client.send("POST", u"/api/engine/cluster/register"_s, "application/json",
                                                  "{\"nodeId\":\"w1\",\"host\":\"127.0.0.1\",\"port\":3101}"));

        QCOMPARE(answer.error().codeOrDefault(), u"not-authenticated"_s);
    }

private:
    void start(const QString &sources)
    {
        m_host = std::make_unique<LocalNodeHost>(m_clock);
        LocalNodeOptions options;
        options.dataFolder = m_folder->path();
        options.name = u"host-1"_s;
        options.port = 0;
        options.keylessWorkers = *KeylessSources::parse(sources, u"test"_s);
        const Result<LocalNodeFacts> started = outcomeOf(m_host->start(options));
        if (!started)
            qFatal("%s", qPrintable(started.error().text()));
        m_url = started->url;
    }
    Result<HttpAnswer> asked(const QByteArray &method, const QString &path, const QByteArray &body) const
    {
        HttpClient client(m_url);
        return outcomeOf(client.send(method, path, "application/json", body));
    }
    Result<HttpAnswer> registered(const QByteArray &name, int port = 3101) const
    {
        return asked("POST", u"/api/engine/cluster/register"_s,
                     "{\"nodeId\":\"" + name + "\",\"host\":\"127.0.0.1\",\"port\":" + QByteArray::number(port) + '}');
    }

    SkippingClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<LocalNodeHost> m_host;
    QUrl m_url;
};

QTEST_GUILESS_MAIN(tst_LocalNodeKeyless)
#include "tst_LocalNodeKeyless.moc"
