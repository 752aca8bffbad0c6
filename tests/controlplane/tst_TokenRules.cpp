// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/TokenRules.h"

#include "core/base/Limits.h"
#include "tests/controlplane/TokenAsk.h"
#include "tests/support/Outcome.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_TokenRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTokenHasAnEnd()
    {
        QCOMPARE(*factsFor(TokenAsk{.kind = TokenKind::Join}.request(), Timestamp{5})->expiresAt, Timestamp{5} + limits::kJoinTokenLife);
        QCOMPARE(*factsFor(TokenAsk{}.request(), Timestamp{5})->expiresAt, Timestamp{5} + limits::kAccessTokenLife);
    }

    void wrongWishesNameTheField()
    {
        const auto fieldOf = [](const TokenAsk &ask) { return factsFor(ask.request(), {}).error().field; };
        QCOMPARE(fieldOf({.kind = TokenKind::Credential}), u"kind"_s);
        QCOMPARE(fieldOf({.kind = TokenKind::Join, .name = u"a b"_s}), u"name"_s);
        QCOMPARE(fieldOf({.name = u"two\nlines"_s}), u"name"_s);
        QCOMPARE(fieldOf({.life = limits::kTokenLifeMost + milliseconds(1)}), u"lifeMs"_s);
        QCOMPARE(fieldOf({.life = milliseconds(-1)}), u"lifeMs"_s);
        QCOMPARE(fieldOf({.kind = TokenKind::Join, .uses = 0}), u"uses"_s);
        QCOMPARE(fieldOf({.kind = TokenKind::Join, .capabilities = {u"a\nb"_s}}), u"capabilities"_s);
    }

    void nothingButAWorkerCanJoinYet()
    {
        for (const NodeRole role : {NodeRole::Main, NodeRole::All}) {
            TokenRequest request;
            request.kind = TokenKind::Join;
            request.role = role;
            const auto facts = factsFor(request, Timestamp{1'800'000'000'000});
            QVERIFY(!facts);
            QCOMPARE(facts.error().field, u"role"_s);
            QVERIFY(facts.error().what.contains(u"worker"_s));
            request.kind = TokenKind::Access; // Has no role.
            QVERIFY_RESULT(factsFor(request, Timestamp{1'800'000'000'000}));
        }
    }

    void roleAllAllowsEveryRole()
    {
        NodeIdentity who;
        who.role = NodeRole::Main;
        TokenFacts token;
        token.role = NodeRole::Worker;
        QVERIFY(!isWithin(token, who));
        token.role = NodeRole::All;
        QVERIFY(isWithin(token, who));
    }
};

QTEST_GUILESS_MAIN(tst_TokenRules)
#include "tst_TokenRules.moc"
