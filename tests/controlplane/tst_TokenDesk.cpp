// SPDX-License-Identifier: Apache-2.0
#include "tests/controlplane/TokenAsk.h"
#include "tests/support/ControlPlaneRig.h"

#include <QDir>
#include <QFile>
#include <QLoggingCategory>
#include <QSignalSpy>

using namespace muster;
using namespace Qt::StringLiterals;

//! Tokens over a real store: made, shown, exchanged, renewed and ended.
class tst_TokenDesk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QLoggingCategory::setFilterRules(u"muster.*=false"_s);
        m_rig = std::make_unique<ControlPlaneRig>();
    }
    void cleanup() { m_rig.reset(); }

    void accessTokenIsKnownByItsSecretAlone()
    {
        const IssuedToken token = made({.kind = TokenKind::Access, .tier = Tier::Operator, .name = u"Ann"_s});

        const auto holder = plane().callerOf(token.token.reveal());

        QVERIFY_RESULT(holder);
        QCOMPARE(holder->tier, Tier::Operator);
        QCOMPARE(holder->name, u"Ann"_s);
        const QByteArray wrong = token.facts.id.text().toLatin1() + ".wrong";
        const auto unknown = plane().callerOf("nobody.secret").error();
        QCOMPARE(plane().callerOf(wrong).error(), unknown);
        QCOMPARE(plane().callerOf("no form").error(), unknown);
        QCOMPARE(unknown.code, u"not-authenticated"_s);
        m_rig->restart();
        QVERIFY_RESULT(plane().callerOf(token.token.reveal()));
    }

    void aNameIsOfOneLivingAccessTokenAlone()
    {
        const IssuedToken first = made({.kind = TokenKind::Access, .tier = Tier::Viewer, .name = u"Ann"_s});
        TokenRequest again;
        again.name = u"Ann"_s;
        const Error error = outcomeOf(plane().createToken(again)).error();
        QCOMPARE(error.kind, ErrorKind::Conflict);
        QCOMPARE(error.code, u"token-exists"_s);
        QVERIFY(error.what.contains(first.facts.id.text())); // Which one is in the way.
        QVERIFY_RESULT(outcomeOf(plane().revokeToken(first.facts.id)));
        QVERIFY_RESULT(outcomeOf(plane().createToken(again)));
        // Join tokens name the node that they let in: there may be several of those.
        again.kind = TokenKind::Join;
        QVERIFY_RESULT(outcomeOf(plane().createToken(again)));
        QVERIFY_RESULT(outcomeOf(plane().createToken(again)));
    }
    void ofManyJoinsWithASingleUseTokenOneSucceeds()
    {
        const IssuedToken token = made({.kind = TokenKind::Join});
        QList<Future<JoinGrant>> asked;
        for (int i = 0; i < 1000; ++i)
            asked << plane().join(wish(u"node-%1"_s.arg(i), token));

        int succeeded = 0;
        for (const Future<JoinGrant> &one : asked) {
            const auto outcome = outcomeOf(one);
            succeeded += outcome ? 1 : 0;
            QVERIFY(outcome || outcome.error().code == u"not-authenticated");
        }

        QCOMPARE(succeeded, 1);
        m_rig->restart(false);
        QVERIFY(!outcomeOf(plane().join(wish(u"late"_s, token))));
        QVERIFY(!plane().callerOf(token.token.reveal()));
    }

    void everySpentTokenEndsHoweverManyThereAre_data()
    {
        QTest::addColumn<int>("before"); // So that in one of them the table grows while a token is spent.
        QTest::newRow("even") << 0;
        QTest::newRow("odd") << 1;
    }
    void everySpentTokenEndsHoweverManyThereAre()
    {
        QFETCH(int, before);
        for (int i = 0; i < before; ++i)
            made({.kind = TokenKind::Join});
        QList<TokenId> spent;
        QSignalSpy ended(&plane(), &ControlPlane::tokenEnded);
        for (int i = 0; i < 300; ++i) {
            const IssuedToken token = made({.kind = TokenKind::Join});
            spent << token.facts.id;
            QVERIFY_RESULT(outcomeOf(plane().join(wish(u"node-%1"_s.arg(i), token))));
        }

        QCOMPARE(ended.size(), spent.size());
        for (qsizetype i = 0; i < spent.size(); ++i)
            QCOMPARE(ended[i].front().value<TokenId>(), spent[i]);
    }

    void credentialIsOfItsNodeAndInstance()
    {
        const JoinGrant grant = joined(u"vps-02"_s);

        const auto holder = plane().callerOf(grant.credential.reveal());

        QVERIFY_RESULT(holder);
        QCOMPARE(holder->kind, TokenKind::Credential);
        QCOMPARE(holder->node, NodeId(u"vps-02"_s));
        QCOMPARE(outcomeOf(plane().announce(announcementOf(u"vps-02"_s, 2))).error().code, u"not-your-node"_s);
        QVERIFY_RESULT(outcomeOf(plane().announce(announcementOf(u"vps-02"_s, 1))));
    }

    void joinTokenBindsNameRoleAndCapabilities()
    {
        const IssuedToken named = made({.kind = TokenKind::Join, .name = u"vps-02"_s});
        QCOMPARE(outcomeOf(plane().join(wish(u"vps-03"_s, named))).error().code, u"not-authenticated"_s);
        QVERIFY_RESULT(outcomeOf(plane().join(wish(u"vps-02"_s, named))));
        const IssuedToken plain = made({.kind = TokenKind::Join, .capabilities = {u"docker"_s}});
        const auto tooMuch = outcomeOf(plane().join(wish(u"vps-04"_s, plain))); // It has "browser" as well.
        QCOMPARE(tooMuch.error().kind, ErrorKind::Refused);
        QVERIFY(tooMuch.error().what.contains(u"browser"_s));
        JoinRequest main = wish(u"vps-05"_s, made({.kind = TokenKind::Join}));
        main.who.role = NodeRole::Main;
        QCOMPARE(outcomeOf(plane().join(main)).error().kind, ErrorKind::Refused);
    }

    void livingNodeOfAnotherInstanceKeepsItsId()
    {
        (void)joined(u"vps-02"_s);
        m_rig->join(u"vps-02"_s);
        const IssuedToken token = made({.kind = TokenKind::Join, .uses = 2});
        QCOMPARE(outcomeOf(plane().join(wish(u"vps-02"_s, token, 2))).error().code, u"duplicate-id"_s);

        m_rig->advance(limits::kBeatInterval * 4); // Offline.
        const IssuedToken replacing = made({.kind = TokenKind::Join, .name = u"vps-02"_s});
        QVERIFY_RESULT(outcomeOf(plane().join(wish(u"vps-02"_s, replacing, 2))));

        QVERIFY_RESULT(outcomeOf(plane().announce(announcementOf(u"vps-02"_s, 2))));
    }

    void joiningAgainEndsTheOldCredential()
    {
        const JoinGrant old = joined(u"vps-02"_s);
        QSignalSpy ended(&plane(), &ControlPlane::tokenEnded);

        const JoinGrant fresh = joined(u"vps-02"_s);

        QVERIFY(!plane().callerOf(old.credential.reveal()));
        QVERIFY_RESULT(plane().callerOf(fresh.credential.reveal()));
        QVERIFY(ended.size() >= 2); // The old credential, and the token that was used up.
    }

    void renewedCredentialOverlapsByTheSteadyClock()
    {
        const JoinGrant old = joined(u"vps-02"_s);

        const auto fresh = outcomeOf(plane().renewCredential(old.facts.id));

        QVERIFY_RESULT(fresh);
        m_rig->clock.jumpWall(-std::chrono::hours(24 * 365)); // Must not lengthen the overlap.
        m_rig->advance(limits::kCredentialOverlap - milliseconds(1));
        QVERIFY_RESULT(plane().callerOf(old.credential.reveal()));
        m_rig->advance(milliseconds(1));
        QVERIFY(!plane().callerOf(old.credential.reveal()));
        QVERIFY_RESULT(plane().callerOf(fresh->credential.reveal()));
    }

    void credentialRevokedWhileItIsRenewedHasNoHeir()
    {
        const JoinGrant old = joined(u"vps-02"_s);

        const Future<JoinGrant> renewal = plane().renewCredential(old.facts.id);
        QVERIFY_RESULT(outcomeOf(plane().revokeToken(old.facts.id)));

        QCOMPARE(outcomeOf(renewal).error().code, u"not-authenticated"_s);
        m_rig->restart(false);
        const QList<TokenFacts> kept = outcomeOf(plane().tokens()).value();
        for (const TokenFacts &one : kept)
            QVERIFY(one.kind != TokenKind::Credential || one.revokedAt);
    }

    void revokedTokenStaysRevokedWhateverTheClockDoes()
    {
        const IssuedToken token = made({.kind = TokenKind::Access});
        QSignalSpy ended(&plane(), &ControlPlane::tokenEnded);

        QVERIFY_RESULT(outcomeOf(plane().revokeToken(token.facts.id)));

        QCOMPARE(ended.size(), 1);
        m_rig->clock.jumpWall(-std::chrono::hours(24 * 3650));
        QVERIFY(!plane().callerOf(token.token.reveal()));
        m_rig->restart(false);
        QVERIFY(!plane().callerOf(token.token.reveal()));
        QVERIFY_RESULT(outcomeOf(plane().revokeToken(token.facts.id)));
        QCOMPARE(outcomeOf(plane().revokeToken(TokenId(u"nobody"_s))).error().kind, ErrorKind::NotFound);
    }

    void expiredTokenEndsAndIsTold()
    {
        const IssuedToken token = made({.kind = TokenKind::Join, .life = limits::kTokenLifeLeast});
        QSignalSpy ended(&plane(), &ControlPlane::tokenEnded);

        m_rig->clock.advance(limits::kTokenLifeLeast);
        QVERIFY(!plane().callerOf(token.token.reveal()));
        m_rig->plane->sweep();

        QCOMPARE(ended.size(), 1);
        m_rig->clock.jumpWall(-std::chrono::hours(1));
        QVERIFY(!plane().callerOf(token.token.reveal()));
    }

    void removingANodeRevokesItsCredential()
    {
        const JoinGrant grant = joined(u"vps-02"_s);
        m_rig->join(u"vps-02"_s);

        QVERIFY_RESULT(outcomeOf(plane().remove(NodeId(u"vps-02"_s))));

        QVERIFY(!plane().callerOf(grant.credential.reveal()));
        m_rig->restart(false);
        QVERIFY(!plane().callerOf(grant.credential.reveal()));
    }

    void secretsAreInNoFile()
    {
        const IssuedToken token = made({.kind = TokenKind::Access});
        const QByteArray secret = token.token.reveal().mid(token.token.reveal().indexOf('.') + 1);

        for (const QString &name : QDir(m_rig->folder.path()).entryList(QDir::Files)) {
            QFile file(m_rig->folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains(secret), qPrintable(name));
        }
    }

private:
    ControlPlane &plane() { return *m_rig->plane; }
    IssuedToken made(const TokenAsk &ask)
    {
        const auto token = outcomeOf(plane().createToken(ask.request()));
        if (!token)
            qFatal("%s", qPrintable(token.error().text()));
        return *token;
    }
    static JoinRequest wish(const QString &id, const IssuedToken &token, int machine = 1)
    {
        return {.who = identityCalled(id), .instance = instanceOf(id, machine), .shown = token.facts.id};
    }
    JoinGrant joined(const QString &id)
    {
        const auto grant = outcomeOf(plane().join(wish(id, made({.kind = TokenKind::Join}))));
        if (!grant)
            qFatal("%s", qPrintable(grant.error().text()));
        return *grant;
    }

    std::unique_ptr<ControlPlaneRig> m_rig;
};

QTEST_GUILESS_MAIN(tst_TokenDesk)
#include "tst_TokenDesk.moc"
