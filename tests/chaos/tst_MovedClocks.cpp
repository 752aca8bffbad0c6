// SPDX-License-Identifier: Apache-2.0
// M-3: wall clocks that jump by years, of the control plane and of workers, are no reason to call anybody offline, and no age
// becomes negative. Real programs; the monotonic clock stays as it is.
#include "core/dialects/native/NativeClient.h"
#include "core/mirror/ClusterSession.h"
#include "tests/chaos/MovedClock.h"
#include "tests/chaos/RealServer.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr int kBeatMs = 1000;
constexpr int kOfflineMs = 3 * kBeatMs;
constexpr int kHoldMs = kOfflineMs + 2 * kBeatMs; //!< After each jump: long enough for a wrong judgement to show.
constexpr std::chrono::seconds kTenYears = std::chrono::hours(10 * 365 * 24);

//! What a console shows of all nodes, looked at each second and at each change.
class Screen
{
public:
    explicit Screen(const RealServer &server)
        : session(std::make_unique<NativeClient>(ClusterAddress{u"native"_s, server.url()}, Credentials{Secret(server.token())},
                                                 m_clock, 1),
                  m_clock)
    {
        QObject::connect(&session, &ClusterSession::changed, &session, [this] { look(); });
        QObject::connect(&session, &ClusterSession::ticked, &session, [this] { look(); });
        session.start();
    }
    ~Screen() { session.stop(); }
    Q_DISABLE_COPY_MOVE(Screen)

    void look()
    {
        for (const Node &node : session.mirror().nodes()) {
            const ShownStatus shown = shownStatus(node, session.shownContext());
            if (shown.age && *shown.age < milliseconds(0))
                problems.append(node.id().text() + u" is younger than nothing"_s);
            if (shown.status == NodeStatus::Offline)
                problems.append(node.id().text() + u" is shown as offline"_s);
        }
    }

private:
    SystemClock m_clock;

public:
    ClusterSession session;
    QStringList problems;
};

} // namespace

class tst_MovedClocks final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void yearsAreNoReason()
    {
        MovedClock planes;
        MovedClock workers;
        QVERIFY(planes.isGood() && workers.isGood());
        RealServer server(kBeatMs, planes.variables());
        QVERIFY2(server.isReady(), qPrintable(server.log()));
        const auto moved = server.worker(u"w-moved"_s, workers.variables());
        const auto steady = server.worker(u"w-steady"_s);
        QVERIFY(moved->isReady() && steady->isReady());
        EventWatch watch;
        QVERIFY2(server.watchBy(watch), qPrintable(watch.problem()));
        Screen screen(server);
        QTRY_COMPARE_WITH_TIMEOUT(screen.session.mirror().count(), 3, 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(server.ask({u"nodes"_s, u"list"_s}).output.count("joining") == 0, 20'000);
        screen.problems.clear();
        const qint64 begunMs = watch.nowMs();

        struct Jump {
            std::chrono::seconds plane;
            std::chrono::seconds worker;
        };
        for (const Jump jump : {Jump{kTenYears, -kTenYears}, Jump{-kTenYears, kTenYears}, Jump{std::chrono::hours(1), {}}}) {
            planes.move(jump.plane);
            workers.move(jump.worker);
            const qint64 fromMs = watch.nowMs();
            const int beats = watch.beats();
            QVERIFY(hasNoNegativeAge(server)); // Before anybody has beaten by the new clock.
            (void)QTest::qWaitFor([&] { return watch.nowMs() - fromMs >= kHoldMs; }, kHoldMs + 5000);
            QVERIFY2(watch.beats() > beats + 3, "nobody beats any more");
            QVERIFY(hasNoNegativeAge(server));
            // That the clocks did move: else the test would prove nothing.
            const double apart = (std::chrono::milliseconds(jump.worker) - jump.plane).count();
            const double skew = nodeNamed(server.url().toString(), server.folder(u"cp"_s), u"w-moved"_s).value("clockSkewMs"_L1).toDouble();
            QVERIFY2(std::abs(std::abs(skew) - std::abs(apart)) < 60'000, qPrintable(QString::number(skew)));
        }

        QVERIFY2(watch.problem().isEmpty(), qPrintable(watch.problem()));
        for (const Turn &turn : watch.turnsFrom(NodeStatus::Online, begunMs)) {
            // That a clock is off, or the machine busy, is said, as it should be.
            QVERIFY2(turn.status == NodeStatus::Degraded, qPrintable(wordsOf({turn})));
        }
        QVERIFY2(screen.problems.isEmpty(), qPrintable(screen.problems.join(u'\n')));
        const CtlOutcome list = server.ask({u"nodes"_s, u"list"_s, u"--output"_s, u"json"_s});
        QCOMPARE(list.array().size(), 3);
    }

private:
    //! By musterctl, whose own clock stands where it stood.
    static bool hasNoNegativeAge(const RealServer &server)
    {
        const CtlOutcome csv = server.ask({u"nodes"_s, u"list"_s, u"--output"_s, u"csv"_s});
        const QList<QByteArray> lines = csv.output.trimmed().split('\n');
        const qsizetype column = lines.first().trimmed().split(',').indexOf("beatAgeMs");
        if (csv.exitCode != 0 || column < 0 || lines.size() != 4)
            return false;
        return std::none_of(lines.begin() + 1, lines.end(),
                            [column](const QByteArray &line) { return line.split(',').value(column).startsWith('-'); });
    }
};

QTEST_GUILESS_MAIN(tst_MovedClocks)
#include "tst_MovedClocks.moc"
