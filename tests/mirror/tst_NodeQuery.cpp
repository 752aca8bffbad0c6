// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/NodeQuery.h"
#include "core/base/Limits.h"
#include "tests/support/NodeBuilder.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_NodeQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finds_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isFound");
        const auto row = [](const char *text, bool isFound) { QTest::newRow(text) << QString::fromLatin1(text) << isFound; };
        row("", true);
        row("GPU-box", true);
        row("box gpu", true);
        row("gpu nowhere", false);
        row("192.168", true);
        row("bookworm", true);
        row("site=office", true);
        row("status:degraded", true);
        row("status:DEG", true);
        row("status:offline", false);
        row("status:offline,degraded", true);
        row("status:any", true);
        row("status:", true);
        row("status:cordoned", true);
        row("role:worker", true);
        row("role:main", false);
        row("label:site", true);
        row("label:office", true);
        row("label:site=office", true);
        row("label:site=cloud", false);
        row("cap:docker", true);
        row("cap:cuda", false);
        row("version:0.1", true);
        row("version:1", false);
        row("name:gpu address:192 id:gpu platform:debian agent:crm", true);
        row("agent:crashed", false);
        row("10.0.0.1:3101", false);
        row("1.50:3101", true); // An address, not a key.
    }
    void finds()
    {
        QFETCH(QString, text);
        QFETCH(bool, isFound);
        Node node = nodeCalled(u"gpu-box-2"_s);
        node.cordoned = true;
        const NodeQuery query = NodeQuery::parse(text);
        QCOMPARE(matches(query, node, NodeStatus::Degraded, searchTextOf(node)), isFound);
    }

    void wordsAreBounded()
    {
        QCOMPARE(NodeQuery::parse(u"a "_s.repeated(1000)).terms.size(), limits::kQueryTerms);
    }

    void onlyFreeWordsNeedTheText()
    {
        QVERIFY(!NodeQuery::parse(u"status:offline cap:gpu"_s).hasFreeWords());
        QVERIFY(NodeQuery::parse(u"status:offline gpu"_s).hasFreeWords());
    }
};

QTEST_GUILESS_MAIN(tst_NodeQuery)
#include "tst_NodeQuery.moc"
