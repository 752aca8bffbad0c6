// SPDX-License-Identifier: Apache-2.0
// Who was put out stays out, whatever he holds; and the desk survives what happens between two looks at the clock.
#include "core/base/Limits.h"
#include "tests/controlplane/TokenAsk.h"
#include "tests/support/ControlPlaneRig.h"

#include <QLoggingCategory>
#include <QSignalSpy>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

//! Stands still, and leaps once it was asked the time so often.
class LeapingClock final : public Clock
{
public:
    Timestamp now() const override
    {
        if (looksLeft >= 0 && looksLeft-- == 0)
            m_now = m_now + limits::kTokenLifeMost;
        return m_now;
    }
    SteadyTime steadyNow() const override { return SteadyTime(milliseconds(1'000'000)); }

    mutable int looksLeft = -1; //!< Before the leap; below 0: none.

private:
    mutable Timestamp m_now{1'800'000'000'000};
};

//! A store that can be told to fail.
class FailingTokens final : public TokenStore
{
public:
    explicit FailingTokens(TokenStore &kept) : m_kept(kept) {}
    Future<QList<StoredToken>> all() override { return m_kept.all(); }
    Future<void> upsert(QList<StoredToken> tokens) override
    {
        return fails ? failed<void>(storageError(u"writing"_s, u"the disk is full"_s)) : m_kept.upsert(std::move(tokens));
    }
    Future<void> exchange(TokenId join, Timestamp at, QList<StoredToken> tokens) override
    {
        return m_kept.exchange(std::move(join), at, std::move(tokens));
    }
    Future<void> touch(QList<TokenUse> uses) override { return m_kept.touch(std::move(uses)); }
    Future<void> remove(QList<TokenId> tokens) override { return m_kept.remove(std::move(tokens)); }

    bool fails = false;

private:
    TokenStore &m_kept;
};

JoinRequest wish(const QString &id, const TokenId &shown, int machine = 1)
{
    return {.who = identityCalled(id), .instance = instanceOf(id, machine), .shown = shown};
}

} // namespace

class tst_TokenPromises : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QLoggingCategory::setFilterRules(u"muster.*=false"_s);
        m_rig = std::make_unique<ControlPlaneRig>();
    }
    void cleanup() { m_rig.reset(); }

    void revokingEitherCredentialPutsTheNodeOut_data()
    {
        QTest::addColumn<bool>("isNew");
        QTest::newRow("the new one") << true;
        QTest::newRow("the old one") << false;
    }
    void revokingEitherCredentialPutsTheNodeOut()
    {
        QFETCH(bool, isNew);
        const JoinGrant old = joined(u"vps-02"_s);
        const JoinGrant fresh = renewed(old);
        const JoinGrant other = joined(u"vps-03"_s);
        QSignalSpy ended(&plane(), &ControlPlane::tokenEnded);

        QVERIFY_RESULT(outcomeOf(plane().revokeToken(isNew ? fresh.facts.id : old.facts.id)));

        QCOMPARE(ended.size(), 2); // What both have open is closed.
        for (const JoinGrant &one : {old, fresh}) {
            QCOMPARE(plane().callerOf(one.credential.reveal()).error().code, u"not-authenticated"_s);
            QCOMPARE(outcomeOf(plane().renewCredential(one.facts.id)).error().code, u"not-authenticated"_s);
        }
        QVERIFY_RESULT(plane().callerOf(other.credential.reveal()));
        m_rig->restart(false);
        QVERIFY(!plane().callerOf(old.credential.reveal()) && !plane().callerOf(fresh.credential.reveal()));
    }

    void anOldCredentialIsNotRenewedOnceItsHeirWasShown()
    {
        const JoinGrant old = joined(u"vps-02"_s);
        (void)renewed(old); // The answer was lost.
        const JoinGrant fresh = renewed(old);
        QVERIFY_RESULT(plane().callerOf(fresh.credential.reveal()));

        QCOMPARE(outcomeOf(plane().renewCredential(old.facts.id)).error().code, u"not-authenticated"_s);

        QVERIFY_RESULT(plane().callerOf(old.credential.reveal())); // Calls on their way are still good.
        (void)renewed(fresh);
    }

    void anAbsentNodeIsReplacedOnlyByATokenOfItsName()
    {
        const JoinGrant owner = joined(u"vps-02"_s);
        m_rig->join(u"vps-02"_s);
        m_rig->advance(limits::kBeatInterval * 4); // Offline.
        const TokenId any = made({.kind = TokenKind::Join, .uses = 5});
        QSignalSpy events(&plane(), &Cluster::eventArrived);

        const auto taken = outcomeOf(plane().join(wish(u"vps-02"_s, any, 2)));

        QCOMPARE(taken.error().kind, ErrorKind::Conflict);
        QCOMPARE(taken.error().code, u"duplicate-id"_s);
        QCOMPARE(events.constFirst().constFirst().value<ClusterEvent>().kind(), u"node-conflict"_s);
        QVERIFY_RESULT(plane().callerOf(owner.credential.reveal())); // It was not locked out.
        QVERIFY_RESULT(outcomeOf(plane().join(wish(u"vps-02"_s, any, 1)))); // The same machine may, always.
        QVERIFY_RESULT(outcomeOf(plane().join(wish(u"vps-02"_s, made({.kind = TokenKind::Join, .name = u"vps-02"_s}), 2))));
    }

    void theIdOfARemovedNodeIsFree()
    {
        (void)joined(u"vps-02"_s);
        m_rig->join(u"vps-02"_s);
        QVERIFY_RESULT(outcomeOf(plane().remove(NodeId(u"vps-02"_s))));

        QVERIFY_RESULT(outcomeOf(plane().join(wish(u"vps-02"_s, made({.kind = TokenKind::Join}), 2))));
    }

    void aTokenThatExpiresWithinTheCallIsRefused()
    {
        // Whichever look at the clock is the first that comes too late.
        for (int looks = 0; looks < 12; ++looks) {
            QTemporaryDir folder;
            const auto stores = openSqliteStores(folder.path());
            QVERIFY_RESULT(stores);
            LeapingClock clock;
            QObject context;
            TokenDesk desk({&context, (*stores)->tokens(), clock}, {}, [](const TokenId &) {});
            const auto token = outcomeOf(desk.create(TokenAsk{.kind = TokenKind::Join, .uses = 2}.request()));
            QVERIFY_RESULT(token);
            const auto first = outcomeOf(desk.join(wish(u"first"_s, token->facts.id)));
            QVERIFY_RESULT(first);
            QVERIFY_RESULT(outcomeOf(desk.renew(first->facts.id))); // So that it has an end.

            clock.looksLeft = looks;
            const auto second = outcomeOf(desk.join(wish(u"second"_s, token->facts.id)));
            QVERIFY(second || second.error().code == u"not-authenticated");
        }
        for (int looks = 0; looks < 12; ++looks) {
            QTemporaryDir folder;
            const auto stores = openSqliteStores(folder.path());
            QVERIFY_RESULT(stores);
            LeapingClock clock;
            QObject context;
            TokenDesk desk({&context, (*stores)->tokens(), clock}, {}, [](const TokenId &) {});
            const auto token = outcomeOf(desk.create(TokenAsk{.kind = TokenKind::Join}.request()));
            const auto first = outcomeOf(desk.join(wish(u"first"_s, token->facts.id)));
            QVERIFY_RESULT(outcomeOf(desk.renew(first->facts.id)));

            clock.looksLeft = looks;
            const auto again = outcomeOf(desk.renew(first->facts.id));
            QVERIFY(again || again.error().code == u"not-authenticated");
        }
    }

    void aRevocationThatIsNotStoredIsNotForgotten()
    {
        FailingTokens store(m_rig->stores->tokens());
        QList<StoredToken> many(limits::kTokens);
        for (int i = 0; i < many.size(); ++i) {
            many[i].facts.id = TokenId(u"%1"_s.arg(i, 16, 16, QChar(u'0')));
            many[i].facts.createdAt = Timestamp(1'700'000'000'000 + i);
            many[i].secretHash = QByteArray(32, 'x');
        }
        const TokenId oldest = many.constFirst().facts.id;
        QVERIFY_RESULT(outcomeOf(store.upsert(std::move(many))));
        QObject context;
        TokenDesk desk({&context, store, m_rig->clock}, {}, [](const TokenId &) {});
        QVERIFY_RESULT(outcomeOf(desk.load()));
        store.fails = true;
        QCOMPARE(outcomeOf(desk.revoke(oldest)).error().kind, ErrorKind::Storage);
        store.fails = false;

        QCOMPARE(outcomeOf(desk.create(TokenAsk{}.request())).error().kind, ErrorKind::Busy);

        QVERIFY_RESULT(outcomeOf(desk.revoke(oldest))); // It is still known, and now written.
        QVERIFY_RESULT(outcomeOf(desk.create(TokenAsk{}.request())));
    }

private:
    ControlPlane &plane() { return *m_rig->plane; }
    TokenId made(const TokenAsk &ask)
    {
        const auto token = outcomeOf(plane().createToken(ask.request()));
        if (!token)
            qFatal("%s", qPrintable(token.error().text()));
        return token->facts.id;
    }
    JoinGrant joined(const QString &id)
    {
        const auto grant = outcomeOf(plane().join(wish(id, made({.kind = TokenKind::Join}))));
        if (!grant)
            qFatal("%s", qPrintable(grant.error().text()));
        return *grant;
    }
    JoinGrant renewed(const JoinGrant &old)
    {
        const auto grant = outcomeOf(plane().renewCredential(old.facts.id));
        if (!grant)
            qFatal("%s", qPrintable(grant.error().text()));
        return *grant;
    }

    std::unique_ptr<ControlPlaneRig> m_rig;
};

QTEST_GUILESS_MAIN(tst_TokenPromises)
#include "tst_TokenPromises.moc"
