// SPDX-License-Identifier: Apache-2.0
// How far back the page of events goes, and that it says so.
#include "tests/support/FakeCluster.h"
#include "tests/support/ManualClock.h"
#include "tests/support/NodeBuilder.h"
#include "ui/events/EventsPage.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/Theme.h"

#include <QLabel>
#include <QTest>

#include <algorithm>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_EventsSince : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysSinceWhenItListens_data()
    {
        QTest::addColumn<int>("kept");
        QTest::newRow("with a past") << 10;
        QTest::newRow("without") << 0;
    }
    void saysSinceWhenItListens()
    {
        QFETCH(int, kept);
        ManualClock clock;
        auto owned = std::make_unique<FakeCluster>();
        FakeCluster *cluster = owned.get();
        cluster->pastKept = kept;
        cluster->setNow(clock.now());
        (void)cluster->put(nodeCalled(u"node-1"_s), NodeChange::Joined);
        clock.advance(std::chrono::minutes(5));
        cluster->setNow(clock.now());
        ClusterSession session(std::move(owned), clock);
        EventsPage page(&session);
        page.resize(1000, 600);
        page.show();
        const auto says = [&page](const QString &text) {
            const QList<QLabel *> labels = page.findChildren<QLabel *>();
            return std::ranges::any_of(labels, [&text](const QLabel *one) { return one->isVisible() && one->text().contains(text); });
        };
        QVERIFY(!says(u"since"_s));

        session.start();
        cluster->setLink(LinkState::Live);

        const Timestamp since = kept > 0 ? clock.now() - std::chrono::minutes(5) : clock.now();
        QTRY_COMPARE_WITH_TIMEOUT(page.filter()->rowCount(), kept > 0 ? 1 : 0, 5000);
        QTRY_VERIFY_WITH_TIMEOUT(says(u"since "_s + clockText(since)), 5000);
        QTRY_COMPARE_WITH_TIMEOUT(says(u"Nothing happened since "_s + clockText(since)), kept == 0, 5000);
        session.stop();
    }

private:
    Theme m_theme;
};

QTEST_MAIN(tst_EventsSince)
#include "tst_EventsSince.moc"
