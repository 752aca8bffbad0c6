// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/TokenStoreSuite.h"

#include "tests/support/Outcome.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

StoredToken joinToken(const QString &id, int uses = 1)
{
    StoredToken token;
    token.facts.id = TokenId(id);
    token.facts.kind = TokenKind::Join;
    token.facts.usesLeft = uses;
    token.facts.createdAt = Timestamp{1'800'000'000'000};
    token.facts.expiresAt = Timestamp{1'800'003'600'000};
    token.facts.tenants = {TenantId(u"acme"_s), TenantId(u"beta"_s)};  // Of any kind: what they mean is not the store's matter.
    token.secretHash = instanceHashOf("secret of " + id.toUtf8());
    return token;
}

StoredToken credential(const QString &id)
{
    StoredToken token;
    token.facts.id = TokenId(id);
    token.facts.kind = TokenKind::Credential;
    token.facts.name = u"vps-02"_s;
    token.facts.role = NodeRole::All;
    token.facts.capabilities = {u"browser"_s, u"a b, c"_s};
    token.facts.node = NodeId(u"vps-02"_s);
    token.facts.createdAt = Timestamp{1'800'000'000'001};
    token.facts.createdBy = u"join token j1"_s;
    token.facts.lastUsedAt = Timestamp{1'800'000'000'500};
    token.facts.revokedAt = Timestamp{1'800'000'000'900};
    token.secretHash = instanceHashOf("another secret");
    token.instanceHash = instanceHashOf("instance");
    return token;
}

} // namespace

void TokenStoreSuite::init()
{
    m_factory = freshStores();
    reopen();
}

void TokenStoreSuite::cleanup()
{
    m_stores.reset();
}

void TokenStoreSuite::reopen()
{
    m_stores.reset();
    Result<std::unique_ptr<Stores>> opened = m_factory();
    QVERIFY_RESULT(opened);
    m_stores = std::move(*opened);
}

void TokenStoreSuite::emptyStoreHasNothing()
{
    const auto all = outcomeOf(tokens().all());

    QVERIFY_RESULT(all);
    QVERIFY(all->isEmpty());
}

void TokenStoreSuite::keepsEverythingOfATokenOverARestart()
{
    StoredToken access;
    access.facts.id = TokenId(u"a1"_s);
    access.facts.tier = Tier::Operator;
    access.facts.name = u"Ann's laptop"_s;
    access.secretHash = instanceHashOf("x");
    QVERIFY_RESULT(outcomeOf(tokens().upsert({credential(u"c1"_s), joinToken(u"j1"_s, 7), access})));

    reopen();

    QCOMPARE(outcomeOf(tokens().all()).value(), (QList{credential(u"c1"_s), joinToken(u"j1"_s, 7), access}));
}

void TokenStoreSuite::newestComesFirst()
{
    StoredToken older = joinToken(u"older"_s);
    older.facts.createdAt = Timestamp{1};
    QVERIFY_RESULT(outcomeOf(tokens().upsert({older, joinToken(u"newer"_s)})));

    const auto all = outcomeOf(tokens().all());

    QCOMPARE(all->first().facts.id.text(), u"newer"_s);
    QCOMPARE(all->last().facts.id.text(), u"older"_s);
}

void TokenStoreSuite::upsertReplaces()
{
    StoredToken token = joinToken(u"j1"_s);
    QVERIFY_RESULT(outcomeOf(tokens().upsert({token})));
    token.facts.revokedAt = Timestamp{5};

    QVERIFY_RESULT(outcomeOf(tokens().upsert({token})));

    QCOMPARE(outcomeOf(tokens().all()).value(), QList{token});
}

void TokenStoreSuite::exchangeSpendsOneUseAndWritesTheCredential()
{
    QVERIFY_RESULT(outcomeOf(tokens().upsert({joinToken(u"j1"_s, 2)})));

    QVERIFY_RESULT(outcomeOf(tokens().exchange(TokenId(u"j1"_s), Timestamp{77}, {credential(u"c1"_s)})));

    reopen();
    const auto all = outcomeOf(tokens().all()).value();
    QCOMPARE(all.size(), 2);
    QCOMPARE(all.first(), credential(u"c1"_s));
    QCOMPARE(all.last().facts.usesLeft, 1);
    QCOMPARE(all.last().facts.lastUsedAt, Timestamp{77});
}

void TokenStoreSuite::ofManyExchangesOfASingleUseTokenOneSucceeds()
{
    QVERIFY_RESULT(outcomeOf(tokens().upsert({joinToken(u"j1"_s)})));
    QList<Future<void>> asked;
    for (int i = 0; i < 1000; ++i)
        asked << tokens().exchange(TokenId(u"j1"_s), Timestamp{i}, {credential(u"c%1"_s.arg(i))});

    int succeeded = 0;
    for (const Future<void> &one : asked) {
        const auto outcome = outcomeOf(one);
        succeeded += outcome ? 1 : 0;
        QVERIFY(outcome || outcome.error().code == u"token-spent");
    }

    QCOMPARE(succeeded, 1);
    QCOMPARE(outcomeOf(tokens().all()).value().size(), 2);
}

void TokenStoreSuite::exchangeOfARevokedOrUnknownTokenWritesNothing()
{
    StoredToken revoked = joinToken(u"j1"_s, 5);
    revoked.facts.revokedAt = Timestamp{1};
    QVERIFY_RESULT(outcomeOf(tokens().upsert({revoked})));

    for (const QString &id : {u"j1"_s, u"nobody"_s}) {
        const auto outcome = outcomeOf(tokens().exchange(TokenId(id), Timestamp{2}, {credential(u"c1"_s)}));

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, u"token-spent"_s);
    }
    QCOMPARE(outcomeOf(tokens().all()).value(), QList{revoked});
}

void TokenStoreSuite::onlyJoinTokensCanBeSpent()
{
    StoredToken other = credential(u"c1"_s);
    other.facts.usesLeft = 3;
    other.facts.revokedAt.reset();
    QVERIFY_RESULT(outcomeOf(tokens().upsert({other})));

    QVERIFY(!outcomeOf(tokens().exchange(TokenId(u"c1"_s), Timestamp{2}, {credential(u"c2"_s)})));
}

void TokenStoreSuite::touchSetsTheLastUseOnly()
{
    StoredToken token = joinToken(u"j1"_s);
    QVERIFY_RESULT(outcomeOf(tokens().upsert({token})));

    QVERIFY_RESULT(outcomeOf(tokens().touch({{token.facts.id, Timestamp{99}}, {TokenId(u"nobody"_s), Timestamp{1}}})));

    token.facts.lastUsedAt = Timestamp{99};
    QCOMPARE(outcomeOf(tokens().all()).value(), QList{token});
}

void TokenStoreSuite::removedTokensAreGone()
{
    QVERIFY_RESULT(outcomeOf(tokens().upsert({joinToken(u"j1"_s), joinToken(u"j2"_s)})));

    QVERIFY_RESULT(outcomeOf(tokens().remove({TokenId(u"j1"_s), TokenId(u"nobody"_s)})));

    QCOMPARE(outcomeOf(tokens().all()).value(), QList{joinToken(u"j2"_s)});
}

} // namespace muster
