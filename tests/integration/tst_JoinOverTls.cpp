// SPDX-License-Identifier: Apache-2.0
// Another machine joins over TLS with a join token, and with nothing else. Real programs in two network namespaces.

#include "tests/integration/JoinBench.h"
#include "tests/integration/TwoHosts.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

#include <QFile>
#include <QTest>

#include <cerrno>
#include <cstring>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_JoinOverTls final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_bench = std::make_unique<JoinBench>(); }
    void cleanupTestCase() { m_bench.reset(); }

    void aJoinTokenLetsOneNodeInOnce()
    {
        const IssuedToken token = m_bench->joinToken();
        QCOMPARE(token.pin, m_bench->pin());
        const QString file = m_bench->fileWith(u"once"_s, token.token);

        const auto first = m_bench->worker(u"w1"_s, file, m_bench->pin());
        QVERIFY2(first->isReady(), qPrintable(first->log()));
        const auto second = m_bench->worker(u"w2"_s, file, m_bench->pin());

        QCOMPARE(second->exitCode(), 4);
        QVERIFY2(second->log().contains("the join token is not accepted: it was used up"_L1), qPrintable(second->log()));
        QCOMPARE(m_bench->statusOf(u"w1"_s), u"online"_s);
        QCOMPARE(m_bench->statusOf(u"w2"_s), QString());
        // Nothing that opens a door is in a log.
        const QString secret = QString::fromLatin1(token.token.reveal()).section(u'.', 1);
        QVERIFY(!(first->log() + second->log() + m_bench->controlPlane().log()).contains(secret));
    }

    void aRestartNeedsNoToken()
    {
        const QString file = m_bench->fileWith(u"restart"_s, m_bench->joinToken().token);
        {
            const auto first = m_bench->worker(u"w3"_s, file, m_bench->pin());
            QVERIFY2(first->isReady(), qPrintable(first->log()));
            first->terminate();
            QCOMPARE(first->exitCode(), 0);
        }
        QVERIFY(QFile::remove(file));

        for (const TlsPin &pin : {m_bench->pin(), TlsPin()}) { // The second time what it keeps is enough.
            const auto again = m_bench->worker(u"w3"_s, {}, pin);
            QVERIFY2(again->isReady(), qPrintable(again->log()));
            again->terminate();
            QCOMPARE(again->exitCode(), 0);
        }
        DaemonRun last({u"--data"_s, m_bench->folder(u"w3"_s)}, {}, on(u"worker"_s));
        QVERIFY2(last.isReady(), qPrintable(last.log()));
        QCOMPARE(last.readyWord(u"role"_s), u"worker"_s);
        QCOMPARE(m_bench->statusOf(u"w3"_s), u"online"_s);
        QCOMPARE(m_bench->credentialsOf(u"w3"_s).size(), 1);
    }

    void nothingElseGetsIn_data()
    {
        QTest::addColumn<QString>("token");
        QTest::addColumn<QString>("why");
        const QString spent = u"the join token is not accepted"_s;
        QTest::newRow("another machine's join.token") << u"join.token"_s << u"from this machine only"_s;
        QTest::newRow("made up") << u"made-up"_s << spent;
        QTest::newRow("revoked") << u"revoked"_s << spent;
        QTest::newRow("bound to another name") << u"other-name"_s << spent;
        QTest::newRow("for other capabilities") << u"capability"_s << u"does not allow the capability gpu"_s;
        QTest::newRow("a viewer's token") << u"viewer"_s << u"this token may not do this"_s;
    }
    void nothingElseGetsIn()
    {
        QFETCH(QString, token);
        QFETCH(QString, why);

        const auto stranger
            = m_bench->worker(u"stranger"_s, fileFor(token), m_bench->pin(), {u"--capabilities"_s, u"gpu"_s});

        QCOMPARE(stranger->exitCode(), 4);
        QVERIFY2(stranger->log().contains(why), qPrintable(stranger->log()));
        QCOMPARE(m_bench->statusOf(u"stranger"_s), QString());
    }

    void aServerThatIsNotBelievedGetsNothing()
    {
        const QString file = m_bench->fileWith(u"kept"_s, m_bench->joinToken().token);
        const Result<TlsPin> wrong = TlsPin::parse(u"sha256:"_s + u"ab"_s.repeated(32), u"pin"_s);
        QVERIFY(wrong);
        for (const TlsPin &pin : {TlsPin(), *wrong}) {
            const auto careful = m_bench->worker(u"w4"_s, file, pin);
            QCOMPARE(careful->exitCode(), 7);
            QVERIFY2(careful->log().contains(m_bench->pin().text()), qPrintable(careful->log())); // Seen, to compare.
        }

        const auto last = m_bench->worker(u"w4"_s, file, m_bench->pin()); // The token was not spent on the way.

        QVERIFY2(last->isReady(), qPrintable(last->log()));
    }

    void aRevokedCredentialIsOut()
    {
        const auto node = m_bench->joinedWorker(u"w5"_s);
        QVERIFY2(node->isReady(), qPrintable(node->log()));
        const QList<TokenFacts> credentials = m_bench->credentialsOf(u"w5"_s);
        QCOMPARE(credentials.size(), 1);

        QVERIFY_RESULT(outcomeOf(m_bench->admin().revokeToken(credentials.first().id)));

        QTRY_VERIFY_WITH_TIMEOUT(node->log().contains("is not accepted any more: it was revoked"_L1), 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(m_bench->statusOf(u"w5"_s), u"offline"_s, 10'000);
        node->terminate();
        (void)node->exitCode();
        const auto again = m_bench->worker(u"w5"_s, {}, m_bench->pin());
        QCOMPARE(again->exitCode(), 4);
        const auto enrolled = m_bench->joinedWorker(u"w5"_s); // With a new token.
        QVERIFY2(enrolled->isReady(), qPrintable(enrolled->log()));
    }

    void aStolenCredentialIsOfLittleUse()
    {
        const auto node = m_bench->joinedWorker(u"w8"_s);
        QVERIFY2(node->isReady(), qPrintable(node->log()));
        const auto thief = m_bench->clientWith(m_bench->credentialIn(u"w8"_s));

        // Not another node, not this one from another machine, and nothing to read (T-3).
        QCOMPARE(outcomeOf(thief->announce(announcementOf(u"w1"_s))).error().kind, ErrorKind::Refused);
        QCOMPARE(outcomeOf(thief->leave(departureOf(u"w1"_s))).error().kind, ErrorKind::Refused);
        QVERIFY(!outcomeOf(thief->announce(announcementOf(u"w8"_s))));
        QCOMPARE(outcomeOf(thief->snapshot()).error().kind, ErrorKind::Refused);
        QCOMPARE(outcomeOf(thief->createToken({})).error().kind, ErrorKind::Refused);
        QCOMPARE(m_bench->statusOf(u"w8"_s), u"online"_s);
    }

    void aRemovedNodeIsOut()
    {
        const auto node = m_bench->joinedWorker(u"w6"_s);
        QVERIFY2(node->isReady(), qPrintable(node->log()));

        QVERIFY_RESULT(outcomeOf(m_bench->admin().remove(NodeId(u"w6"_s))));

        QTRY_VERIFY_WITH_TIMEOUT(node->log().contains("or the node was removed"_L1), 10'000);
        QCOMPARE(m_bench->statusOf(u"w6"_s), QString());
    }

    void aRestartOfTheControlPlaneKeepsCredentials()
    {
        const auto node = m_bench->joinedWorker(u"w7"_s);
        QVERIFY2(node->isReady(), qPrintable(node->log()));

        QVERIFY2(m_bench->restart(), qPrintable(m_bench->controlPlane().log()));

        QTRY_COMPARE_WITH_TIMEOUT(m_bench->statusOf(u"w7"_s), u"online"_s, 20'000);
        QCOMPARE(m_bench->credentialsOf(u"w7"_s).size(), 1);
    }

private:
    QString fileFor(const QString &token) const
    {
        if (token == "join.token"_L1)
            return m_bench->folder(u"cp/join.token"_s);
        if (token == "made-up"_L1)
            return m_bench->fileWith(token, Secret("0123456789abcdef.abcdefghijklmnopqrstuvwxyz0123456789"));
        TokenRequest request;
        request.kind = token == "viewer"_L1 ? TokenKind::Access : TokenKind::Join;
        request.name = token == "other-name"_L1 ? u"somebody-else"_s : QString();
        if (token == "capability"_L1)
            request.capabilities = {u"browser"_s};
        const IssuedToken issued = m_bench->made(request);
        if (token == "revoked"_L1 && !outcomeOf(m_bench->admin().revokeToken(issued.facts.id)))
            qFatal("cannot revoke");
        return m_bench->fileWith(token, issued.token);
    }

    std::unique_ptr<JoinBench> m_bench;
};

int main(int argc, char **argv)
{
    if (!enterOwnNetwork()) {
        std::fprintf(stderr, "this test needs network namespaces: %s\n", std::strerror(errno));
        return 1;
    }
    const QCoreApplication app(argc, argv);
    tst_JoinOverTls test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_JoinOverTls.moc"
