// SPDX-License-Identifier: Apache-2.0
// A position that the server cannot resume from, over real sockets: one snapshot, and nothing is missing (F-1).
#include "tests/chaos/ChaosStage.h"

#include <QTest>

#include <atomic>

using namespace Qt::StringLiterals;

namespace muster {

class tst_NonsensePosition : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNonsensePositionCostsOneList_data()
    {
        QTest::addColumn<EventPosition>("position");
        QTest::newRow("of another epoch") << EventPosition{u"another"_s, 3};
        QTest::newRow("of no form") << EventPosition{u"\u00e4 - -"_s, 3};
        QTest::newRow("in the future") << EventPosition{QString(), 1'000'000'000'000};
    }
    void aNonsensePositionCostsOneList()
    {
        QFETCH(EventPosition, position);
        std::atomic<int> asked = 0;
        ChaosStage stage;
        stage.countLists(&asked);
        if (position.epoch.isEmpty())
            stage.onServer([&position](PlaneBench &bench) { position.epoch = outcomeOf(bench.plane->snapshot())->position.epoch; });
        auto client = std::make_unique<NativeClient>(ClusterAddress{u"native"_s, stage.proxy->url()},
                                                     Credentials{Secret("admin-key")}, stage.clock, 1);
        client->followFrom(position);
        ClusterSession session(std::move(client), stage.clock);

        session.start();

        QTRY_VERIFY_WITH_TIMEOUT(session.isLive() && session.mirror().count() == 3, 10'000);
        stage.onServer([](PlaneBench &bench) { (void)outcomeOf(bench.plane->beat(beatOf(ChaosStage::id(0).text(), 9))); });
        QTRY_VERIFY_WITH_TIMEOUT(session.mirror().find(ChaosStage::id(0))->lastBeatAt.has_value(), 10'000);
        QCOMPARE(int(asked), 1);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_NonsensePosition)
#include "tst_NonsensePosition.moc"
