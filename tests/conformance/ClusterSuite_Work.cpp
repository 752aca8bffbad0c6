// SPDX-License-Identifier: Apache-2.0
// The cases about entities, pins and places.
#include "tests/conformance/ClusterSuite.h"

#include "tests/conformance/WorkParts.h"

namespace muster {

using namespace Qt::StringLiterals;
using namespace suite;

void ClusterSuite::entitiesAreKeptAndListed()
{
    if (!has(Feature::Entities))
        return;
    EntityRequest request = agent(u"agent/hello"_s);
    request.secrets = {{u"TOKEN"_s, Secret("s3cret")}, {u"OTHER"_s, Secret("s3cret")}};

    const Result<EntityState> saved = outcomeOf(cluster().saveEntity(request));

    QVERIFY_RESULT(saved);
    QCOMPARE(saved->entity.secrets, QStringList({u"OTHER"_s, u"TOKEN"_s}));
    QVERIFY(saved->entity.createdAt.msSinceEpoch > 0);
    QVERIFY_RESULT(outcomeOf(cluster().saveEntity(agent(u"browser/b1"_s))));
    QVERIFY_RESULT(outcomeOf(cluster().saveEntity(agent(u"agent/acme:hello"_s))));
    const Result<QList<EntityState>> all = outcomeOf(cluster().entities());
    QVERIFY_RESULT(all);
    QCOMPARE(all->size(), 3);
    QVERIFY(std::ranges::is_sorted(*all, [](const EntityState &one, const EntityState &other) { return one.entity.ref < other.entity.ref; }));
    QCOMPARE(listed(cluster(), u"agent/hello"_s), *saved);
    // The same place in a snapshot.
    const Result<ClusterSnapshot> snapshot = outcomeOf(cluster().snapshot());
    QVERIFY_RESULT(snapshot);
    QCOMPARE(snapshot->entities, *all);

    // There is one: it can be replaced, and keeps the secrets that it is said to keep.
    QVERIFY(failedAs(outcomeOf(cluster().saveEntity(agent(u"agent/hello"_s))), ErrorKind::Conflict, "entity-exists"_L1));
    EntityRequest changed = agent(u"agent/hello"_s, false);
    changed.entity.title = u"Says goodbye"_s;
    changed.keptSecrets = {u"TOKEN"_s};
    const Result<EntityState> replaced = outcomeOf(cluster().saveEntity(changed));
    QVERIFY_RESULT(replaced);
    QCOMPARE(replaced->entity.title, u"Says goodbye"_s);
    QCOMPARE(replaced->entity.secrets, QStringList{u"TOKEN"_s});
    QCOMPARE(replaced->entity.createdAt, saved->entity.createdAt);

    // Who saw an older one overwrites nothing.
    changed.entity.updatedAt = saved->entity.updatedAt;
    QVERIFY(failedAs(outcomeOf(cluster().saveEntity(changed)), ErrorKind::Conflict, "version"_L1));
    changed.entity.updatedAt = replaced->entity.updatedAt;
    QVERIFY_RESULT(outcomeOf(cluster().saveEntity(changed)));
}

void ClusterSuite::wrongEntitiesAreRefused()
{
    if (!has(Feature::Entities))
        return;
    EntityRequest request = agent(u"agent/hello"_s);
    request.entity.settings = {{u"argv"_s, QJsonArray()}};

    const Result<EntityState> saved = outcomeOf(cluster().saveEntity(request));

    QVERIFY(failedAs(saved, ErrorKind::Invalid));
    QCOMPARE(saved.error().field, u"settings.argv"_s);
    QVERIFY(outcomeOf(cluster().entities())->isEmpty());
}

void ClusterSuite::changesOfEntitiesAreTold()
{
    if (!has(Feature::Entities) || !has(Feature::Assign))
        return;
    const EventLog log(cluster());
    const auto told = [&log](const QString &kind) {
        return std::ranges::any_of(log.events, [&kind](const ClusterEvent &one) { return one.kind() == kind; });
    };
    QVERIFY_RESULT(settle(cluster()));
    QVERIFY_RESULT(outcomeOf(cluster().assign({helloRef(), NodeId(kId)})));
    QTRY_VERIFY_WITH_TIMEOUT(
        std::ranges::any_of(log.events, [](const ClusterEvent &one) {
            const auto *changed = std::get_if<EntityChanged>(&one.what);
            return changed && changed->state.assignment && changed->state.placement.isExplicit;
        }), 10000);
    QVERIFY(!told(u"entity-removed"_s));
    QVERIFY_RESULT(outcomeOf(cluster().removeEntity(helloRef())));
    QTRY_VERIFY_WITH_TIMEOUT(told(u"entity-removed"_s), 10000);
}

void ClusterSuite::pinsCarryAVersion()
{
    if (!has(Feature::Entities) || !has(Feature::Assign))
        return;
    QVERIFY_RESULT(settle(cluster()));
    QVERIFY(!listed(cluster(), u"agent/hello"_s).assignment);

    const Result<EntityState> pinned = outcomeOf(cluster().assign({helloRef(), NodeId(kId), AssignmentMode::Preferred, 0}));
    QVERIFY_RESULT(pinned);
    QCOMPARE(pinned->assignment->node.text(), kId);
    QCOMPARE(pinned->assignment->mode, AssignmentMode::Preferred);
    QCOMPARE(pinned->assignment->version, quint64(1));
    QCOMPARE(pinned->placement.node.text(), kId);
    QVERIFY(pinned->placement.isExplicit);

    // Somebody else was faster: nothing changes.
    const Result<EntityState> late = outcomeOf(cluster().assign({helloRef(), NodeId(kId), AssignmentMode::Strict, 0}));
    QVERIFY(failedAs(late, ErrorKind::Conflict, "version"_L1));
    QVERIFY(late.error().what.contains(kId)); // With the row that is there.
    QVERIFY(failedAs(outcomeOf(cluster().assign({helloRef(), {}, AssignmentMode::Strict, 7})), ErrorKind::Conflict, "version"_L1));
    QCOMPARE(listed(cluster(), u"agent/hello"_s).assignment->mode, AssignmentMode::Preferred);

    // Clearing counts as a change; whoever does not care says no version.
    const Result<EntityState> cleared = outcomeOf(cluster().assign({helloRef(), {}, AssignmentMode::Strict, 1}));
    QVERIFY_RESULT(cleared);
    QVERIFY(!cleared->assignment);
    QVERIFY(!cleared->placement.isExplicit);
    const Result<EntityState> again = outcomeOf(cluster().assign({helloRef(), NodeId(kId)}));
    QVERIFY_RESULT(again);
    QCOMPARE(again->assignment->version, quint64(3));
    QCOMPARE(again->assignment->mode, AssignmentMode::Strict);
}

void ClusterSuite::whatIsNotThereCannotBePinned()
{
    if (!has(Feature::Entities) || !has(Feature::Assign))
        return;
    QVERIFY_RESULT(settle(cluster()));
    const EntityRef nobody = *EntityRef::parse(u"agent/nobody"_s, {});
    QVERIFY(failedAs(outcomeOf(cluster().assign({nobody, NodeId(kId)})), ErrorKind::NotFound));
    QVERIFY(failedAs(outcomeOf(cluster().assign({nobody, {}})), ErrorKind::NotFound));
    QVERIFY(failedAs(outcomeOf(cluster().assign({helloRef(), NodeId(u"no-such-node"_s)})), ErrorKind::NotFound));
    QVERIFY(failedAs(outcomeOf(cluster().removeEntity(nobody)), ErrorKind::NotFound));
    QVERIFY(failedAs(outcomeOf(cluster().submit(jobFor(u"agent/nobody"_s))), ErrorKind::NotFound));
    QVERIFY(!listed(cluster(), u"agent/hello"_s).assignment);
}

void ClusterSuite::nodesAreRankedForNeeds()
{
    if (!has(Feature::Entities) || !has(Feature::Assign))
        return;
    QVERIFY_RESULT(settle(cluster()));
    const Result<QList<Candidate>> fitting = outcomeOf(cluster().bestNodes({u"docker"_s}));
    QVERIFY_RESULT(fitting);
    QVERIFY(fitting->first().fits);
    QVERIFY(std::ranges::any_of(*fitting, [](const Candidate &one) { return one.fits && one.node.text() == kId; }));
    const Result<QList<Candidate>> none = outcomeOf(cluster().bestNodes({u"docker"_s, u"moon"_s}));
    QVERIFY_RESULT(none);
    QVERIFY(!none->isEmpty() && !none->first().fits);
    QVERIFY(std::ranges::any_of(*none, [](const Candidate &one) { return one.node.text() == kId && one.reason.contains(u"moon"_s); }));
}

} // namespace muster
