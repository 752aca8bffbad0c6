// SPDX-License-Identifier: Apache-2.0
// T1 of ux.md 6 once more, with nothing in between: a real musterd, the kernel that drops packets, signals that stop and
// kill, and clocks that run as they do. tst_HonestLink has the finer cases. MUSTER_CHAOS_NIGHT=1 suspends for 60 s.
#include "tests/chaos/ChaosStage.h"
#include "tests/chaos/LossyNetwork.h"
#include "tests/chaos/RealServer.h"
#include "tests/integration/TwoHosts.h"

#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace muster {

namespace {

constexpr int kBusyMs = 4000; //!< What a busy machine may take on top of each bar; the true figures are printed.
constexpr int kKilledSeenMs = 2000 + kBusyMs;
constexpr int kWholeMs = 3000 + kBusyMs / 2; //!< From the server accepting.
//! Twice the keep-alive, and the second in which the watch looks.
constexpr int kSilenceSeenMs = int((2 * limits::kSseKeepAlive).count()) + 1000 + kBusyMs;

//! A console on a real server of its own, with a stopwatch.
struct Scene {
    explicit Scene(const QString &called) : name(called), server(2000) {}

    bool open()
    {
        if (!server.isReady())
            return false;
        console = std::make_unique<WatchedSession>(server.url(), server.token(), clock);
        console->session.start();
        return console->waitForLive(milliseconds(15'000));
    }
    //! The fault begins.
    void begin()
    {
        lists = console->lists;
        number = console->session.mirror().position().number;
        QObject::connect(&console->session, &ClusterSession::linkChanged, &console->session, [this](const LinkReport &link) {
            if (seenMs < 0 && !link.isLive())
                seenMs = timer.elapsed();
        });
        timer.start();
    }
    bool isSeen() const { return seenMs >= 0; }
    //! Live, by a new snapshot, or because the old stream went on with what came after the fault.
    bool isWhole() const
    {
        const bool isFresh = console->lists > lists || console->session.mirror().position().number > number;
        return isSeen() && console->session.isLive() && isFresh;
    }
    void tell(qint64 wholeMs) const
    {
        qInfo("%s: seen after %lld ms, whole %lld ms after that was possible", qPrintable(name),
              static_cast<long long>(seenMs), static_cast<long long>(wholeMs));
    }

    QString name;
    SystemClock clock;
    RealServer server;
    std::unique_ptr<WatchedSession> console; // Goes before what it looks at.
    QElapsedTimer timer;
    qint64 seenMs = -1;
    int lists = 0;
    quint64 number = 0;
};

//! This program again, as a console that can be suspended. Prints its link's state and how many nodes it shows.
int beConsole(const QString &url, const QByteArray &token)
{
    const SystemClock clock;
    WatchedSession console(QUrl(url), token, clock);
    const auto print = [&console] {
        std::printf("%s %d %s\n", console.session.isLive() ? "live" : "not-live", int(console.session.mirror().count()),
                    console.hasOpenDoor ? "open-door" : "shut");
        std::fflush(stdout);
    };
    QObject::connect(&console.session, &ClusterSession::linkChanged, &console.session, print);
    QObject::connect(&console.session, &ClusterSession::changed, &console.session, print);
    console.session.start();
    return QCoreApplication::exec();
}

} // namespace

class tst_HonestLinkReal final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString problem = raiseLoopback();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }

    void killedAndRestarted()
    {
        Scene scene(u"killed"_s);
        QVERIFY(scene.open());
        const quint16 port = scene.server.port();
        const QString epoch = scene.console->session.mirror().position().epoch;
        scene.begin();
        scene.server.kill();
        QVERIFY(QTest::qWaitFor([&] { return scene.isSeen(); }, kKilledSeenMs));
        QVERIFY(!scene.console->session.link().cause.what.isEmpty());
        QVERIFY(scene.console->session.mirror().count() > 0); // What was known stays.
        scene.console->tryToChange();

        QVERIFY2(scene.server.start(port), qPrintable(scene.server.log()));
        QElapsedTimer back;
        back.start();
        QVERIFY(QTest::qWaitFor([&] { return scene.isWhole(); }, kWholeMs));
        scene.tell(back.elapsed());
        QVERIFY(scene.console->session.mirror().position().epoch != epoch);
        QVERIFY(!scene.console->hasOpenDoor);
    }

    // All at once, as each of them takes its time.
    void silenceIsSeenWhateverItsCause()
    {
        Scene hole(u"black hole"_s);
        Scene half(u"half open"_s);
        Scene frozen(u"suspended server"_s);
        QVERIFY(hole.open() && half.open() && frozen.open());
        const quint16 halfPort = half.server.port();
        for (Scene *scene : {&hole, &half, &frozen})
            scene->begin();
        QVERIFY(setLoss(100, hole.server.port(), 0).isEmpty());
        frozen.server.suspend();
        // The server is another one now, and the client is never told that its connection leads nowhere.
        QVERIFY(cutConnections(halfPort).isEmpty());
        half.server.kill();
        QVERIFY2(half.server.start(halfPort), qPrintable(half.server.log()));

        QVERIFY(QTest::qWaitFor([&] { return hole.isSeen() && half.isSeen() && frozen.isSeen(); }, kSilenceSeenMs));
        for (Scene *scene : {&hole, &half, &frozen}) {
            scene->console->tryToChange();
            QVERIFY(scene->console->session.mirror().count() > 0);
        }
        QElapsedTimer sinceSeen;
        sinceSeen.start();
        // By itself: nobody heals it. The server accepts all the while, and is asked as soon as the stream is quiet.
        QVERIFY2(QTest::qWaitFor([&] { return half.isWhole(); }, kWholeMs), qPrintable(half.console->session.link().cause.text()));
        half.tell(sinceSeen.elapsed());
        const qint64 wanted = isNight() ? 60'000 : 0;
        (void)QTest::qWaitFor([&] { return hole.timer.elapsed() >= wanted; }, int(wanted) + 5000);

        QVERIFY(!hole.console->session.isLive());
        QVERIFY(!frozen.console->session.isLive());
        QVERIFY(clearLoss(hole.server.port()).isEmpty());
        frozen.server.resume();
        QElapsedTimer healed;
        healed.start();
        // No pause is added: attempts follow each other from start to start, and the kernel asks again within each.
        const int most = kWholeMs;
        QVERIFY2(QTest::qWaitFor([&] { return hole.isWhole(); }, most), qPrintable(hole.console->session.link().cause.text()));
        hole.tell(healed.elapsed());
        QVERIFY2(QTest::qWaitFor([&] { return frozen.isWhole(); }, most), qPrintable(frozen.console->session.link().cause.text()));
        frozen.tell(healed.elapsed());
        QVERIFY(!hole.console->hasOpenDoor && !half.console->hasOpenDoor && !frozen.console->hasOpenDoor);
    }

    void suspendedConsoleIsWholeWhenItGoesOn()
    {
        RealServer server(2000);
        QVERIFY2(server.isReady(), qPrintable(server.log()));
        QProcess console;
        QByteArray last;
        connect(&console, &QProcess::readyReadStandardOutput, &console, [&] {
            while (console.canReadLine())
                last = console.readLine().trimmed();
        });
        console.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        console.start(QCoreApplication::applicationFilePath(),
                      {u"--console"_s, server.url().toString(), QString::fromLatin1(server.token())});
        QVERIFY(QTest::qWaitFor([&] { return last == "live 1 shut"; }, 20'000));

        ::kill(pid_t(console.processId()), SIGSTOP);
        const auto worker = server.worker(u"w-1"_s); // What happens meanwhile.
        QVERIFY2(worker->isReady(), qPrintable(worker->log()));
        QElapsedTimer asleep;
        asleep.start();
        const int spanMs = isNight() ? 60'000 : 6000;
        (void)QTest::qWaitFor([&] { return asleep.elapsed() >= spanMs; }, spanMs + 5000);
        ::kill(pid_t(console.processId()), SIGCONT);
        QElapsedTimer awake;
        awake.start();

        QVERIFY2(QTest::qWaitFor([&] { return last == "live 2 shut"; }, kWholeMs), last.constData());
        qInfo("suspended console: whole %lld ms after it went on", static_cast<long long>(awake.elapsed()));
        console.kill();
        console.waitForFinished();
    }

private:
    static bool isNight() { return qEnvironmentVariableIsSet("MUSTER_CHAOS_NIGHT"); }
};

} // namespace muster

int main(int argc, char **argv)
{
    const bool isConsole = argc == 4 && QByteArrayView(argv[1]) == "--console";
    if (!isConsole && !muster::enterOwnNetwork()) {
        std::fprintf(stderr, "this test needs network namespaces: %s\n", std::strerror(errno));
        return 1;
    }
    const QCoreApplication app(argc, argv);
    if (isConsole)
        return muster::beConsole(QString::fromLocal8Bit(argv[2]), argv[3]);
    muster::tst_HonestLinkReal test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_HonestLinkReal.moc"
