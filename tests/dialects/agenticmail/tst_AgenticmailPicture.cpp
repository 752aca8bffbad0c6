// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailPicture.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

const Timestamp kNow{1'800'000'000'000};

Node node(const QString &id, milliseconds beatAge, NodeStatus status = NodeStatus::Online)
{
    Node one;
    one.who.id = NodeId(id);
    one.who.name = id;
    one.status = status;
    one.registeredAt = kNow - milliseconds(3'600'000);
    one.lastBeatAt = kNow - beatAge;
    return one;
}

QString kindOf(const std::optional<ClusterChange> &change)
{
    return change ? ClusterEvent{{}, {}, *change}.kind() : u"nothing"_s;
}

} // namespace

class tst_AgenticmailPicture : public QObject
{
    Q_OBJECT

    using Kind = AgenticmailFrame::Kind;

private Q_SLOTS:
    void saysWhatAFrameChanges()
    {
        AgenticmailPicture picture;
        QCOMPARE(kindOf(picture.take({Kind::Heartbeat, node(u"n1"_s, milliseconds(9))}, kNow)), u"node-joined"_s);
        QCOMPARE(kindOf(picture.take({Kind::Heartbeat, node(u"n1"_s, milliseconds(5))}, kNow)), u"node-beat"_s);
        QCOMPARE(kindOf(picture.take({Kind::Snapshot, node(u"n1"_s, milliseconds(5))}, kNow)), u"nothing"_s);
        QCOMPARE(kindOf(picture.take({Kind::Heartbeat, node(u"n1"_s, milliseconds(8))}, kNow)), u"nothing"_s); // Overtaken.
        QCOMPARE(kindOf(picture.take({Kind::Register, node(u"n1"_s, milliseconds(4))}, kNow)), u"node-announced"_s);
        Node agents = node(u"n1"_s, milliseconds(3));
        agents.agents = {{u"a"_s, u"a"_s, {}, {}, {}}};
        QCOMPARE(kindOf(picture.take({Kind::Heartbeat, agents}, kNow)), u"node-updated"_s);
        QCOMPARE(kindOf(picture.takeOne(node(u"n1"_s, milliseconds(3), NodeStatus::Offline), kNow)), u"node-status"_s);
        QCOMPARE(kindOf(picture.takeGone(NodeId(u"n1"_s))), u"node-removed"_s);
        QCOMPARE(kindOf(picture.takeGone(NodeId(u"n1"_s))), u"nothing"_s);
    }
    void listRemovesWhatItLacksUnlessAFrameWasLater()
    {
        AgenticmailPicture picture;
        (void)picture.takeList({node(u"n1"_s, milliseconds(9)), node(u"n2"_s, milliseconds(9))}, 0, kNow);
        const quint64 asked = picture.mark();
        (void)picture.take({Kind::Register, node(u"n3"_s, milliseconds(1))}, kNow);

        const auto changes = picture.takeList({node(u"n1"_s, milliseconds(9))}, asked, kNow);

        QCOMPARE(changes.size(), 1);
        QCOMPARE(kindOf(changes.constFirst()), u"node-removed"_s);
        QVERIFY(picture.has(NodeId(u"n3"_s)));
        QVERIFY(!picture.has(NodeId(u"n2"_s)));
    }
    void joiningEndsByTime()
    {
        AgenticmailPicture picture;
        Node fresh = node(u"n1"_s, milliseconds(0));
        fresh.registeredAt = kNow;
        (void)picture.take({Kind::Register, fresh}, kNow);
        QVERIFY(picture.hasJoining());
        QVERIFY(picture.settle(kNow + milliseconds(34'000)).isEmpty());
        QCOMPARE(picture.settle(kNow + milliseconds(35'000)).size(), 1);
        QVERIFY(!picture.hasJoining());
        QCOMPARE(picture.find(NodeId(u"n1"_s))->status, NodeStatus::Online);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AgenticmailPicture)
#include "tst_AgenticmailPicture.moc"
