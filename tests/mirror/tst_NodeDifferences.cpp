// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/NodeDifferences.h"
#include "tests/support/NodeBuilder.h"

#include <QTest>

#include <functional>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Change = std::function<void(Node &)>;
Q_DECLARE_METATYPE(Change)

class tst_NodeDifferences : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachMemberBelongsToItsAspect_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<int>("aspect");
        const auto row = [](const char *name, Aspect aspect, const Change &change) {
            QTest::newRow(name) << change << int(aspect);
        };
        row("id", Aspect::Identity, [](Node &node) { node.who.id = NodeId(u"other"_s); });
        row("name", Aspect::Identity, [](Node &node) { node.who.name = u"Other"_s; });
        row("role", Aspect::Identity, [](Node &node) { node.who.role = NodeRole::Main; });
        row("address", Aspect::Identity, [](Node &node) { node.who.address = u"10.0.0.9:1"_s; });
        row("capabilities", Aspect::Identity, [](Node &node) { node.who.capabilities += u"x"_s; });
        row("one capability", Aspect::Identity, [](Node &node) { node.who.capabilities = {u"gpt"_s}; });
        row("labels", Aspect::Identity, [](Node &node) { node.who.labels.insert(u"a"_s, u"b"_s); });
        row("platform", Aspect::Identity, [](Node &node) { node.who.platform += u'x'; });
        row("arch", Aspect::Identity, [](Node &node) { node.who.arch += u'x'; });
        row("hostname", Aspect::Identity, [](Node &node) { node.who.hostname += u'x'; });
        row("version", Aspect::Identity, [](Node &node) { node.who.version += u'x'; });
        row("build", Aspect::Identity, [](Node &node) { node.who.build += u'x'; });
        row("cores", Aspect::Identity, [](Node &node) { node.who.cores = 77; });
        row("pid", Aspect::Identity, [](Node &node) { node.who.pid = 77; });
        row("started", Aspect::Identity, [](Node &node) { node.who.startedAt = Timestamp{77}; });
        row("registered", Aspect::Identity, [](Node &node) { node.registeredAt = Timestamp{77}; });
        row("status", Aspect::Status, [](Node &node) { node.status = NodeStatus::Failed; });
        row("reasons", Aspect::Status, [](Node &node) { node.reasons = {{u"a"_s, u"b"_s}}; });
        row("cordon", Aspect::Status, [](Node &node) { node.cordoned = true; });
        row("drain", Aspect::Status, [](Node &node) { node.drain = Drain{}; });
        row("load", Aspect::Load, [](Node &node) { node.load.cpu = 0.987; });
        row("beat", Aspect::Beat, [](Node &node) { node.lastBeatAt = Timestamp{77}; });
        row("skew", Aspect::Beat, [](Node &node) { node.clockSkew = 77ms; });
        row("interval", Aspect::Beat, [](Node &node) { node.beatInterval = 77ms; });
        row("threshold", Aspect::Beat, [](Node &node) { node.offlineAfter = 77ms; });
        row("agents", Aspect::Agents, [](Node &node) { node.agents.append(Agent{}); });
        row("agent's state", Aspect::Agents, [](Node &node) { node.agents.first().state = u"stuck"_s; });
        row("agent's name", Aspect::Agents, [](Node &node) { node.agents.first().name = u"Other"_s; });
        row("agent's role", Aspect::Agents, [](Node &node) { node.agents.first().role = u"other"_s; });
        row("agent's id", Aspect::Agents, [](Node &node) { node.agents.first().id = u"other"_s; });
        row("agent's process", Aspect::Agents, [](Node &node) { node.agents.first().pid = 77; });
    }

    void eachMemberBelongsToItsAspect()
    {
        QFETCH(Change, change);
        QFETCH(int, aspect);
        Node node = nodeCalled(u"one"_s);
        node.who.capabilities = {u"gpu"_s};
        node.agents = {{.id = u"a"_s, .name = u"A"_s, .role = u"r"_s, .state = u"running"_s, .pid = 1}};
        Node other = node;
        other.who.name = QString(node.who.name.constData(), node.who.name.size()); // Equal, and a text of its own.
        QCOMPARE(differences(node, other), Aspects());

        change(other);

        QVERIFY(node != other);
        QCOMPARE(differences(node, other), Aspects(static_cast<Aspect>(aspect)));
    }
};

QTEST_GUILESS_MAIN(tst_NodeDifferences)
#include "tst_NodeDifferences.moc"
