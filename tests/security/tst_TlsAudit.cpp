// SPDX-License-Identifier: Apache-2.0
// T-13: TLS without a weak spot: what an auditor's tool would try against the real musterd, and what passes over the cable while
// a cluster works. Two network namespaces. MUSTER_SECURITY_LONG=1 offers every cipher there can be by itself.
#include "tests/integration/TwoHosts.h"
#include "tests/security/CableBench.h"
#include "tests/security/TlsHello.h"
#include "tests/security/Wiretap.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <cerrno>
#include <cstring>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

//! What TLS 1.2 may use with our key, which is an EC one, and TLS 1.3: forward secret, authenticated, encrypting with authentication.
const QList<quint16> kGood12{0xc02b, 0xc02c, 0xcca9};
const QList<quint16> kGood13{0x1301, 0x1302, 0x1303};
constexpr quint16 kFallback = 0x5600;      // RFC 7507: a signal, no cipher,
constexpr quint16 kRenegotiation = 0x00ff; // as RFC 5746's is.
constexpr int kInappropriateFallback = 86;

const QHostAddress kServer(u"10.77.0.1"_s);

} // namespace

class tst_TlsAudit final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_plane = m_bench.plane(u"cp"_s);
        QVERIFY2(m_plane->isReady(), qPrintable(m_plane->log()));
        m_port = m_bench.portOf(*m_plane);
    }

    void goodOffersAreTaken()
    {
        for (const quint16 cipher : kGood12) {
            const TlsAnswer answer = ask({.ciphers = {cipher}});
            QVERIFY2(answer.isHello && answer.cipher == cipher, qPrintable(QString::number(cipher, 16)));
            QCOMPARE(answer.version, kTls12);
            QCOMPARE(answer.compression, 0);
            QVERIFY(answer.random.endsWith("DOWNGRD\x01")); // RFC 8446, 4.1.3: so that nobody can talk a 1.3 client down.
            QVERIFY(answer.extensions.contains(0xff01));    // RFC 5746: renegotiation is bound to its connection.
            QVERIFY(!answer.extensions.contains(15));       // Heartbeats, which bled.
        }
        for (const quint16 cipher : kGood13) {
            const TlsAnswer answer = ask({.version = kTls13, .ciphers = {cipher}});
            QVERIFY2(answer.isHello && answer.cipher == cipher, qPrintable(QString::number(cipher, 16)));
            QCOMPARE(answer.version, kTls13);
        }
    }

    void oldVersionsAreRefused_data()
    {
        QTest::addColumn<quint16>("version");
        QTest::newRow("SSL 3") << kSsl3;
        QTest::newRow("TLS 1.0") << kTls10;
        QTest::newRow("TLS 1.1") << kTls11;
    }
    void oldVersionsAreRefused()
    {
        QFETCH(quint16, version);
        QList<quint16> all = kGood12; // With those that were meant for it.
        all += {0xc009, 0xc00a, 0x002f, 0x0035, 0x000a, 0x0005, 0x0033, 0x0039};

        const TlsAnswer answer = ask({.version = version, .ciphers = all});

        QVERIFY(!answer.isHello);
        QVERIFY(answer.alert == 40 || answer.alert == 70); // handshake_failure, protocol_version
    }
    void ssl2IsRefused()
    {
        const QByteArray hello = QByteArray::fromHex("802e0100020015000000100100800300800700c0050080060040020080") + QByteArray(19, 'c');
        QVERIFY(!answerTo(kServer, m_port, hello).isHello);
    }
    void aClientThatWasTalkedDownIsWarned()
    {
        const TlsAnswer answer = ask({.ciphers = kGood12 + QList<quint16>{kFallback}});
        QVERIFY(!answer.isHello);
        QCOMPARE(answer.alert, kInappropriateFallback);
    }
    void dataIsNotPacked()
    {
        const TlsAnswer answer = ask({.ciphers = kGood12, .compressions = QByteArray("\x01\x40\x00", 3)});
        QVERIFY(answer.isHello);
        QCOMPARE(answer.compression, 0);
    }
    void weakGroupsAreRefused()
    {
        for (const quint16 group : {quint16(0x0001), quint16(0x0013), quint16(0x0015), quint16(0x0016), quint16(0x0100)}) // sect163k1, P-192, P-224, …
            QVERIFY2(!ask({.ciphers = kGood12, .group = group}).isHello, qPrintable(QString::number(group, 16)));
    }

    //! Every number that a cipher could have, but for the good ones: no anonymous, exported, unencrypted or unauthenticated one,
    //! none without forward secrecy, none that is not known today.
    void noOtherCipherIsTaken()
    {
        const qsizetype many = qEnvironmentVariableIsSet("MUSTER_SECURITY_LONG") ? 16 : 512;
        QList<quint16> offered;
        int offers = 0;
        for (quint32 cipher = 0; cipher <= 0xffff; ++cipher) {
            const bool isLeftOut = kGood12.contains(cipher) || kGood13.contains(cipher) || cipher == kFallback || cipher == kRenegotiation;
            if (!isLeftOut)
                offered.append(quint16(cipher));
            if (offered.size() < many && cipher < 0xffff)
                continue;
            for (const quint16 version : {kTls12, kTls13}) {
                const TlsAnswer answer = ask({.version = version, .ciphers = offered});
                QVERIFY2(!answer.isHello, qPrintable(u"took %1 of %2"_s.arg(answer.cipher, 4, 16).arg(version, 4, 16)));
                QVERIFY2(answer.alert == 40 || answer.alert == 70, qPrintable(QString::number(answer.alert))); // Said, not just dropped.
                ++offers;
            }
            offered.clear();
        }
        qInfo("%d offers refused", offers);
    }

    void nothingPassesInClear()
    {
        Wiretap tap("cable-w");
        QVERIFY(tap.isGood());
        // That the tap reads what is in clear: a caller who does not speak TLS.
        (void)answerTo(kServer, m_port, "GET /canary-in-clear HTTP/1.1\r\n\r\n");
        QVERIFY(!named(tap.streams(), "canary-in-clear").isEmpty());

        const QByteArray pin = m_plane->readyWord(u"pin"_s).toLatin1();
        const QString tokenFile = m_bench.folder(u"join.token"_s);
        const CtlOutcome made = asAdmin({u"tokens"_s, u"create"_s, u"--join"_s, u"--token-out"_s, tokenFile});
        QVERIFY2(made.exitCode == 0, made.errors.constData());
        DaemonRun worker({u"--join"_s, m_bench.url(m_port), u"--pin"_s, QString::fromLatin1(pin), u"--join-token-file"_s, tokenFile, u"--data"_s,
                          m_bench.folder(u"w"_s), u"--name"_s, u"quiet-worker-7"_s},
                         {}, on(u"worker"_s));
        QVERIFY2(worker.isReady(), qPrintable(worker.log()));
        QVERIFY(asAdmin({u"nodes"_s, u"list"_s}).output.contains("quiet-worker-7"));
        worker.terminate();
        QCOMPARE(worker.exitCode(), 0);

        QByteArrayList secrets{"HTTP/1.1", "Authorization", "Bearer", "/api/v1", "quiet-worker-7", "\"instance\"", "sha256"};
        for (const QString &file : {tokenFile, m_bench.folder(u"cp/admin.token"_s), m_bench.folder(u"cp/join.token"_s), m_bench.folder(u"w/credential.json"_s)}) {
            const QByteArray text = textOf(file);
            QVERIFY(!text.isEmpty());
            secrets.append(file.endsWith("json"_L1) ? QJsonDocument::fromJson(text).object()["credential"_L1].toString().toLatin1() : text);
        }
        qsizetype sealed = 0;
        const QMap<QByteArray, QByteArray> all = tap.streams();
        for (auto it = all.begin(); it != all.end(); ++it) {
            if (it.value().contains("canary-in-clear"))
                continue;
            for (const QByteArray &secret : std::as_const(secrets))
                QVERIFY2(!it.value().contains(secret), (it.key() + ' ' + secret).constData());
            QVERIFY2(areRecords(it.value(), &sealed), it.key().constData());
        }
        QVERIFY(tap.isGood());
        qInfo("%lld bytes of TLS on %lld streams, none in clear", static_cast<long long>(sealed), static_cast<long long>(all.size()));
        QVERIFY(sealed > 5000);
    }

    void whoIsNotWhomHeSaysGetsNothing_data()
    {
        QTest::addColumn<int>("startsInDays");
        QTest::addColumn<int>("endsInDays");
        QTest::addColumn<QString>("name");   //!< In the certificate.
        QTest::addColumn<bool>("isVouched"); //!< By the authority that the other machine knows.
        QTest::addColumn<bool>("isPinned");  //!< To another key.
        QTest::addColumn<bool>("isGood");
        QTest::newRow("as it should be") << -10 << 10 << u"cp.muster.test"_s << true << false << true;
        QTest::newRow("expired") << -20 << -10 << u"cp.muster.test"_s << true << false << false;
        QTest::newRow("not valid yet") << 10 << 20 << u"cp.muster.test"_s << true << false << false;
        QTest::newRow("another name") << -10 << 10 << u"other.muster.test"_s << true << false << false;
        QTest::newRow("signed by itself") << -10 << 10 << u"cp.muster.test"_s << false << false << false;
        QTest::newRow("the pin of another") << -10 << 10 << u"cp.muster.test"_s << true << true << false;
    }
    void whoIsNotWhomHeSaysGetsNothing()
    {
        QFETCH(int, startsInDays);
        QFETCH(int, endsInDays);
        QFETCH(QString, name);
        QFETCH(bool, isVouched);
        QFETCH(bool, isPinned);
        QFETCH(bool, isGood);
        const QString data = u"row-%1"_s.arg(++m_row);
        const QByteArray key = freshKeyPem();
        CertificateTerms terms{.startsInDays = startsInDays, .endsInDays = endsInDays};
        if (isVouched) {
            terms.issuerPem = m_bench.authority().second;
            terms.issuerKeyPem = m_bench.authority().first;
        }
        m_bench.write(data + u"/tls.key"_s, key);
        m_bench.write(data + u"/tls.crt"_s, certificatePem(key, {name}, {}, terms));
        m_bench.write(u"machine/certs/authority.pem"_s, m_bench.authority().second);
        m_bench.write(u"machine/hosts"_s, "127.0.0.1 localhost\n10.77.0.1 cp.muster.test\n");
        const auto server = m_bench.plane(data);
        QVERIFY2(server->isReady(), qPrintable(server->log()));
        const QString tokenFile = m_bench.folder(data + u"/once.token"_s);
        QVERIFY(m_bench.ctlAt(data, m_bench.portOf(*server), server->readyWord(u"pin"_s),
                      {u"tokens"_s, u"create"_s, u"--join"_s, u"--token-out"_s, tokenFile}).exitCode == 0);
        const QString target = u"https://cp.muster.test:%1"_s.arg(m_bench.portOf(*server));
        const QStringList pin = isPinned ? QStringList{u"--pin"_s, m_plane->readyWord(u"pin"_s)} : QStringList();

        const CtlOutcome status = bareCtl(QStringList{u"--url"_s, target, u"--token-file"_s, m_bench.folder(data + u"/admin.token"_s)} + pin
                                              + QStringList{u"status"_s}, {}, m_bench.machine());
        DaemonRun worker(QStringList{u"--join"_s, target, u"--join-token-file"_s, tokenFile, u"--data"_s, m_bench.folder(data + u"-w"_s), u"--name"_s,
                                     u"w-1"_s} + pin, {}, m_bench.machine());

        QVERIFY2(status.exitCode == (isGood ? 0 : 7), status.errors.constData());
        if (isGood)
            QVERIFY2(worker.isReady(), qPrintable(worker.log()));
        else
            QCOMPARE(worker.exitCode(), 7);
        // The token was not shown to whoever that is.
        const QJsonArray tokens = m_bench.ctlAt(data, m_bench.portOf(*server), server->readyWord(u"pin"_s), {u"tokens"_s, u"list"_s, u"-o"_s, u"json"_s}).array();
        const bool isSpent = std::ranges::any_of(tokens, [](const QJsonValue &one) { return one[u"kind"].toString() == u"credential"; });
        QVERIFY(!tokens.isEmpty());
        QCOMPARE(isSpent, isGood);
    }

private:
    TlsAnswer ask(const TlsOffer &offer) const { return answerTo(kServer, m_port, tls::hello(offer)); }
    CtlOutcome asAdmin(const QStringList &arguments) const { return m_bench.ctlAt(u"cp"_s, m_port, m_plane->readyWord(u"pin"_s), arguments); }
    static QByteArray textOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
    }
    static QByteArrayList named(const QMap<QByteArray, QByteArray> &streams, const QByteArray &text)
    {
        QByteArrayList found;
        for (auto it = streams.begin(); it != streams.end(); ++it) {
            if (it.value().contains(text))
                found.append(it.key());
        }
        return found;
    }
    //! Whether \a bytes are records of TLS and nothing else; counts them. The last may be cut by a reset.
    static bool areRecords(const QByteArray &bytes, qsizetype *count)
    {
        for (qsizetype at = 0; at < bytes.size(); at += 5 + qsizetype(tls::numberAt(bytes, at + 3, 2))) {
            const quint8 kind = quint8(bytes[at]);
            if (kind < 20 || kind > 23 || tls::numberAt(bytes, at + 1, 1) != 3)
                return false;
        }
        *count += bytes.size();
        return true;
    }

    CableBench m_bench;
    std::unique_ptr<DaemonRun> m_plane;
    quint16 m_port = 0;
    int m_row = 0;
};

int main(int argc, char **argv)
{
    if (!enterOwnNetwork()) {
        std::fprintf(stderr, "this test needs network namespaces: %s\n", std::strerror(errno));
        return 1;
    }
    const QCoreApplication app(argc, argv);
    if (const QString problem = makeTwoHosts(); !problem.isEmpty() || !moveTo(u"worker"_s)) {
        std::fprintf(stderr, "no second machine: %s\n", qPrintable(problem));
        return 1;
    }
    tst_TlsAudit test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_TlsAudit.moc"
