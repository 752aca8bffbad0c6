// SPDX-License-Identifier: Apache-2.0
// T-2: a million guesses at real tokens, from many addresses at once and on many routes, each as near to the truth as a guess can
// be: none opens anything, and whoever has a right key does not notice. Against the real musterd. Twenty thousand in every run,
// a million with MUSTER_SECURITY_LONG=1. tst_HostileClients guesses from one address.
#include "tests/security/BeatFleet.h"
#include "tests/security/DoorBench.h"

#include <QMap>
#include <QTest>

#include <algorithm>
#include <random>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr int kAtOnce = 200; // From one address, of which 120 are answered by 401 and the others by 429.
constexpr int kNodes = 50;
constexpr int kBeatMs = 1000;

} // namespace

class tst_Guesses final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noneOpensAnything()
    {
        DoorBench bench({u"NODE_HEARTBEAT_MS=%1"_s.arg(kBeatMs)});
        makeKeys(bench);
        BeatFleet fleet(bench.port(), bench.join(), kNodes, kBeatMs);
        QTRY_VERIFY_WITH_TIMEOUT(fleet.report().least >= 3, 30'000);
        const int guesses = qEnvironmentVariableIsSet("MUSTER_SECURITY_LONG") ? 1'000'000 : 20'000;
        QMap<int, int> answers;
        for (int done = 0; done < guesses; done += kAtOnce) {
            SourcedPeer peer(bench.port(), quint32(1 + m_random() % 1'000'000));
            QByteArray batch;
            for (int i = 0; i < kAtOnce; ++i)
                batch += drawn(bench);
            QVERIFY(peer.send(batch));
            for (int i = 0; i < kAtOnce; ++i)
                ++answers[SourcedPeer::statusOf(peer.reply())];
            QCoreApplication::processEvents(); // Takes the server's log: a full pipe would hold it.
        }

        QTRY_VERIFY_WITH_TIMEOUT(fleet.report().least >= 5, 30'000);
        const BeatReport beats = fleet.report();
        qInfo("%d guesses: %d times 401, %d times 429; %d beats missed", guesses, answers[401], answers[429], beats.missed);
        QCOMPARE(answers[401] + answers[429], guesses);
        QVERIFY(answers[401] > guesses / 4); // Addresses that came twice within a minute have fewer.
        QCOMPARE(beats.missed, 0);
        // Who has the right keys is let in, from an address that guessed as well.
        SourcedPeer peer(bench.port(), 77);
        for (int i = 0; i < kAtOnce; ++i)
            (void)peer.ask(drawn(bench));
        for (const QByteArray &key : {m_keys[0], m_keys[1]})
            QCOMPARE(SourcedPeer::statusOf(peer.ask(bench.request("GET", "/api/v1/nodes", key))), 200);
        // And the join token, at which many aimed, is as good as new.
        QCOMPARE(SourcedPeer::statusOf(peer.ask(bench.joinRequest(m_keys[2], "late-node"))), 201);
    }

private:
    void makeKeys(const DoorBench &bench)
    {
        SourcedPeer peer(bench.port());
        const MadeToken viewer = bench.made(&peer, R"({"kind":"access","tier":"viewer"})");
        const MadeToken join = bench.made(&peer, R"({"kind":"join"})");
        const MadeToken used = bench.made(&peer, R"({"kind":"join"})");
        const QByteArray grant = SourcedPeer::bodyOf(peer.ask(bench.joinRequest(used.token, "node-a")));
        const QByteArray credential = QJsonDocument::fromJson(grant).object()["token"_L1].toString().toLatin1();
        QVERIFY(!credential.isEmpty());
        m_keys = {bench.admin(), viewer.token, join.token, credential, bench.join()};
    }
    int below(qsizetype bound) { return int(m_random() % quint32(bound)); }
    //! Some key, nearly.
    QByteArray guess()
    {
        static const QByteArray letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        const QByteArray &key = m_keys[below(m_keys.size())];
        QByteArray one = key;
        const qsizetype secret = key.indexOf('.') + 1;
        switch (below(8)) {
        case 0: // The beginning of it, or all but the end.
            one.truncate(secret + below(key.size() - secret));
            break;
        case 1:
            one += letters[below(letters.size())];
            break;
        case 2: // The secret of another.
            one = key.first(secret) + m_keys[(m_keys.indexOf(key) + 1) % m_keys.size()].mid(20);
            break;
        case 3: // Of nobody.
            one = QByteArray::number(m_random(), 16).rightJustified(16, '0', true) + '.' + key.mid(secret);
            break;
        case 4: { // In the wrong case, where there is one.
            const qsizetype at = secret + below(key.size() - secret);
            one[at] = QChar::isLetter(uint(one[at])) ? char(one[at] ^ 0x20) : one[at] == '-' ? '_' : '-';
            break;
        }
        case 5: // No secret at all.
            one = key.first(secret) + ' ';
            break;
        default: { // One letter is another.
            const qsizetype at = secret + below(key.size() - secret);
            one[at] = letters[(letters.indexOf(one[at]) + 1 + below(letters.size() - 1)) % letters.size()];
            break;
        }
        }
        return m_keys.contains(one.trimmed()) || one.trimmed().isEmpty() ? "x" + key : one;
    }
    QByteArray drawn(const DoorBench &bench)
    {
        switch (below(6)) {
        case 0:
            return bench.joinRequest(guess(), "node-b");
        case 1:
            return bench.request("POST", "/api/v1/nodes/honest-1/beats", guess(), R"({"instance":"of-honest-1","sequence":1})");
        case 2:
            return bench.request("DELETE", "/api/v1/nodes/honest-2", guess());
        case 3:
            return bench.request("POST", "/api/v1/tokens", guess(), R"({"kind":"access","tier":"admin"})");
        case 4:
            return bench.request("GET", "/api/v1/tokens", guess());
        default:
            return bench.request("GET", "/api/v1/snapshot", guess());
        }
    }

    QByteArrayList m_keys; // The admin's first, then a viewer's and a join token.
    std::mt19937 m_random{20261121};
};

QTEST_GUILESS_MAIN(tst_Guesses)
#include "tst_Guesses.moc"
