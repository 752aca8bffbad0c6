// SPDX-License-Identifier: Apache-2.0
// M-5 and M-9: five hundred live workers lose their control plane to a kill and come back to it. Nobody is called offline,
// they do not all come in one second, and no connection is turned away at the door.
#include "tests/chaos/LossyNetwork.h"
#include "tests/chaos/RealServer.h"
#include "tests/chaos/Workers.h"
#include "tests/integration/TwoHosts.h"

#include <QLoggingCategory>
#include <QTest>

#include <cerrno>
#include <cstring>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr int kWorkers = 500;
constexpr int kBeatMs = 3000;
constexpr int kPatienceMs = 60'000; // For the fleet to come in on a busy machine, before anything happens.
constexpr int kBusyMs = 10'000;     // What a busy machine may take on top of the bar; the true figure is printed.

//! Connections that the kernel of this namespace turned away because nobody took them in time.
qint64 listenOverflows()
{
    QFile file(u"/proc/self/net/netstat"_s);
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    const QList<QByteArray> lines = file.readAll().split('\n'); // A line of names, a line of numbers, in pairs.
    for (qsizetype i = 0; i + 1 < lines.size(); i += 2) {
        const qsizetype column = lines.at(i).split(' ').indexOf("ListenOverflows");
        if (column >= 0)
            return lines.at(i + 1).split(' ').value(column).toLongLong();
    }
    return -1;
}

} // namespace

class tst_FleetReturns final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLoggingCategory::setFilterRules(u"muster.*.info=false\nmuster.*.warning=false"_s); // Each of them has much to tell.
        const QString problem = raiseLoopback();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }

    void killedServerIsNoOutage()
    {
        RealServer server(kBeatMs);
        QVERIFY2(server.isReady(), qPrintable(server.log()));
        Workers workers(kWorkers, server.url(), server.joinToken());
        workers.start();
        QVERIFY(QTest::qWaitFor([&] { return workers.registered() == kWorkers; }, kPatienceMs));
        const quint16 port = server.port();
        const qint64 overflows = listenOverflows();
        QVERIFY(overflows >= 0);

        server.kill();
        QVERIFY(QTest::qWaitFor([&] { return workers.registered() < kWorkers / 2; }, kPatienceMs)); // They have noticed.
        QVERIFY2(server.start(port), qPrintable(server.log()));
        EventWatch watch;
        QVERIFY2(server.watchBy(watch), qPrintable(watch.problem()));
        const auto areBack = [&] { return living(server) >= kWorkers * 99 / 100; };
        QVERIFY2(QTest::qWaitFor(areBack, kBeatMs + 2000 + kBusyMs), qPrintable(QString::number(living(server))));
        const qint64 tookMs = watch.nowMs();
        // Through what would have been a threshold of silence.
        (void)QTest::qWaitFor([&] { return watch.nowMs() >= 4 * kBeatMs; }, 4 * kBeatMs + 5000);

        qInfo("99 %% online again %lld ms after the ready line (interval %d ms), connections turned away: %lld",
              static_cast<long long>(tookMs), kBeatMs, static_cast<long long>(listenOverflows() - overflows));
        QVERIFY2(watch.turnsTo(NodeStatus::Offline).isEmpty(), qPrintable(wordsOf(watch.turnsTo(NodeStatus::Offline))));
        QCOMPARE(listenOverflows(), overflows);
        QVERIFY2(watch.problem().isEmpty(), qPrintable(watch.problem()));
        workers.leaveSilently();
    }

private:
    //! Nodes that `nodes list` calls online or degraded.
    static int living(const RealServer &server)
    {
        const QJsonArray nodes = server.ask({u"nodes"_s, u"list"_s, u"--output"_s, u"json"_s}).array();
        return int(std::ranges::count_if(nodes, [](const QJsonValue &node) {
            const QString status = node.toObject().value("status"_L1).toString();
            return status == "online"_L1 || status == "degraded"_L1;
        }));
    }
};

int main(int argc, char **argv)
{
    if (!enterOwnNetwork()) {
        std::fprintf(stderr, "this test needs network namespaces: %s\n", std::strerror(errno));
        return 1;
    }
    const QCoreApplication app(argc, argv);
    tst_FleetReturns test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_FleetReturns.moc"
