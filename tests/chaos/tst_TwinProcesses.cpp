// SPDX-License-Identifier: Apache-2.0
// M-8 with real programs: two machines that call themselves the same, started, killed and started again in random order: whoever
// came second is refused, the screen shows the conflict, and no byte of the first one's is overwritten. A few rounds, or
// MUSTER_CHAOS_RUNS of them, drawn by MUSTER_CHAOS_SEED; a thousand at night. tst_MembershipPromises does it within one process, a
// thousand times in every run.
#include "tests/chaos/RealServer.h"

#include <QTest>

#include <array>
#include <random>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr int kBeatMs = 500; // Offline after 1500.
constexpr int kConflict = 9; // musterd's exit code.

} // namespace

class tst_TwinProcesses final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const int seed = qEnvironmentVariableIntValue("MUSTER_CHAOS_SEED");
        m_random.seed(quint32(seed > 0 ? seed : 8));
        m_server = std::make_unique<RealServer>(kBeatMs);
        QVERIFY2(m_server->isReady(), qPrintable(m_server->log()));
    }

    void whoComesSecondIsRefused()
    {
        const int wanted = qEnvironmentVariableIntValue("MUSTER_CHAOS_RUNS");
        const int runs = wanted > 0 ? wanted : 6;
        for (int run = 0; run < runs; ++run) {
            m_name = u"twin-%1"_s.arg(run);
            m_machines = {};
            QVERIFY2(startBoth(), qPrintable(m_fault));
            for (int step = 0; step < 2; ++step)
                QVERIFY2(goOn(), qPrintable(u"%1: %2"_s.arg(m_name, m_fault)));
            m_machines = {}; // Both are killed.
            QCOMPARE(m_server->ask({u"nodes"_s, u"remove"_s, m_name, u"--yes"_s}).exitCode, 0);
        }
        qInfo("%d pairs: %d starts, %d refused, %d took the id of one that was offline, 0 overwritten", runs, m_starts, m_refused, m_taken);
        QVERIFY(m_refused >= runs);
    }

private:
    using Machine = std::unique_ptr<DaemonRun>;

    int below(int bound) { return int(m_random() % quint32(bound)); }
    bool fail(const QString &what)
    {
        m_fault = what;
        return false;
    }
    void start(int which)
    {
        ++m_starts;
        m_machines[size_t(which)] = std::make_unique<DaemonRun>(
            QStringList{u"--join"_s, m_server->url().toString(), u"--join-token-file"_s, m_server->folder(u"cp/join.token"_s), u"--data"_s,
                        m_server->folder(u"%1-%2"_s.arg(m_name).arg(which)), u"--name"_s, m_name});
    }
    //! Both at about the same time, in any order: one becomes the owner.
    bool startBoth()
    {
        const int first = below(2);
        start(first);
        QTest::qWait(below(60));
        start(1 - first);
        const auto isDecided = [this](int which) {
            return m_machines[size_t(which)]->process().canReadLine() || m_machines[size_t(which)]->process().state() == QProcess::NotRunning;
        };
        (void)QTest::qWaitFor([&] { return isDecided(0) && isDecided(1); }, 30'000);
        m_owner = m_machines[0]->process().state() == QProcess::Running ? 0 : 1;
        if (!m_machines[size_t(m_owner)]->isReady())
            return fail(u"nobody got in: "_s + m_machines[size_t(m_owner)]->log());
        return isRefused(1 - m_owner) && isShown();
    }
    //! Something happens to one of them.
    bool goOn()
    {
        switch (below(3)) {
        case 0: // The other tries again.
            start(1 - m_owner);
            return isRefused(1 - m_owner) && isShown();
        case 1: // The owner is killed and comes back, before or after the other tries.
            m_machines[size_t(m_owner)] = {};
            if (below(2) == 0 && !tryInTime(1 - m_owner))
                return false;
            if (m_machines[size_t(m_owner)])
                return owns(); // The other took its place, as it had time to.
            start(m_owner);
            return m_machines[size_t(m_owner)]->isReady() ? owns() : fail(m_machines[size_t(m_owner)]->log());
        default: // The owner is gone for good: once it is offline the other may have its place, and it is the one refused.
            m_machines[size_t(m_owner)] = {};
            if (!QTest::qWaitFor([this] { return node()["status"_L1].toString() == u"offline"; }, 30'000))
                return fail(u"never offline"_s);
            m_owner = 1 - m_owner;
            ++m_taken;
            start(m_owner);
            if (!m_machines[size_t(m_owner)]->isReady())
                return fail(m_machines[size_t(m_owner)]->log());
            start(1 - m_owner);
            return isRefused(1 - m_owner) && isShown();
        }
    }
    //! While the owner, which was just killed, counts as living, \a which is refused. A start that takes so long that it does
    //! not any more may take its place.
    bool tryInTime(int which)
    {
        QElapsedTimer timer;
        timer.start();
        start(which);
        QProcess &process = m_machines[size_t(which)]->process();
        (void)QTest::qWaitFor([&process] { return process.canReadLine() || process.state() == QProcess::NotRunning; }, 30'000);
        if (process.state() == QProcess::NotRunning) {
            m_machines[size_t(m_owner)] = {};
            return isRefused(which);
        }
        if (timer.elapsed() < 2 * kBeatMs) // Offline is after three; its last beat may be one old.
            return fail(u"took the id of a node that was not offline"_s);
        m_owner = which;
        ++m_taken;
        return m_machines[size_t(which)]->isReady() || fail(u"not ready"_s);
    }
    bool isRefused(int which)
    {
        ++m_refused;
        const int code = m_machines[size_t(which)]->exitCode();
        return code == kConflict || fail(u"ended with %1: %2"_s.arg(code).arg(m_machines[size_t(which)]->log()));
    }
    //! Whether what is known of the node is the owner's.
    bool owns()
    {
        const qint64 pid = m_machines[size_t(m_owner)]->process().processId();
        const QJsonObject shown = node();
        return shown["pid"_L1].toInteger() == pid || fail(u"shows process %1, not %2"_s.arg(shown["pid"_L1].toInteger()).arg(pid));
    }
    //! Whether the conflict is there to be seen within two intervals, and nothing else has changed.
    bool isShown()
    {
        const auto hasReason = [this] {
            const QJsonArray reasons = node()["reasons"_L1].toArray();
            return std::ranges::any_of(reasons, [](const QJsonValue &one) { return one[u"code"].toString() == u"duplicate-id"; });
        };
        const bool isSeen = QTest::qWaitFor(hasReason, 2 * kBeatMs + 10'000); // And a busy machine.
        return (isSeen && owns()) || (isSeen ? false : fail(u"the conflict is not shown"_s));
    }
    QJsonObject node() const { return m_server->ask({u"nodes"_s, u"show"_s, m_name, u"--output"_s, u"json"_s}).object(); }

    std::unique_ptr<RealServer> m_server;
    std::array<Machine, 2> m_machines;
    QString m_name;
    QString m_fault;
    int m_owner = 0;
    int m_starts = 0;
    int m_refused = 0;
    int m_taken = 0;
    std::mt19937 m_random;
};

QTEST_GUILESS_MAIN(tst_TwinProcesses)
#include "tst_TwinProcesses.moc"
