// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cognipeer/CognipeerDialect.h"
#include "tests/dialects/cognipeer/ReplayBench.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_CognipeerDialect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasItsNames()
    {
        QCOMPARE(m_dialect.id(), u"cognipeer"_s);
        QVERIFY(!m_dialect.title().isEmpty());
        QVERIFY(m_dialect.routes() != nullptr);
    }
    void probeLearnsWhatItIs()
    {
        CognipeerBench bench;
        bench.replay.serving = u"node-b"_s;
        const auto report = outcomeOf(m_dialect.probe(bench.address(), bench.credentials(), this));
        QVERIFY_RESULT(report);
        QCOMPARE(report->product, u"Cognipeer Console 0.1.0"_s);
        QCOMPARE(report->node, u"node-b"_s);
        QCOMPARE(report->features, CognipeerClient::kFeatures);
        QVERIFY(report->isSignedIn);
    }
    void probeWithoutASignInSaysSo()
    {
        CognipeerBench bench;
        const auto report = outcomeOf(m_dialect.probe(bench.address(), {}, this));
        QVERIFY_RESULT(report);
        QVERIFY(!report->isSignedIn);
        QCOMPARE(bench.replay.logins, 0);
    }
    void probeTellsWhyNot()
    {
        CognipeerBench bench;
        QCOMPARE(outcomeOf(m_dialect.probe(bench.address(), bench.wrongCredentials(), this)).error().kind, ErrorKind::Refused);
        bench.replay.edition = ConsoleEdition::Community;
        QCOMPARE(outcomeOf(m_dialect.probe(bench.address(), bench.credentials(), this)).error().code, u"no-cluster-api"_s);
        bench.replay.edition = ConsoleEdition::NoLicence;
        QCOMPARE(outcomeOf(m_dialect.probe(bench.address(), bench.credentials(), this)).error().code, u"payment-required"_s);
        bench.replay.phase = ConsolePhase::Booting;
        QCOMPARE(outcomeOf(m_dialect.probe(bench.address(), bench.credentials(), this)).error().kind, ErrorKind::Busy);
    }
    void probeOfAnotherServerIsProtocol()
    {
        CookieServer other([](const ConsoleRequest &) { return ConsoleReply{.body = R"({"status":"UP"})"}; });
        QVERIFY(other.open(0));
        const ClusterAddress address{u"cognipeer"_s, QUrl(u"http://127.0.0.1:%1"_s.arg(other.port()))};
        QCOMPARE(outcomeOf(m_dialect.probe(address, {}, this)).error().kind, ErrorKind::Protocol);
        other.close();
        QCOMPARE(outcomeOf(m_dialect.probe(address, {}, this)).error().kind, ErrorKind::Unreachable);
    }
    void clientIsReadyToStart()
    {
        CognipeerBench bench;
        const auto client = m_dialect.client(bench.address(), bench.credentials());
        QVERIFY(!client->isRunning());
        client->start();
        QTRY_VERIFY(client->link().isLive());
    }

private:
    CognipeerDialect m_dialect;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_CognipeerDialect)
#include "tst_CognipeerDialect.moc"
