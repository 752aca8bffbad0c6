// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NodeText.h"

#include "core/domain/NodeJson.h"
#include "tests/dialects/native/Fleet.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_NodeText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyNodeIsThatOfNodeJson()
    {
        Fleet fleet(1);
        for (int i = 0; i < 2000; ++i) {
            const Node node = fleet.node(i);
            const Timestamp now = fleet.time();
            JsonText out;

            appendNode(&out, node, now);

            const QJsonDocument read = QJsonDocument::fromJson(out.take());
            // Through text, because QJsonValue(2.0) and a read 2 are not the same value in Qt.
            QCOMPARE(read.object(), QJsonDocument::fromJson(QJsonDocument(toJson(node, now)).toJson()).object());
        }
    }
    void ageIsNeverNegative()
    {
        Node node = Fleet(2).node(1);
        node.lastBeatAt = Timestamp{2000};
        JsonText out;
        appendNode(&out, node, Timestamp{1000});
        QVERIFY(out.take().contains("\"beatAgeMs\":0,"));
    }
    void listsHaveTheirCommas()
    {
        Fleet fleet(3);
        QCOMPARE(nodesText({}, {}), QByteArray("[]"));
        for (const int count : {1, 2, 7}) {
            QList<Node> nodes;
            for (int i = 0; i < count; ++i)
                nodes.append(fleet.node(i));
            QCOMPARE(QJsonDocument::fromJson(nodesText(nodes, {})).array().size(), qsizetype(count));
        }
    }
    void snapshotHasEveryPart()
    {
        const ClusterSnapshot snapshot = Fleet(4).snapshot(5);

        const QJsonObject read = QJsonDocument::fromJson(snapshotText(snapshot)).object();

        QCOMPARE(read["epoch"_L1].toString(), snapshot.position.epoch);
        QCOMPARE(read["number"_L1].toInteger(), qint64(snapshot.position.number));
        QCOMPARE(read["takenAt"_L1].toString(), snapshot.takenAt.toIso8601());
        QCOMPARE(read["nodes"_L1].toArray().size(), qsizetype(5));
        QCOMPARE(read["histories"_L1].toObject().size(), qsizetype(5));
        const QJsonObject history = read["histories"_L1].toObject()["node-3"_L1].toObject();
        QCOMPARE(history, toJson(snapshot.histories[NodeId(u"node-3"_s)]));
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_NodeText)
#include "tst_NodeText.moc"
