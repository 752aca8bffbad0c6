// SPDX-License-Identifier: Apache-2.0
// Entities from snapshots and events become rows, with where they are and what still runs elsewhere.
#include "core/mirror/EntitiesModel.h"

#include "tests/mirror/PinStage.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

QStringList namesOf(const QAbstractItemModel &model)
{
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row)
        names.append(model.index(row, EntitiesModel::NameColumn).data().toString());
    return names;
}

QList<EntityState> manyEntities(int count)
{
    QList<EntityState> entities;
    for (int i = 0; i < count; ++i)
        entities.append(entityCalled(u"%1/bot-%2"_s.arg(wordOf(kEntityKinds[size_t(i) % kEntityKinds.size()])).arg(i)));
    return entities;
}

} // namespace

class tst_EntitiesModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindAndTenantIsARow()
    {
        PinStage stage({u"agent/sales-bot"_s, u"mcp/crm"_s, u"browser/qa"_s, u"js-runtime/sandbox"_s, u"inference-server/llama"_s,
                        u"alert-rule/disk"_s, u"automation/acme:nightly"_s});
        EntitiesModel model;
        const QAbstractItemModelTester tester(&model);
        model.setSession(stage.session.get());

        QCOMPARE(model.rowCount(), 7);
        for (const EntityKind kind : kEntityKinds)
            QCOMPARE(model.summary().count(kind), 1);
        QCOMPARE(model.summary().tenants.keys(), (QStringList{u"acme"_s, u"default"_s}));
        QCOMPARE(model.index(0, EntitiesModel::NodeColumn).data().toString(), u"bb"_s);
        QCOMPARE(model.index(0, EntitiesModel::StateColumn).data().toString(), u"default"_s);
        QCOMPARE(model.defaultNode(), NodeId(u"bb"_s));
    }

    void eventsAreFollowedAFrameAtATime()
    {
        PinStage stage({u"agent/one"_s, u"agent/two"_s});
        EntitiesModel model;
        const QAbstractItemModelTester tester(&model);
        model.setSession(stage.session.get());
        const QSignalSpy frames(&model, &EntitiesModel::applied);

        stage.cluster->put(entityCalled(u"agent/three"_s));
        stage.cluster->pinAs(u"kim"_s, refOf(u"agent/two"_s), NodeId(u"cc"_s), AssignmentMode::Strict);
        stage.cluster->pinAs(u"kim"_s, refOf(u"agent/two"_s), NodeId(u"aa"_s), AssignmentMode::Strict);
        stage.cluster->take(refOf(u"agent/one"_s));

        QTRY_COMPARE(frames.size(), 1);
        QCOMPARE(namesOf(model), (QStringList{u"two"_s, u"three"_s}));
        QCOMPARE(model.stateAt(0).assignment->node, NodeId(u"aa"_s));
        QCOMPARE(model.standingAt(0), EntityStanding::AsPinned);
        QCOMPARE(model.rowOf(refOf(u"agent/three"_s)), 1);
        QCOMPARE(model.rowOf(refOf(u"agent/one"_s)), -1);
        QCOMPARE(model.summary().entities, 2);
    }

    void standingSaysWhatBecameOfThePin()
    {
        PinStage stage({u"agent/strict"_s, u"agent/soft"_s, u"agent/needy"_s});
        stage.cluster->pinAs(u"me"_s, refOf(u"agent/strict"_s), NodeId(u"cc"_s), AssignmentMode::Strict);
        stage.cluster->pinAs(u"me"_s, refOf(u"agent/soft"_s), NodeId(u"cc"_s), AssignmentMode::Preferred);
        stage.cluster->put(entityCalled(u"agent/needy"_s, {u"gpu"_s}));
        stage.cluster->putNode(stage.node(u"cc"_s, NodeStatus::Offline));
        QVERIFY(stage.frame());
        EntitiesModel model;
        model.setSession(stage.session.get());
        const auto standing = [&model](const QString &ref) { return model.standingAt(model.rowOf(refOf(ref))); };

        QCOMPARE(standing(u"agent/strict"_s), EntityStanding::Waits);
        QCOMPARE(standing(u"agent/soft"_s), EntityStanding::FallsBack);
        QCOMPARE(standing(u"agent/needy"_s), EntityStanding::Waits);
        QCOMPARE(model.summary().count(EntityStanding::Waits), 2);
        QCOMPARE(model.placedOn(NodeId(u"bb"_s)).size(), 1);
    }

    // While a node drains its jobs run out: that is where the entity is, whatever its place says of new work.
    void whatStillRunsIsWhereItIs()
    {
        PinStage stage({u"agent/slow"_s, u"agent/quick"_s});
        stage.cluster->pinAs(u"kim"_s, refOf(u"agent/slow"_s), NodeId(u"cc"_s), AssignmentMode::Strict);
        const auto job = [](const QString &id, const QString &entity) {
            Job one;
            one.id = JobId(id);
            one.entity = refOf(entity);
            one.queue = queueOf(one.entity);
            one.state = JobState::Active;
            one.node = NodeId(u"cc"_s);
            return one;
        };
        stage.cluster->work = {job(u"j-1"_s, u"agent/slow"_s)};
        QVERIFY(stage.frame());
        EntitiesModel model;
        model.setSession(stage.session.get());
        const auto nowOn = [&model](const QString &ref) {
            return model.index(model.rowOf(refOf(ref)), EntitiesModel::NodeColumn).data().toString();
        };
        QCOMPARE(nowOn(u"agent/slow"_s), u"cc"_s);

        Node draining = stage.node(u"cc"_s, NodeStatus::Draining);
        draining.cordoned = true;
        draining.drain = Drain{};
        stage.cluster->putNode(draining);
        QVERIFY(stage.frame());

        QTRY_COMPARE(model.standingAt(model.rowOf(refOf(u"agent/slow"_s))), EntityStanding::Waits);
        QTRY_COMPARE(nowOn(u"agent/slow"_s), u"cc"_s);
        QCOMPARE(model.remainsOf(*model.find(refOf(u"agent/slow"_s))), (QList<EntityRuns::Place>{{NodeId(u"cc"_s), 1}}));

        // What events tell counts from then on: one more there, of an entity whose new work goes elsewhere, and both end.
        const auto tell = [&stage](const QString &id, const QString &entity, JobState state) {
            stage.cluster->tell(JobChanged{.job = JobId(id), .queue = u"agent"_s, .entity = refOf(entity), .state = state, .node = NodeId(u"cc"_s),
                                           .waitingFor = {}, .error = {}});
        };
        tell(u"j-2"_s, u"agent/quick"_s, JobState::Active);
        QTRY_COMPARE(nowOn(u"agent/quick"_s), u"cc"_s);
        tell(u"j-1"_s, u"agent/slow"_s, JobState::Completed);
        tell(u"j-2"_s, u"agent/quick"_s, JobState::Failed);
        QTRY_COMPARE(nowOn(u"agent/slow"_s), QString());
        QCOMPARE(nowOn(u"agent/quick"_s), u"bb"_s);
    }

    // More changes than were told singly: the list of what runs is read again.
    void leftOutJobsAreReadAgain()
    {
        PinStage stage({u"agent/slow"_s});
        EntitiesModel model;
        model.setSession(stage.session.get());
        Job job;
        job.id = JobId(u"j-1"_s);
        job.entity = refOf(u"agent/slow"_s);
        job.state = JobState::Active;
        job.node = NodeId(u"aa"_s);
        stage.cluster->work = {job};
        QueueChanged queue{.queue = {}, .changes = 5};
        queue.queue.name = u"agent"_s;
        stage.cluster->tell(queue);
        queue.changes = 9;
        stage.cluster->tell(queue);
        QTRY_COMPARE(model.index(0, EntitiesModel::NodeColumn).data().toString(), u"aa"_s);
    }

    // A resident on a node that empties is there until it is stopped.
    void residentIsWhereItsNodeSaysSo()
    {
        PinStage stage({u"agent/stays"_s});
        stage.cluster->pinAs(u"kim"_s, refOf(u"agent/stays"_s), NodeId(u"cc"_s), AssignmentMode::Strict);
        Node node = stage.node(u"cc"_s, NodeStatus::Draining);
        node.drain = Drain{};
        Agent agent;
        agent.id = u"agent/stays"_s;
        agent.state = u"running"_s;
        node.agents = {agent};
        stage.cluster->putNode(node);
        QVERIFY(stage.frame());
        EntitiesModel model;
        model.setSession(stage.session.get());
        QCOMPARE(model.standingAt(0), EntityStanding::Waits);
        QCOMPARE(model.index(0, EntitiesModel::NodeColumn).data().toString(), u"cc"_s);
        node.agents.clear();
        stage.cluster->putNode(node);
        QTRY_COMPARE(model.index(0, EntitiesModel::NodeColumn).data().toString(), QString());
    }

    void namesOfNodesFollowTheNodes()
    {
        PinStage stage({u"agent/one"_s});
        EntitiesModel model;
        model.setSession(stage.session.get());
        Node renamed = stage.node(u"bb"_s);
        renamed.who.name = u"office"_s;
        const QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);

        stage.cluster->putNode(renamed);

        QTRY_VERIFY(!changes.isEmpty());
        QCOMPARE(model.index(0, EntitiesModel::NodeColumn).data().toString(), u"office"_s);
    }

    void snapshotTouchesOnlyWhatDiffers()
    {
        ClusterMirror mirror;
        ClusterSnapshot snapshot{.position = {u"e1"_s, 1}, .takenAt = Timestamp{1}, .nodes = {}, .histories = {},
                                 .entities = manyEntities(3)};
        QCOMPARE(mirror.apply(snapshot, Timestamp{1}, {}).entities.inserted.size(), 3);
        QVERIFY(mirror.apply(snapshot, Timestamp{1}, {}).isEmpty());

        snapshot.entities.removeFirst();
        snapshot.entities[0].entity.title = u"Other"_s;
        snapshot.entities.append(entityCalled(u"agent/new"_s));
        const EntityChanges changes = mirror.apply(snapshot, Timestamp{1}, {}).entities;

        QCOMPARE(changes.removed, QList<int>{0});
        QCOMPARE(changes.changed, QList<int>{1});
        QCOMPARE(changes.inserted, QList<int>{0}); // The slot that came free.
        QCOMPARE(mirror.entities().count(), 3);
    }

    // As of nodes: prepared beside the gui thread, and the same as when it is not.
    void preparedSnapshotGivesTheSame()
    {
        ClusterMirror quick;
        ClusterSnapshot snapshot{.position = {u"e1"_s, 1}, .takenAt = Timestamp{1}, .nodes = {}, .histories = {},
                                 .entities = manyEntities(700)};
        PreparedSnapshot ready = prepared(snapshot, quick.held());
        QCOMPARE(quick.apply(ready, Timestamp{1}, {}).entities.inserted.size(), 700);
        snapshot.entities.removeLast();
        snapshot.entities[5].entity.title = u"Other"_s;

        ready = prepared(snapshot, quick.held());
        const EntityChanges changes = quick.apply(ready, Timestamp{1}, {}).entities;

        QCOMPARE(changes, (EntityChanges{.removed = {699}, .inserted = {}, .changed = {5}}));
        QCOMPARE(quick.find(snapshot.entities[5].entity.ref)->entity.title, u"Other"_s);
    }

    void sessionMayGo()
    {
        PinStage stage({u"agent/one"_s});
        EntitiesModel model;
        model.setSession(stage.session.get());
        stage.session.reset();
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(model.defaultNode().isEmpty());
        QVERIFY(!model.isCurrent());
    }
};

QTEST_GUILESS_MAIN(tst_EntitiesModel)
#include "tst_EntitiesModel.moc"
