// SPDX-License-Identifier: Apache-2.0
#include "core/base/Limits.h"
#include "core/controlplane/EventHub.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

ClusterChange removal(quint64 number)
{
    return NodeRemoved{NodeId(u"node-%1"_s.arg(number)), {}};
}

void fill(EventHub *hub, quint64 count)
{
    for (quint64 i = 1; i <= count; ++i)
        hub->add(removal(i), Timestamp{static_cast<qint64>(i)});
}

bool wantsResync(const Result<QList<ClusterEvent>> &outcome)
{
    return !outcome && outcome.error().kind == ErrorKind::Conflict && outcome.error().code == "resync"_L1;
}

} // namespace

class tst_EventHub : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersCountFromOne()
    {
        EventHub hub;
        QCOMPARE(hub.position().number, 0u);

        const ClusterEvent first = hub.add(removal(1), Timestamp{5});
        const ClusterEvent second = hub.add(removal(2), Timestamp{6});

        QCOMPARE(first.position, (EventPosition{hub.position().epoch, 1}));
        QCOMPARE(second.position, hub.position());
        QCOMPARE(second.at, Timestamp{6});
    }

    void epochsDiffer()
    {
        QSet<QString> epochs;
        for (int i = 0; i < 50; ++i)
            epochs << EventHub().position().epoch;

        QCOMPARE(epochs.size(), 50);
        for (const QString &epoch : epochs)
            QVERIFY(EventPosition::fromText(EventPosition{epoch, 3}.toText()) == (EventPosition{epoch, 3}));
    }

    void givesWhatCameAfter()
    {
        EventHub hub;
        fill(&hub, 10);

        const auto events = hub.after({hub.position().epoch, 7});

        QVERIFY(events.has_value());
        QCOMPARE(events->size(), 3);
        QCOMPARE(events->at(0).position.number, 8u);
        QCOMPARE(events->at(2).node().text(), u"node-10"_s);
        QVERIFY(hub.after(hub.position()).value().isEmpty());
        QCOMPARE(hub.after({hub.position().epoch, 0}).value().size(), 10);
    }

    void ringKeepsExactlyItsSize()
    {
        EventHub hub;
        fill(&hub, limits::kEventRing + 100);
        const QString epoch = hub.position().epoch;

        const auto all = hub.after({epoch, 100});

        QVERIFY(all.has_value());
        QCOMPARE(all->size(), limits::kEventRing);
        QCOMPARE(all->first().position.number, 101u);
        for (qsizetype i = 0; i < all->size(); ++i)
            QCOMPARE(all->at(i).node().text(), u"node-%1"_s.arg(101 + i));
        QVERIFY(wantsResync(hub.after({epoch, 99})));
        QVERIFY(wantsResync(hub.after({epoch, 0})));
    }

    void largeEventsTakeNoMoreThanTheirShare()
    {
        // As large as an announcement may be: 64 KiB of JSON.
        const auto large = [] {
            NodeChanged changed;
            changed.node.who.id = NodeId(u"hostile"_s);
            for (int i = 0; i < limits::kNodeAgents; ++i)
                changed.node.agents.append({u"agent-%1"_s.arg(i), QString(230, QChar(u'a' + i % 26)), {}, {}, std::nullopt});
            return changed;
        };
        const qsizetype texts = 230 * 2 * limits::kNodeAgents; // Of one event; it holds somewhat more.
        EventHub hub;
        for (int i = 0; i < 1000; ++i)
            hub.add(large(), Timestamp{i});

        quint64 oldest = 1000; // A stream can resume after this one.
        while (oldest > 0 && hub.after({hub.position().epoch, oldest - 1}))
            --oldest;

        const qsizetype kept = qsizetype(1000 - oldest);
        QVERIFY2(kept * texts <= EventHub::kBytes, qPrintable(QString::number(kept)));
        QVERIFY2(kept * texts >= EventHub::kBytes / 2, qPrintable(QString::number(kept)));
        QVERIFY(wantsResync(hub.after({hub.position().epoch, oldest - 1})));
        const auto events = hub.after({hub.position().epoch, oldest});
        QCOMPARE(events->size(), kept);
        QVERIFY(events->constLast().what == ClusterChange(large()));
        // Small ones that follow have their full number again.
        fill(&hub, limits::kEventRing);
        QCOMPARE(hub.after({hub.position().epoch, 1000}).value().size(), limits::kEventRing);
    }

    void nonsenseAsksForResync()
    {
        EventHub hub;
        fill(&hub, 3);

        QVERIFY(wantsResync(hub.after({u"another"_s, 2})));
        QVERIFY(wantsResync(hub.after({QString(), 0})));
        QVERIFY(wantsResync(hub.after({hub.position().epoch, 4})));
        QVERIFY(wantsResync(hub.after({hub.position().epoch, std::numeric_limits<quint64>::max()})));
    }
};

QTEST_GUILESS_MAIN(tst_EventHub)
#include "tst_EventHub.moc"
