// SPDX-License-Identifier: Apache-2.0
#pragma once
// A Cluster with an audit log that a test writes.

#include "core/base/Limits.h"
#include "core/cluster/Cluster.h"

#include <algorithm>

namespace muster {

//! Pages and searches as a control plane does; records what was asked.
class AuditCluster final : public Cluster
{
public:
    QList<AuditEntry> entries; //!< Newest first.
    QList<AuditQuery> asked;
    std::optional<Error> refusal; //!< What audit() fails with, when set.
    std::optional<Tier> tier = Tier::Admin;
    AuditProof proof;
    Features can = Feature::Follow | Feature::Audit;

    Features features() const override { return can; }
    LinkReport link() const override { return m_link; }
    Future<ClusterFacts> facts() override
    {
        ClusterFacts facts;
        facts.callerTier = tier;
        return ready(facts);
    }
    Future<ClusterSnapshot> snapshot() override
    {
        ClusterSnapshot state;
        state.position = {QStringLiteral("e1"), 1};
        state.takenAt = {1'800'000'000'000};
        return ready(state);
    }
    Future<AuditPage> audit(AuditQuery query) override
    {
        asked += query;
        if (refusal)
            return failed<AuditPage>(*refusal);
        AuditPage page;
        for (const AuditEntry &entry : std::as_const(entries)) {
            const bool isOlder = query.before == 0 || entry.number < query.before;
            const QString text = entry.actor + QLatin1Char('\n') + entry.verb + QLatin1Char('\n') + entry.target;
            if (!isOlder || !text.contains(query.search, Qt::CaseInsensitive))
                continue;
            page.hasMore = page.entries.size() == query.most;
            if (page.hasMore)
                break;
            page.entries += entry;
        }
        return ready(page);
    }
    Future<AuditProof> verifyAudit() override { return ready(proof); }

    //! Writes one more; gives it.
    AuditEntry &write(const QString &actor, const QString &verb, const QString &target, const QString &outcome = QStringLiteral("ok"))
    {
        AuditEntry entry;
        entry.number = entries.isEmpty() ? 1 : entries.constFirst().number + 1;
        entry.at = {1'800'000'000'000 + static_cast<qint64>(entry.number) * 1000};
        entry.actor = actor;
        entry.verb = verb;
        entry.target = target;
        entry.source = QStringLiteral("10.8.0.2");
        entry.outcome = outcome;
        entry.hash = QByteArray(32, 'h');
        entries.prepend(entry);
        return entries.first();
    }
    void setLink(LinkState link)
    {
        m_link.state = link;
        Q_EMIT linkChanged(m_link);
    }

protected:
    void startUp() override { setLink(LinkState::Live); }
    void shutDown() override { setLink(LinkState::Idle); }

private:
    LinkReport m_link;
};

} // namespace muster
