// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/NodeMatcher.h"
#include "tests/support/NodeBuilder.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_NodeMatcher : public QObject
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
        NodeMatcher matcher(NodeQuery::parse(text));
        QCOMPARE(matcher.matches(node, NodeStatus::Degraded), isFound);
        QCOMPARE(matcher.matches(node, NodeStatus::Degraded), isFound); // Now that it remembers.
    }

    // As a pass over a filter's rows asks: what is remembered of one node must not answer for another.
    void eachNodeIsLookedAtForItself()
    {
        Node plain = nodeCalled(u"plain"_s);
        plain.who.labels = {};
        Node labelled = plain;
        labelled.who.labels = {{u"Site"_s, u"Office"_s}};
        Node elsewhere = plain;
        elsewhere.who.platform = u"FreeBSD 14"_s;
        Node capable = plain;
        capable.who.capabilities = {u"cuda"_s};
        Node newer = plain;
        newer.who.version = u"9.7.1"_s;
        const auto found = [&](const QString &text) {
            NodeMatcher matcher(NodeQuery::parse(text));
            QString names;
            const std::pair<const Node *, QChar> all[] = {
                {&plain, u'p'}, {&labelled, u'l'}, {&plain, u'p'}, {&elsewhere, u'e'}, {&capable, u'c'}, {&newer, u'n'}, {&plain, u'p'}};
            for (const auto &[node, letter] : all) {
                if (matcher.matches(*node, NodeStatus::Online))
                    names += letter;
            }
            return names;
        };

        QCOMPARE(found(u"site=off"_s), u"l"_s);
        QCOMPARE(found(u"freebsd"_s), u"e"_s);
        QCOMPARE(found(u"bookworm"_s), u"plpcnp"_s);
        QCOMPARE(found(u"CUDA"_s), u"c"_s);
        QCOMPARE(found(u"9.7"_s), u"n"_s);
        QCOMPARE(found(u"plain"_s), u"plpecnp"_s);
        QCOMPARE(found(u"bookworm cuda"_s), u"c"_s);
    }

    void caseOfOtherScriptsDoesNotMatter()
    {
        Node node = nodeCalled(u"n1"_s);
        node.who.name = u"KÖLN-Σίσυφος"_s;

        QVERIFY(NodeMatcher(NodeQuery::parse(u"köln"_s)).matches(node, NodeStatus::Online));
        QVERIFY(NodeMatcher(NodeQuery::parse(u"name:ΣΊΣΥΦΟΣ"_s)).matches(node, NodeStatus::Online));
        QVERIFY(!NodeMatcher(NodeQuery::parse(u"koln"_s)).matches(node, NodeStatus::Online));
    }
};

QTEST_GUILESS_MAIN(tst_NodeMatcher)
#include "tst_NodeMatcher.moc"
