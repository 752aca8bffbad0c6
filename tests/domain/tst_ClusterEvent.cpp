// SPDX-License-Identifier: Apache-2.0
#include "core/domain/ClusterEvent.h"
#include "tests/support/NodeBuilder.h"

#include <QSet>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_ClusterEvent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void positionComesBack()
    {
        for (const EventPosition &position : {EventPosition{u"a1b2"_s, 0}, EventPosition{u"with-dash"_s, 77},
                                              EventPosition{u"e"_s, std::numeric_limits<quint64>::max()}})
            QCOMPARE(EventPosition::fromText(position.toText()), std::optional(position));
        QCOMPARE((EventPosition{u"a1b2"_s, 12}.toText()), u"a1b2-12"_s);
    }

    void nonsenseIsNoPosition_data()
    {
        QTest::addColumn<QString>("text");

        for (const QString &text : {u""_s, u"-"_s, u"-5"_s, u"abc"_s, u"abc-"_s, u"abc-x"_s, u"abc--"_s, u"abc-1.5"_s,
                                    u"abc-99999999999999999999999"_s, QString(70, u'e') + u"-1"_s})
            QTest::newRow(qPrintable(u"'%1'"_s.arg(text.left(20)))) << text;
    }

    void nonsenseIsNoPosition()
    {
        QFETCH(QString, text);

        QVERIFY(!EventPosition::fromText(text));
    }

    void everyKindHasItsWordAndNode()
    {
        const NodeId id(u"vps-02"_s);
        QSet<QString> words;
        for (const NodeChange change : {NodeChange::Joined, NodeChange::Returned, NodeChange::Announced,
                                        NodeChange::Status, NodeChange::Left, NodeChange::Updated}) {
            const ClusterEvent event{{}, {}, NodeChanged{nodeCalled(id.text()), change}};
            QCOMPARE(event.node(), id);
            QCOMPARE(event.kind(), kindOf(change));
            words << event.kind();
        }
        const ClusterEvent beat{{}, {}, NodeBeat{id, {}, {}, {}}};
        const ClusterEvent removed{{}, {}, NodeRemoved{id, u"VPS"_s}};
        const ClusterEvent twin{{}, {}, NodeConflict{id, u"two"_s}};
        words << beat.kind() << removed.kind() << twin.kind();

        QCOMPARE(words.size(), 9);
        QCOMPARE(beat.kind(), u"node-beat"_s);
        QCOMPARE(beat.node(), id);
        QCOMPARE(removed.node(), id);
        QCOMPARE(twin.node(), id);
    }
};

QTEST_GUILESS_MAIN(tst_ClusterEvent)
#include "tst_ClusterEvent.moc"
