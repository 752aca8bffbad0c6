// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoEntities.h"
#include "core/dialects/demo/DemoJobs.h"
#include "core/dialects/demo/DemoPast.h"

#include <QHash>
#include <QSet>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr Timestamp kStart{1'800'000'000'000};

//! A fleet and what had happened to it.
struct Day {
    explicit Day(const DemoOptions &options = {}) : random(options.seed), fleet(demoFleet(options, kStart, &random))
    {
        past = demoPast(options, u"demo"_s, kStart, fleet, demoJobs(options, kStart, demoEntities(options, kStart, fleet)));
    }

    DemoRandom random;
    QList<DemoNode> fleet;
    QList<ClusterEvent> past;
};

} // namespace

class tst_DemoPast : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachKindOfEventIsThere()
    {
        QSet<QString> kinds;
        const Day day;
        for (const ClusterEvent &event : day.past)
            kinds += event.kind();
        for (const char *kind : {"node-joined", "node-announced", "node-status", "node-left", "node-updated", "node-removed",
                                 "node-conflict", "access-refused", "callers-refused", "job-changed"})
            QVERIFY2(kinds.contains(QString::fromLatin1(kind)), kind);
    }

    void isInOrderAndOver()
    {
        for (quint32 seed = 0; seed < 50; ++seed) {
            const Day day({.seed = seed, .scenario = DemoScenario::Calm, .isBare = false});
            Timestamp before;
            quint64 number = 0;
            for (const ClusterEvent &event : day.past) {
                QVERIFY2(event.at >= before && event.at < kStart, qPrintable(QString::number(seed)));
                QCOMPARE(event.position.number, ++number);
                before = event.at;
            }
        }
    }

    void leadsToWhatIsSeen()
    {
        const Day day;
        QHash<NodeId, Node> last;
        for (const ClusterEvent &event : day.past) {
            if (const auto *changed = std::get_if<NodeChanged>(&event.what))
                last.insert(changed->node.id(), changed->node);
        }
        for (const DemoNode &one : day.fleet) {
            const Node &node = one.node;
            const bool isTold = last.contains(node.id());
            QVERIFY2(isTold || node.status == NodeStatus::Online, qPrintable(node.who.name)); // Nobody is unwell since never.
            if (isTold) {
                QCOMPARE(last.value(node.id()).status, node.status);
                QCOMPARE(last.value(node.id()).cordoned, node.cordoned);
            }
        }
    }

    void sameSeedSameDay()
    {
        QCOMPARE(Day().past, Day().past);
        QVERIFY(Day().past != Day({.seed = 8, .scenario = DemoScenario::Calm, .isBare = false}).past);
    }

    void nodesThatAreNotThereAreLeftOut()
    {
        const Day day({.seed = 7, .scenario = DemoScenario::Fleet1000, .isBare = false});
        QVERIFY(!day.past.isEmpty());
        for (const ClusterEvent &event : day.past)
            QVERIFY(!std::holds_alternative<NodeChanged>(event.what));
    }
};

QTEST_GUILESS_MAIN(tst_DemoPast)
#include "tst_DemoPast.moc"
