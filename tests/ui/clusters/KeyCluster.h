// SPDX-License-Identifier: Apache-2.0
#pragma once
// A cluster that makes tokens and tests addresses exactly as a test says.

#include "core/cluster/Cluster.h"

namespace muster {

//! Answers at once; what was asked is recorded.
class KeyCluster final : public Cluster
{
public:
    QList<TokenFacts> known;
    QList<TokenRequest> asked;
    QList<TokenId> revoked;
    QList<ReachTarget> reached;
    ReachReport report;
    TlsPin pin;
    std::optional<Error> refusal; //!< What every verb fails with, when set.

    Features features() const override { return Feature::Tokens | Feature::Reach | Feature::Announce; }
    LinkReport link() const override { return {}; }
    Future<IssuedToken> createToken(TokenRequest request) override
    {
        asked += request;
        if (refusal)
            return failed<IssuedToken>(*refusal);
        IssuedToken issued;
        issued.facts = {.id = TokenId(QStringLiteral("t%1").arg(asked.size())), .kind = request.kind, .tier = request.tier,
                        .name = request.name, .role = request.role, .capabilities = {}, .node = {}, .usesLeft = request.uses,
                        .createdAt = Timestamp{1'800'000'000'000}, .createdBy = QStringLiteral("kim"),
                        .expiresAt = Timestamp{1'800'003'600'000}, .revokedAt = {}, .lastUsedAt = {}};
        issued.token = Secret("t1.the-secret-itself");
        issued.pin = pin;
        known.prepend(issued.facts);
        return ready(issued);
    }
    Future<QList<TokenFacts>> tokens() override
    {
        return refusal ? failed<QList<TokenFacts>>(*refusal) : ready(known);
    }
    Future<void> revokeToken(TokenId token, Actor = {}) override
    {
        revoked += token;
        return refusal ? failed<void>(*refusal) : ready();
    }
    Future<ReachReport> reach(ReachTarget target) override
    {
        reached += target;
        return refusal ? failed<ReachReport>(*refusal) : ready(report);
    }

protected:
    void startUp() override {}
    void shutDown() override {}
};

} // namespace muster
