// SPDX-License-Identifier: Apache-2.0
// Events about work in words; the others are in tst_EventsPage.

#include "ui/events/EventText.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

EntityRef hello()
{
    return *EntityRef::parse(u"agent/hello"_s, {});
}

EventEntry told(const ClusterChange &what)
{
    return *entryOf({{u"e"_s, 1}, Timestamp{7}, what});
}

EventEntry failedJob()
{
    return told(JobChanged{JobId(u"j-1"_s), u"agent"_s, hello(), JobState::Failed, 3, 3, {}, {},
                           JobError{u"exit-status"_s, u"ended with 3"_s}});
}

} // namespace

class tst_EventText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changesOfEntitiesSayWhere()
    {
        EntityState state;
        state.entity.ref = hello();
        state.placement.reason = u"pinned to pi-lab"_s;
        QCOMPARE(eventText(told(EntityChanged{state})), u"Entity changed: hello: pinned to pi-lab"_s);
        state.placement.waiting = Waiting{WaitReason::StrictNodeOffline, u"pi-lab is offline"_s};
        QCOMPARE(eventDetailText(told(EntityChanged{state})), u"hello: pi-lab is offline"_s);
        QCOMPARE(eventText(told(EntityRemoved{hello()})), u"Entity removed: agent/hello"_s);
    }
    void failedJobsSayWhy()
    {
        QCOMPARE(eventKindText(failedJob().kind), u"Job failed"_s);
        QCOMPARE(eventDetailText(failedJob()), u"agent/hello: job j-1 failed: ended with 3"_s);
        QVERIFY(eventNodeText(failedJob()).isEmpty());
    }
    void nodesThatTakeNoWorkSaySo()
    {
        EventEntry entry{.position = {}, .at = {}, .kind = u"node-cordoned"_s, .node = NodeId(u"w1"_s), .name = u"w1"_s,
                         .status = NodeStatus::Online, .before = NodeStatus::Online, .text = {}};
        QCOMPARE(eventText(entry), u"Cordoned"_s);
        entry.kind = u"node-uncordoned"_s;
        QCOMPARE(eventText(entry), u"Uncordoned"_s);
        entry.kind = u"node-draining"_s;
        entry.text = u"2 of 3 jobs left, 15 min at most"_s;
        QCOMPARE(eventText(entry), u"Draining: 2 of 3 jobs left, 15 min at most"_s);
        QCOMPARE(eventGroupOf(entry.kind), EventGroup::Changes);
    }
    void workIsAGroup()
    {
        for (const EventEntry &entry : {failedJob(), told(EntityRemoved{hello()}), told(EntityChanged{})})
            QCOMPARE(eventGroupOf(entry.kind), EventGroup::Work);
        QCOMPARE(eventGroupTitle(EventGroup::Work), u"Entities and jobs"_s);
        QSet<EventGroup> groups;
        for (const EventGroup group : kEventGroups)
            groups.insert(group);
        QCOMPARE(groups.size(), qsizetype(EventGroup::Work) + 1); // All can be chosen.
    }
};

QTEST_GUILESS_MAIN(tst_EventText)
#include "tst_EventText.moc"
