// SPDX-License-Identifier: Apache-2.0
// M-2: two hundred workers beat at a real musterd while the kernel drops every fifth packet both ways; none is called offline.
// The product's own intervals: a beat each 10 s, offline after 30. One minute, or MUSTER_CHAOS_SECONDS.
#include "tests/chaos/EventWatch.h"
#include "tests/chaos/LossyNetwork.h"
#include "tests/chaos/Workers.h"
#include "tests/integration/ProgramRun.h"
#include "tests/integration/TwoHosts.h"

#include <QFile>
#include <QLoggingCategory>
#include <QTest>

#include <cerrno>
#include <cstring>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr int kWorkers = 200;
constexpr int kPercent = 20;
constexpr int kPatienceMs = 60'000; // For the fleet to come in on a busy machine, before anything is lost.

} // namespace

class tst_LossyWorkers final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLoggingCategory::setFilterRules(u"muster.*.info=false"_s); // Two hundred nodes have much to tell.
        const QString problem = raiseLoopback();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }

    void noFalseOffline()
    {
        const QTemporaryDir root;
        const QString folder = root.filePath(u"cp"_s);
        DaemonRun server({u"--role"_s, u"main"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--data"_s, folder, u"--name"_s, u"cp-1"_s});
        QVERIFY2(server.isReady(), qPrintable(server.log()));
        const quint16 port = quint16(QUrl(server.url()).port());
        const auto token = [&folder](const QString &name) {
            QFile file(folder + u'/' + name);
            return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
        };
        EventWatch watch;
        QVERIFY2(watch.begin(port, token(u"admin.token"_s)), qPrintable(watch.problem()));
        Workers workers(kWorkers, QUrl(server.url()), token(u"join.token"_s));
        workers.start();
        QVERIFY(QTest::qWaitFor([&] { return workers.registered() == kWorkers; }, kPatienceMs));
        QTRY_COMPARE_WITH_TIMEOUT(watch.count(NodeStatus::Online) + watch.count(NodeStatus::Degraded), kWorkers, kPatienceMs);

        const int wanted = qEnvironmentVariableIntValue("MUSTER_CHAOS_SECONDS");
        const int seconds = wanted > 0 ? wanted : 60;
        const int beatsBefore = watch.beats();
        const QString problem = setLoss(kPercent, port, watch.localPort());
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        const qint64 begunMs = watch.nowMs();
        const auto isOver = [&] {
            return watch.nowMs() - begunMs >= seconds * 1000 || !watch.turnsTo(NodeStatus::Offline).isEmpty();
        };
        (void)QTest::qWaitFor(isOver, seconds * 1000 + 5000);
        const LossCount loss = lossSoFar(port);
        QVERIFY(clearLoss(port).isEmpty());

        qInfo("%d s: %lld of %lld packets dropped, %d beats arrived, longest silence of a worker %lld ms, not registered "
              "at the end %d",
              seconds, static_cast<long long>(loss.dropped), static_cast<long long>(loss.seen), watch.beats() - beatsBefore,
              static_cast<long long>(watch.longestGapMs()), kWorkers - workers.registered());
        QVERIFY2(watch.turnsTo(NodeStatus::Offline).isEmpty(), qPrintable(wordsOf(watch.turnsTo(NodeStatus::Offline))));
        QVERIFY2(watch.problem().isEmpty(), qPrintable(watch.problem()));
        // That it was bad out there: else the test would prove nothing.
        QVERIFY(loss.seen > kWorkers);
        QVERIFY(loss.dropped * 100 > loss.seen * (kPercent - 5) && loss.dropped * 100 < loss.seen * (kPercent + 5));
        QVERIFY(watch.beats() - beatsBefore >= kWorkers * (seconds / 10 - 2));
        workers.leaveSilently();
    }
};

int main(int argc, char **argv)
{
    if (!enterOwnNetwork()) {
        std::fprintf(stderr, "this test needs network namespaces: %s\n", std::strerror(errno));
        return 1;
    }
    const QCoreApplication app(argc, argv);
    tst_LossyWorkers test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_LossyWorkers.moc"
