// SPDX-License-Identifier: Apache-2.0
// The cases about tokens, joining and backups, and about asking others.
#include "tests/conformance/ClusterSuite.h"

#include "tests/conformance/SuiteParts.h"

#include <QCryptographicHash>

namespace muster {

using namespace Qt::StringLiterals;
using namespace suite;

namespace {

TokenRequest accessRequest(Tier tier, const QString &name)
{
    TokenRequest request;
    request.tier = tier;
    request.name = name;
    return request;
}

TokenRequest joinRequest(const QString &name = {}, int uses = 1)
{
    TokenRequest request;
    request.kind = TokenKind::Join;
    request.name = name;
    request.uses = uses;
    return request;
}

//! The facts that the list has of \a id; those of no token when it is not there.
TokenFacts listed(Cluster &cluster, const TokenId &id)
{
    const Result<QList<TokenFacts>> tokens = outcomeOf(cluster.tokens());
    for (const TokenFacts &one : tokens.value_or(QList<TokenFacts>())) {
        if (one.id == id)
            return one;
    }
    return {};
}

} // namespace

Result<JoinGrant> ClusterSuite::joinWith(const IssuedToken &token, const QString &id, int machine)
{
    return outcomeOf(m_rig->asHolderOf(token.token).join({identityCalled(id), instanceOf(id, machine), token.facts.id}));
}

void ClusterSuite::madeTokensAreListedWithoutTheirSecrets()
{
    if (!has(Feature::Tokens))
        return;
    const auto access = outcomeOf(cluster().createToken(accessRequest(Tier::Operator, u"Ann"_s)));
    QVERIFY_RESULT(access);
    TokenRequest wanted = joinRequest(kId, 5);
    wanted.capabilities = {u"docker"_s};
    wanted.life = milliseconds(120'000);

    const auto join = outcomeOf(cluster().createToken(wanted));

    QVERIFY_RESULT(join);
    QVERIFY(tokenIdOf(join->token.reveal()) == join->facts.id);
    QCOMPARE(join->facts.usesLeft, 5);
    QCOMPARE(*join->facts.expiresAt - join->facts.createdAt, milliseconds(120'000));
    const auto tokens = outcomeOf(cluster().tokens());
    QVERIFY_RESULT(tokens);
    QVERIFY(tokens->contains(access->facts) && tokens->contains(join->facts));
    const TokenFacts ann = listed(cluster(), access->facts.id);
    QCOMPARE(ann.name, u"Ann"_s);
    QCOMPARE(ann.tier, Tier::Operator);
    QVERIFY(ann.expiresAt && !ann.revokedAt && !ann.lastUsedAt);
}

void ClusterSuite::wrongTokensAreNotMade()
{
    if (!has(Feature::Tokens))
        return;
    const auto blamed = [this](const TokenRequest &request) {
        const auto outcome = outcomeOf(cluster().createToken(request));
        return failedAs(outcome, ErrorKind::Invalid) ? outcome.error().field : u"nothing"_s;
    };
    TokenRequest request = joinRequest();
    request.kind = TokenKind::Credential;
    QCOMPARE(blamed(request), u"kind"_s);
    QCOMPARE(blamed(joinRequest(u"no id"_s)), u"name"_s);
    QCOMPARE(blamed(accessRequest(Tier::Viewer, QString(81, u'x'))), u"name"_s);
    QCOMPARE(blamed(joinRequest({}, 0)), u"uses"_s);
    QCOMPARE(blamed(joinRequest({}, limits::kTokenUsesMost + 1)), u"uses"_s);
    request = joinRequest();
    request.life = limits::kTokenLifeLeast - milliseconds(1);
    QCOMPARE(blamed(request), u"lifeMs"_s);
    request.life = limits::kTokenLifeMost + milliseconds(1);
    QCOMPARE(blamed(request), u"lifeMs"_s);
    QVERIFY(outcomeOf(cluster().tokens()).value().isEmpty());
}

void ClusterSuite::aJoinTokenGivesOneNodeACredential()
{
    if (!has(Feature::Tokens))
        return;
    const auto token = outcomeOf(cluster().createToken(joinRequest()));
    QVERIFY_RESULT(token);

    const auto grant = joinWith(*token, kId);

    QVERIFY_RESULT(grant);
    QCOMPARE(grant->facts.kind, TokenKind::Credential);
    QCOMPARE(grant->facts.node->text(), kId);
    QVERIFY(tokenIdOf(grant->credential.reveal()) == grant->facts.id);
    Cluster &itself = m_rig->asHolderOf(grant->credential);
    QVERIFY_RESULT(outcomeOf(itself.announce(announcementOf(kId))));
    QVERIFY_RESULT(outcomeOf(itself.beat(beatOf(kId, 1))));
    QCOMPARE(shown(cluster(), kId).status, NodeStatus::Online);
    // Used up: refused in the words of every key that is none.
    QVERIFY(failedAs(joinWith(*token, u"second"_s), ErrorKind::Refused, "not-authenticated"_L1));
    QCOMPARE(listed(cluster(), token->facts.id).usesLeft, 0);
    // Somebody else with the same id needs the node's own key, also while it is away.
    QVERIFY_RESULT(outcomeOf(itself.leave(departureOf(kId))));
    QVERIFY(failedAs(outcomeOf(cluster().announce(announcementOf(kId, 2))), ErrorKind::Refused, "not-your-node"_L1));
    // Nor does a token for anybody give the id away; only one made for it.
    const auto any = outcomeOf(cluster().createToken(joinRequest()));
    QVERIFY_RESULT(any);
    QVERIFY(failedAs(joinWith(*any, kId, 2), ErrorKind::Conflict, "duplicate-id"_L1));
    const auto replacing = outcomeOf(cluster().createToken(joinRequest(kId)));
    QVERIFY_RESULT(replacing);
    QVERIFY_RESULT(joinWith(*replacing, kId, 2));
}

void ClusterSuite::aJoinTokenOfAnotherNameLetsNobodyIn()
{
    if (!has(Feature::Tokens))
        return;
    TokenRequest wanted = joinRequest(u"other"_s);
    wanted.capabilities = {u"docker"_s};
    const auto token = outcomeOf(cluster().createToken(wanted));
    QVERIFY_RESULT(token);

    QVERIFY(failedAs(joinWith(*token, kId), ErrorKind::Refused, "not-authenticated"_L1));
    QVERIFY(failedAs(joinWith(*token, u"other"_s), ErrorKind::Refused)); // Its own, but it can more than was allowed.

    QCOMPARE(listed(cluster(), token->facts.id).usesLeft, 1);
    QCOMPARE(outcomeOf(cluster().tokens()).value().size(), 1);
}

void ClusterSuite::joiningAsALivingNodeIsAConflict()
{
    if (!has(Feature::Tokens))
        return;
    QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(kId, 1))));
    QVERIFY_RESULT(outcomeOf(cluster().beat(beatOf(kId, 1, 1))));
    const auto token = outcomeOf(cluster().createToken(joinRequest()));
    QVERIFY_RESULT(token);

    QVERIFY(failedAs(joinWith(*token, kId, 2), ErrorKind::Conflict, "duplicate-id"_L1));

    QVERIFY_RESULT(joinWith(*token, kId, 1)); // The token was not spent, and the living one may have it.
}

void ClusterSuite::aRenewedCredentialOutlivesTheOldOne()
{
    if (!has(Feature::Tokens))
        return;
    const auto token = outcomeOf(cluster().createToken(joinRequest()));
    QVERIFY_RESULT(token);
    const auto old = joinWith(*token, kId);
    QVERIFY_RESULT(old);
    Cluster &itself = m_rig->asHolderOf(old->credential);

    const auto fresh = outcomeOf(itself.renewCredential(old->facts.id));

    QVERIFY_RESULT(fresh);
    QVERIFY(fresh->facts.id != old->facts.id && fresh->facts.node == old->facts.node);
    QVERIFY(listed(cluster(), old->facts.id).expiresAt.has_value());
    QVERIFY_RESULT(outcomeOf(itself.announce(announcementOf(kId)))); // With the fresh one.
    if (!m_rig->advance(limits::kCredentialOverlap + milliseconds(1000)))
        return;
    QVERIFY(failedAs(outcomeOf(m_rig->asHolderOf(old->credential).renewCredential(old->facts.id)), ErrorKind::Refused,
                     "not-authenticated"_L1));
    QVERIFY_RESULT(outcomeOf(m_rig->asHolderOf(fresh->credential).renewCredential(fresh->facts.id)));
}

void ClusterSuite::aRevokedTokenOpensNothing()
{
    if (!has(Feature::Tokens))
        return;
    const auto token = outcomeOf(cluster().createToken(joinRequest({}, 2)));
    QVERIFY_RESULT(token);
    const auto grant = joinWith(*token, kId);
    QVERIFY_RESULT(grant);

    QVERIFY_RESULT(outcomeOf(cluster().revokeToken(token->facts.id)));
    QVERIFY_RESULT(outcomeOf(cluster().revokeToken(grant->facts.id)));

    QVERIFY(failedAs(joinWith(*token, u"second"_s), ErrorKind::Refused, "not-authenticated"_L1));
    QVERIFY(failedAs(outcomeOf(m_rig->asHolderOf(grant->credential).renewCredential(grant->facts.id)), ErrorKind::Refused,
                     "not-authenticated"_L1));
    QVERIFY(listed(cluster(), token->facts.id).revokedAt && listed(cluster(), grant->facts.id).revokedAt);
    QVERIFY_RESULT(outcomeOf(cluster().revokeToken(token->facts.id))); // Nothing happens.
    QVERIFY(failedAs(outcomeOf(cluster().revokeToken(TokenId(u"0000000000000000"_s))), ErrorKind::NotFound));
}

void ClusterSuite::aRemovedNodeLosesItsCredential()
{
    if (!has(Feature::Tokens))
        return;
    const auto token = outcomeOf(cluster().createToken(joinRequest()));
    QVERIFY_RESULT(token);
    const auto grant = joinWith(*token, kId);
    QVERIFY_RESULT(grant);
    QVERIFY_RESULT(outcomeOf(m_rig->asHolderOf(grant->credential).announce(announcementOf(kId))));

    QVERIFY_RESULT(outcomeOf(cluster().remove(NodeId(kId))));

    QVERIFY(listed(cluster(), grant->facts.id).revokedAt.has_value());
    QVERIFY(failedAs(outcomeOf(m_rig->asHolderOf(grant->credential).renewCredential(grant->facts.id)), ErrorKind::Refused,
                     "not-authenticated"_L1));
}

void ClusterSuite::tokensOutliveARestart()
{
    if (!has(Feature::Tokens))
        return;
    const auto token = outcomeOf(cluster().createToken(joinRequest()));
    QVERIFY_RESULT(token);
    const auto spent = outcomeOf(cluster().createToken(joinRequest()));
    QVERIFY_RESULT(spent);
    QVERIFY_RESULT(joinWith(*spent, u"first"_s));
    if (!m_rig->restart())
        return;
    QTRY_VERIFY_WITH_TIMEOUT(cluster().link().isLive(), 10000);

    QCOMPARE(listed(cluster(), token->facts.id), token->facts);
    QVERIFY_RESULT(joinWith(*token, kId));
    QVERIFY(failedAs(joinWith(*spent, u"second"_s), ErrorKind::Refused, "not-authenticated"_L1));
}

void ClusterSuite::aBackupHasTheNodesAndNoKeys()
{
    if (!has(Feature::Tokens))
        return;
    QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(kId))));
    const auto token = outcomeOf(cluster().createToken(accessRequest(Tier::Admin, u"a-name-to-find"_s)));
    QVERIFY_RESULT(token);

    const auto copy = outcomeOf(cluster().backup());

    QVERIFY_RESULT(copy);
    QVERIFY(copy->startsWith("SQLite format 3"));
    QVERIFY(copy->contains(kId.toLatin1()));
    // Who made which token stays known, in the audit log; what opens a door does not.
    const QByteArray secret = token->token.reveal().split('.').constLast();
    QVERIFY(!copy->contains(secret) && !copy->contains(QCryptographicHash::hash(secret, QCryptographicHash::Sha256)));
}

void ClusterSuite::reachSaysHowFarItCame()
{
    if (!has(Feature::Reach) || !m_rig->hasOutside())
        return;
    const auto open = outcomeOf(cluster().reach({u"open.example"_s, 4000}));
    QVERIFY_RESULT(open);
    QVERIFY(open->isReachable);
    QCOMPARE(open->latencyMs, 7.5);
    QCOMPARE(open->version, u"1.2.3"_s);
    QCOMPARE(open->agentId, u"port 4000"_s);
    QCOMPARE(open->stages.size(), 3);

    const auto silent = outcomeOf(cluster().reach({u"silent.example"_s}));

    QVERIFY_RESULT(silent);
    QVERIFY(!silent->isReachable);
    QCOMPARE(silent->stages.last().cause->code, u"no-connection"_s);
    QCOMPARE(silent->stages.last().cause->kind, ErrorKind::Unreachable);
}

void ClusterSuite::restartGivesTheOrderToTheNode()
{
    if (!has(Feature::Restart) || !m_rig->hasOutside())
        return;
    for (const QString &id : {kId, u"deaf"_s}) {
        QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(id))));
        QVERIFY_RESULT(outcomeOf(cluster().beat(beatOf(id, 1))));
    }

    QVERIFY_RESULT(outcomeOf(cluster().restartAgents(NodeId(kId))));

    const auto deaf = outcomeOf(cluster().restartAgents(NodeId(u"deaf"_s)));
    QVERIFY(failedAs(deaf, ErrorKind::Unreachable));
    QVERIFY(deaf.error().what.contains(u"order"));
    QVERIFY(failedAs(outcomeOf(cluster().restartAgents(NodeId(u"nobody"_s))), ErrorKind::NotFound));
    QVERIFY_RESULT(outcomeOf(cluster().leave(departureOf(kId))));
    QVERIFY(failedAs(outcomeOf(cluster().restartAgents(NodeId(kId))), ErrorKind::Unreachable));
}

} // namespace muster
