// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/NodeStoreSuite.h"

#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

#include <thread>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

StoredNode stored(const QString &id)
{
    return {nodeCalled(id), instanceHashOf("key of " + id.toUtf8()), false};
}

} // namespace

void NodeStoreSuite::init()
{
    m_factory = freshStores();
    reopen();
}

void NodeStoreSuite::cleanup()
{
    m_stores.reset();
}

void NodeStoreSuite::reopen()
{
    m_stores.reset();
    Result<std::unique_ptr<Stores>> opened = m_factory();
    QVERIFY_RESULT(opened);
    m_stores = std::move(*opened);
}

void NodeStoreSuite::emptyStoreHasNothing()
{
    const auto all = outcomeOf(nodes().all());
    const auto removed = outcomeOf(nodes().removed());

    QVERIFY_RESULT(all);
    QVERIFY_RESULT(removed);
    QVERIFY(all->isEmpty());
    QVERIFY(removed->isEmpty());
}

void NodeStoreSuite::keepsEverythingOfANode()
{
    StoredNode node = stored(u"vps-02"_s);
    node.hasLeft = true;
    node.node.cordoned = true;
    node.node.drain = Drain{2, 5, Timestamp{1'800'000'123'456}, u"crm-sync, 11 m"_s};

    QVERIFY_RESULT(outcomeOf(nodes().upsert(node)));
    const auto all = outcomeOf(nodes().all());

    QVERIFY_RESULT(all);
    QCOMPARE(all->size(), 1);
    QVERIFY(all->first() == node);
}

void NodeStoreSuite::keepsItOverARestart()
{
    QVERIFY_RESULT(outcomeOf(nodes().upsert(stored(u"vps-02"_s))));
    QVERIFY_RESULT(outcomeOf(nodes().remove(NodeId(u"old"_s), Timestamp{77})));

    reopen();

    QCOMPARE(outcomeOf(nodes().all()).value(), QList{stored(u"vps-02"_s)});
    QCOMPARE(outcomeOf(nodes().removed()).value().value(NodeId(u"old"_s)), Timestamp{77});
}

void NodeStoreSuite::upsertReplaces()
{
    StoredNode node = stored(u"vps-02"_s);
    QVERIFY_RESULT(outcomeOf(nodes().upsert(node)));
    node.node.who.address = u"10.0.0.9:3101"_s;
    node.instanceHash = instanceHashOf("another key");

    QVERIFY_RESULT(outcomeOf(nodes().upsert(node)));

    QCOMPARE(outcomeOf(nodes().all()).value(), QList{node});
}

void NodeStoreSuite::touchSetsTheLastBeatOnly()
{
    StoredNode node = stored(u"vps-02"_s);
    QVERIFY_RESULT(outcomeOf(nodes().upsert(node)));

    QVERIFY_RESULT(outcomeOf(nodes().touch({{node.node.id(), Timestamp{1'900'000'000'000}}})));

    node.node.lastBeatAt = Timestamp{1'900'000'000'000};
    QCOMPARE(outcomeOf(nodes().all()).value(), QList{node});
}

void NodeStoreSuite::touchOfUnknownNodesDoesNothing()
{
    QVERIFY_RESULT(outcomeOf(nodes().touch({{NodeId(u"nobody"_s), Timestamp{5}}})));

    QVERIFY(outcomeOf(nodes().all()).value().isEmpty());
}

void NodeStoreSuite::removedNodeIsGoneButRemembered()
{
    QVERIFY_RESULT(outcomeOf(nodes().upsert(stored(u"vps-02"_s))));

    QVERIFY_RESULT(outcomeOf(nodes().remove(NodeId(u"vps-02"_s), Timestamp{1234})));

    QVERIFY(outcomeOf(nodes().all()).value().isEmpty());
    const auto removed = outcomeOf(nodes().removed());
    QVERIFY_RESULT(removed);
    QCOMPARE(removed->size(), 1);
    QCOMPARE(removed->value(NodeId(u"vps-02"_s)), Timestamp{1234});
}

void NodeStoreSuite::returnedNodeIsNoLongerRemoved()
{
    QVERIFY_RESULT(outcomeOf(nodes().remove(NodeId(u"vps-02"_s), Timestamp{1234})));

    QVERIFY_RESULT(outcomeOf(nodes().upsert(stored(u"vps-02"_s))));

    QVERIFY(outcomeOf(nodes().removed()).value().isEmpty());
    QCOMPARE(outcomeOf(nodes().all()).value().size(), 1);
}

void NodeStoreSuite::touchDoesNotBringARemovedNodeBack()
{
    QVERIFY_RESULT(outcomeOf(nodes().remove(NodeId(u"vps-02"_s), Timestamp{1234})));

    QVERIFY_RESULT(outcomeOf(nodes().touch({{NodeId(u"vps-02"_s), Timestamp{2000}}})));

    QVERIFY(outcomeOf(nodes().all()).value().isEmpty());
    QCOMPARE(outcomeOf(nodes().removed()).value().value(NodeId(u"vps-02"_s)), Timestamp{1234});
}

void NodeStoreSuite::removingWhatIsNotThereIsRemembered()
{
    QVERIFY_RESULT(outcomeOf(nodes().remove(NodeId(u"ghost"_s), Timestamp{9})));

    QVERIFY(outcomeOf(nodes().removed()).value().contains(NodeId(u"ghost"_s)));
}

void NodeStoreSuite::verbsTakeEffectInTheirOrder()
{
    QList<Future<void>> asked;
    for (int i = 0; i < 300; ++i) {
        asked << nodes().upsert(stored(u"vps-02"_s)) << nodes().remove(NodeId(u"vps-02"_s), Timestamp{i});
    }
    asked << nodes().upsert(stored(u"vps-02"_s));

    for (const Future<void> &one : asked)
        QVERIFY_RESULT(outcomeOf(one));
    QCOMPARE(outcomeOf(nodes().all()).value().size(), 1);
    QVERIFY(outcomeOf(nodes().removed()).value().isEmpty());
}

void NodeStoreSuite::keyOfANodeIsNotInAnyFile()
{
    // Only the hash is handed to the store; this pins down what the hash is.
    const QByteArray hash = instanceHashOf("canary-instance-key");

    QCOMPARE(hash.size(), 32);
    QVERIFY(!hash.contains("canary"));
    QVERIFY(hash != instanceHashOf("canary-instance-kez"));
}

void NodeStoreSuite::verbsMayBeCalledFromAnotherThread()
{
    QList<Future<void>> asked;
    std::thread other([this, &asked] {
        for (int i = 0; i < 50; ++i)
            asked << nodes().upsert(stored(u"node-%1"_s.arg(i)));
    });
    other.join();

    for (const Future<void> &one : asked)
        QVERIFY_RESULT(outcomeOf(one));
    QCOMPARE(outcomeOf(nodes().all()).value().size(), 50);
}

} // namespace muster
