// SPDX-License-Identifier: Apache-2.0
// Clients that mean harm against the real musterd in 300 MiB, while honest workers beat (H-1, H-2, H-7, T-2). The long
// form, MUSTER_HOSTILE_LONG=1, is run by `ctest -C nightly`. With sanitizers memory and processor time have no bar.
#include "core/base/Limits.h"
#include "tests/hostile/HonestFleet.h"
#include "tests/hostile/Horde.h"
#include "tests/integration/ProgramRun.h"
#include "tests/support/ProcessMeter.h"
#include "tests/wire/RawPeer.h"

#include <QDir>
#include <QJsonArray>

using namespace muster;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 kMemory = 300 * 1024 * 1024;
constexpr qint64 kGrowth = 64 * 1024 * 1024; // H-2, of a thousand.
constexpr int kHonest = 50;
constexpr int kBeatMs = 1000; // Offline after three.

bool isLong()
{
    return qEnvironmentVariableIsSet("MUSTER_HOSTILE_LONG");
}

QByteArray fileText(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
}

} // namespace

class tst_HostileClients : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_root = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_daemon.reset(); }
    void stormIsWeathered();
    void badRequestsGetTheirStatus_data();
    void badRequestsGetTheirStatus();
    void fewDescriptorsDoNotMakeItSpin();
    void guessingFindsNothing();

private:
    bool start(int descriptors)
    {
        m_daemon = std::make_unique<DaemonRun>(
            QStringList{u"--listen"_s, u"127.0.0.1:0"_s, u"--data"_s, m_root->filePath(u"cp"_s), u"--name"_s, u"cp"_s},
            QStringList{u"NODE_HEARTBEAT_MS=%1"_s.arg(kBeatMs)},
            QStringList{u"prlimit"_s, kIsSanitized ? u"--data=unlimited"_s : u"--data=%1"_s.arg(kMemory), u"--nofile=%1"_s.arg(descriptors)});
        if (!m_daemon->isReady())
            return false;
        m_port = static_cast<quint16>(QUrl(m_daemon->url()).port());
        m_admin = fileText(m_root->filePath(u"cp/admin.token"_s));
        m_join = fileText(m_root->filePath(u"cp/join.token"_s));
        return !m_admin.isEmpty() && !m_join.isEmpty();
    }
    QByteArray head(const QByteArray &line, const QByteArray &key = {}) const
    {
        return line + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port) + "\r\n" +
               (key.isEmpty() ? QByteArray() : "Authorization: Bearer " + key + "\r\n");
    }
    QByteArray post(const QByteArray &body, qsizetype length) const
    {
        return head("POST /api/v1/nodes", m_join) +
               "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(length) + "\r\n\r\n" + body;
    }
    bool answers() const { return RawPeer(m_port).ask(head("GET /api/v1/health") + "\r\n").startsWith("HTTP/1.1 200"); }
    int honestOnline() const
    {
        RawPeer peer(m_port);
        peer.send(head("GET /api/v1/nodes", m_admin) + "Connection: close\r\n\r\n");
        (void)peer.waitForClose();
        const QJsonArray nodes = QJsonDocument::fromJson(peer.got().mid(peer.got().indexOf("\r\n\r\n") + 4)).array();
        return static_cast<int>(std::ranges::count_if(nodes, [](const QJsonValue &node) {
            return node[u"id"].toString().startsWith(u"honest-") && node[u"status"].toString() == u"online";
        }));
    }
    int descriptors() const
    {
        return static_cast<int>(QDir(u"/proc/%1/fd"_s.arg(m_daemon->process().processId()))
                                    .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)
                                    .size());
    }
    ProcessMeter meter() const { return ProcessMeter(m_daemon->process().processId()); }

    std::unique_ptr<QTemporaryDir> m_root;
    std::unique_ptr<DaemonRun> m_daemon;
    quint16 m_port = 0;
    QByteArray m_admin;
    QByteArray m_join;
};

void tst_HostileClients::stormIsWeathered()
{
    QVERIFY(start(20'000));
    const HonestFleet fleet(m_port, m_join, kHonest, kBeatMs);
    QTRY_VERIFY_WITH_TIMEOUT(fleet.leastAnswered() >= 2, 20'000);
    const int openBefore = descriptors();
    const qint64 memoryBefore = meter().resident();
    const int many = isLong() ? 5 : 1;
    const QByteArray fat = QByteArray("X-A: ") + QByteArray(300, 'x') + "\r\n";

    // A head drop by drop; the longest heads, unfinished; bodies drop by drop, and nearly whole; a gigabyte for nobody.
    const Horde heads(m_port, 200 * many, {.first = head("GET /api/v1/health"), .drip = "X-A: b\r\n"});
    const Horde longHeads(m_port, 550 * many, {.first = head("GET /api/v1/health") + fat.repeated(96)});
    const Horde bodies(m_port, 100 * many, {.first = post("{", 60'000), .drip = " "});
    const Horde longBodies(m_port, 100 * many, {.first = post('{' + QByteArray(60'000, ' '), 64'000)});
    const Horde senders(m_port, 30 * many,
                        {.first = head("POST /api/v1/nodes") + "Content-Length: 1073741824\r\n\r\n",
                         .drip = QByteArray(64 * 1024, 'x'),
                         .dripMs = 100,
                         .returns = true});
    const Horde readers(m_port, 20 * many,
                        {.first = (head("GET /api/v1/snapshot", m_admin) + "\r\n").repeated(400), .reads = false});
    QTRY_VERIFY_WITH_TIMEOUT(heads.open() + longHeads.open() == 0, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(bodies.open() + longBodies.open() == 0, 20'000);
    // The server's side: a socket that reads nothing does not see its end. Asked once, as senders come and go meanwhile.
    const int kept = openBefore + 30 * many + 10;
    QVERIFY(!isLong() || QTest::qWaitFor([&] { return descriptors() <= kept; }, 300'000));

    qInfo("heads ended after %lld ms, bodies after %lld ms, %.1f MiB more at most, %d beats missed",
          static_cast<long long>(longHeads.lastEnd().count()), static_cast<long long>(longBodies.lastEnd().count()),
          double(meter().peak() - memoryBefore) / (1024 * 1024), fleet.missed());
    QVERIFY(heads.firstEnd() >= limits::kRequestHeadDeadline - milliseconds(1000)); // Not refused for another reason.
    QVERIFY(bodies.firstEnd() >= limits::kRequestBodyDeadline - milliseconds(1000));
    QCOMPARE(fleet.missed(), 0);
    if (!kIsSanitized)
        QVERIFY(isLong() ? meter().peak() <= kMemory : meter().peak() - memoryBefore <= kGrowth);
    QVERIFY(answers());
    QCOMPARE(honestOnline(), kHonest);
    QVERIFY(descriptors() <= openBefore + 50 * many + 10); // Senders and readers.
}

void tst_HostileClients::badRequestsGetTheirStatus_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("announced"); // -1: the body's length.
    QTest::addColumn<int>("status");
    QTest::newRow("deep") << QByteArray("{\"id\":") + QByteArray(1000, '[') + QByteArray(1000, ']') + "}" << -1 << 400;
    QTest::newRow("long array") << QByteArray("{\"capabilities\":[0") + QByteArray(",0").repeated(20'000) + "]}" << -1
                                << 400;
    QTest::newRow("not JSON") << QByteArray(1000, '\xff') << -1 << 400;
    QTest::newRow("NULs") << QByteArray(1000, '\0') << -1 << 400;
    QTest::newRow("too long") << QByteArray(70'000, ' ') << -1 << 413;
    QTest::newRow("a gigabyte announced") << QByteArray("{") << (1 << 30) << 413;
    QTest::newRow("shorter than sent") << QByteArray("{}GET / HTTP/1.1\r\n") << 2 << 400;
}

void tst_HostileClients::badRequestsGetTheirStatus()
{
    QFETCH(QByteArray, body);
    QFETCH(int, announced);
    QFETCH(int, status);
    QVERIFY(start(1024));
    RawPeer peer(m_port);

    peer.ask(post(body, announced < 0 ? body.size() : announced));

    QCOMPARE(peer.status(), status);
    QVERIFY(answers());
}

void tst_HostileClients::fewDescriptorsDoNotMakeItSpin()
{
    // With sanitizers they do not run out: to look at an object, theirs opens a pipe, and without a descriptor for it takes
    // any first call of a virtual class for a fault. Then this is a flood alone.
    QVERIFY(start(kIsSanitized ? 2048 : 256));
    const HonestFleet fleet(m_port, m_join, 10, kBeatMs);
    QTRY_VERIFY_WITH_TIMEOUT(fleet.leastAnswered() >= 2, 20'000);
    {
        const Horde flood(m_port, 600, {.first = "GET", .returns = true});
        QTRY_VERIFY_WITH_TIMEOUT(descriptors() >= 250, 10'000);
        const qint64 before = meter().processorMs();
        const int beats = fleet.leastAnswered();
        QTRY_VERIFY_WITH_TIMEOUT(fleet.leastAnswered() >= beats + 3, 20'000);
        const qint64 spent = meter().processorMs() - before;

        qInfo("%lld ms of processor in three beats of the flood", static_cast<long long>(spent));
        QVERIFY(spent <= 3 * kBeatMs / 2 || kIsSanitized); // H-7 says 20 %; more is allowed as the machine may be busy.
    }

    QTRY_VERIFY_WITH_TIMEOUT(answers(), 15'000);
    QCOMPARE(fleet.missed(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(descriptors() < 100, 15'000);
}

void tst_HostileClients::guessingFindsNothing()
{
    QVERIFY(start(1024));
    const HonestFleet fleet(m_port, m_join, 10, kBeatMs);
    QTRY_VERIFY_WITH_TIMEOUT(fleet.leastAnswered() >= 2, 20'000);
    const int guesses = isLong() ? 1'000'000 : kIsSanitized ? 20'000 : 100'000;
    const qsizetype dot = m_admin.indexOf('.');
    RawPeer guesser(m_port);
    qsizetype wrong = 0;
    qsizetype limited = 0;

    for (int at = 0; at < guesses;) {
        QByteArray batch;
        for (const int end = std::min(at + 500, guesses); at < end; ++at)
            batch +=
                head("GET /api/v1/nodes",
                     m_admin.first(dot + 1) + QByteArray::number(at).rightJustified(m_admin.size() - dot - 1, 'x')) +
                "\r\n";
        guesser.ask(batch, 500);
        wrong += guesser.got().count("HTTP/1.1 401");
        limited += guesser.got().count("HTTP/1.1 429");
        QVERIFY(!guesser.isClosed());
        guesser.clear();
    }

    QCOMPARE(wrong + limited, guesses);
    QVERIFY(wrong >= limits::kGuessesPerMinute && wrong <= 10 * limits::kGuessesPerMinute);
    QCOMPARE(fleet.missed(), 0);
    QVERIFY(RawPeer(m_port).ask(head("GET /api/v1/nodes", m_admin) + "\r\n").startsWith("HTTP/1.1 200"));
}

QTEST_GUILESS_MAIN(tst_HostileClients)
#include "tst_HostileClients.moc"
