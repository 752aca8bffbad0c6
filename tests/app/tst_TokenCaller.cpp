// SPDX-License-Identifier: Apache-2.0
#include "app/shared/TokenCaller.h"
#include "core/wire/HttpRequest.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_TokenCaller final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tiersGiveWhatTheySay_data()
    {
        QTest::addColumn<Tier>("tier");
        QTest::addColumn<Access>("access");
        QTest::newRow("viewer") << Tier::Viewer << Access::Viewer;
        QTest::newRow("operator") << Tier::Operator << Access::Operator;
        QTest::newRow("admin") << Tier::Admin << Access::Admin;
    }
    void tiersGiveWhatTheySay()
    {
        QFETCH(Tier, tier);
        QFETCH(Access, access);
        TokenFacts token;
        token.id = TokenId(u"0a1b"_s);
        token.tier = tier;
        token.name = u"ann"_s;

        QCOMPARE(callerOf(token), (Caller{u"ann"_s, access, {}, u"0a1b"_s}));
        token.tenants = {TenantId(u"acme"_s), TenantId(u"beta"_s)};
        QCOMPARE(callerOf(token), (Caller{u"ann"_s, access, {}, u"0a1b"_s, {u"acme"_s, u"beta"_s}}));
        token.name.clear(); // Refusals of it are still its own, not of callers that nobody knows.
        QCOMPARE(callerOf(token).name, u"token 0a1b"_s);
    }

    void aJoinTokenJoinsAndNothingElse()
    {
        TokenFacts token;
        token.id = TokenId(u"0a1b"_s);
        token.kind = TokenKind::Join;
        token.tier = Tier::Admin; // Says nothing here.
        token.name = u"w1"_s;

        const Caller caller = callerOf(token);

        QCOMPARE(caller, (Caller{u"join token 0a1b"_s, Access::Join, {}, u"0a1b"_s}));
        for (const Access wanted : {Access::Worker, Access::Viewer, Access::Operator, Access::Admin})
            QVERIFY(!mayUse(caller.access, wanted));
    }

    void aCredentialSpeaksForItsNode()
    {
        TokenFacts token;
        token.id = TokenId(u"0a1b"_s);
        token.kind = TokenKind::Credential;
        token.tier = Tier::Admin;
        token.node = NodeId(u"w1"_s);

        QCOMPARE(callerOf(token), (Caller{u"node w1"_s, Access::Worker, u"w1"_s, u"0a1b"_s}));
    }

    void anAdminIsNoWorker()
    {
        const Caller admin{u"admin.token"_s, Access::Admin};
        const Caller node{u"node w1"_s, Access::Worker, u"w1"_s};
        HttpRequest request;
        request.method = HttpMethod::Post;
        for (const char *path : {"api/v1/join", "api/v1/nodes", "api/v1/nodes/w1/beats", "api/v1/nodes/w1/leave"}) {
            request.segments = QString::fromLatin1(path).split(u'/');
            const Error error = noAdminAsWorker(admin, request).error();
            QCOMPARE(error.kind, ErrorKind::Refused);
            QCOMPARE(error.code, u"admin-token"_s);
            QVERIFY(error.what.contains("musterctl tokens create --join"_L1));
            QCOMPARE(noAdminAsWorker(node, request).value(), node);
        }
        request.segments = u"api/v1/nodes/w1/ping"_s.split(u'/');
        QCOMPARE(noAdminAsWorker(admin, request).value(), admin);
        request.segments = u"api/v1/nodes"_s.split(u'/');
        request.method = HttpMethod::Get;
        QCOMPARE(noAdminAsWorker(admin, request).value(), admin);
    }

    void aCredentialOfNoNodeOpensNothing()
    {
        TokenFacts token;
        token.kind = TokenKind::Credential;

        QCOMPARE(callerOf(token).access, Access::Public);
    }
};

QTEST_GUILESS_MAIN(tst_TokenCaller)
#include "tst_TokenCaller.moc"
