// SPDX-License-Identifier: Apache-2.0
// What musterctl prints: exact shapes, and nothing that acts on a terminal or in a spreadsheet (T-17, T-19).

#include "app/ctl/AuditOutput.h"
#include "app/ctl/CtlText.h"
#include "app/ctl/EventOutput.h"
#include "app/ctl/NodeFinder.h"
#include "app/ctl/NodeOutput.h"
#include "app/ctl/NodeVerbOutput.h"
#include "app/ctl/StatusOutput.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr Timestamp kNow{1'800'000'000'000};

Node nodeCalled(const QString &id, const QString &name)
{
    Node node;
    node.who.id = NodeId(id);
    node.who.name = name;
    node.who.cores = 4;
    node.status = NodeStatus::Online;
    node.registeredAt = kNow - milliseconds(60'000);
    node.lastBeatAt = kNow - milliseconds(3000);
    node.beatInterval = milliseconds(10'000);
    node.offlineAfter = milliseconds(30'000);
    node.load = {.cpu = 0.421, .load1 = {}, .memoryUsedBytes = 1 << 30, .memoryTotalBytes = qint64(4) << 30, .jobsRunning = {}};
    return node;
}

ClusterSnapshot snapshotOf(const QList<Node> &nodes)
{
    ClusterSnapshot snapshot;
    snapshot.takenAt = kNow;
    snapshot.nodes = nodes;
    return snapshot;
}

QJsonDocument parsed(const QString &text)
{
    return QJsonDocument::fromJson(text.toUtf8());
}

//! Everything that could act on a terminal: ESC and CSI in both codings, OSC, bell, direction marks.
const QString kHostile = QString::fromUtf8("a\x1b[2Jb\x1b]52;c;eA==\x07" "c\xc2\x9b" "31m\xe2\x80\xae" "d\r\ne");

bool isHarmless(const QString &text)
{
    for (const QChar c : text) {
        const char16_t unit = c.unicode();
        if ((unit < 0x20 && unit != u'\n' && unit != u'\r') || (unit >= 0x7f && unit <= 0x9f) || unit == 0x202e)
            return false;
    }
    return true;
}

} // namespace

class tst_CtlOutput final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nodesAreSortedByName()
    {
        const QString text = nodesText(snapshotOf({nodeCalled(u"id-2"_s, u"zeta"_s), nodeCalled(u"id-1"_s, u"alpha"_s)}),
                                       OutputForm::Table);
        QVERIFY(text.startsWith("NAME"_L1));
        QVERIFY(text.indexOf("alpha"_L1) < text.indexOf("zeta"_L1));
        QVERIFY(text.contains("42 %"_L1));
        QVERIFY(text.contains("3 s ago"_L1));
        QVERIFY(text.contains("25 %"_L1));
    }

    void noNodesIsASentenceOrAnEmptyArray()
    {
        QCOMPARE(nodesText(snapshotOf({}), OutputForm::Table), u"No nodes yet.\n"_s);
        QCOMPARE(nodesText(snapshotOf({}), OutputForm::Json), u"[]\n"_s);
        QCOMPARE(nodesText(snapshotOf({}), OutputForm::Csv).count(u'\n'), 1);
    }

    void unknownIsNullInJsonAndEmptyInCsv()
    {
        const Node node = nodeCalled(u"id-1"_s, u"alpha"_s);
        const QJsonObject json = parsed(nodeText({node, kNow}, OutputForm::Json)).object();
        QVERIFY(json.value("load1"_L1).isNull());
        QVERIFY(json.contains("load1"_L1));
        QCOMPARE(json.value("beatAgeMs"_L1).toInt(), 3000);
        QVERIFY(nodeText({node, kNow}, OutputForm::Csv).contains("0.421,,1073741824"_L1));
    }

    void aBeatOlderThanTheThresholdIsOfflineElsewhere()
    {
        const auto reported = [](NodeStatus word, int ageMs, const QString &dialect) {
            Node node = nodeCalled(u"id-1"_s, u"alpha"_s);
            node.status = word;
            node.lastBeatAt = kNow - milliseconds(ageMs);
            return asReported(snapshotOf({node}), dialect).nodes.constFirst();
        };
        const Node silent = reported(NodeStatus::Online, 30'001, u"agenticmail"_s);
        QCOMPARE(silent.status, NodeStatus::Offline);
        QCOMPARE(silent.reasons.constFirst().code, u"beats-stopped"_s);
        QCOMPARE(reported(NodeStatus::Draining, 90'000, u"cognipeer"_s).status, NodeStatus::Offline);
        QCOMPARE(reported(NodeStatus::Failed, 90'000, u"cognipeer"_s).status, NodeStatus::Failed);
        QCOMPARE(reported(NodeStatus::Online, 29'000, u"agenticmail"_s).status, NodeStatus::Online); // The server's word.
        // Ours keeps the same threshold by a clock that does not jump: its wall clock proves nothing.
        QCOMPARE(reported(NodeStatus::Online, 90'000, u"native"_s).status, NodeStatus::Online);
    }

    void theLoadOfASilentNodeIsNotKnown()
    {
        Node node = nodeCalled(u"id-1"_s, u"alpha"_s);
        node.status = NodeStatus::Offline;
        const ClusterSnapshot shown = asReported(snapshotOf({node}), u"native"_s);
        QVERIFY(!nodesText(shown, OutputForm::Table).contains(u'%'));
        QVERIFY(!nodeText({shown.nodes.constFirst(), kNow}, OutputForm::Table).contains(u'%'));
        const QJsonObject json = parsed(nodesText(shown, OutputForm::Json)).array().at(0).toObject();
        QVERIFY(json.value("cpu"_L1).isNull());
        QVERIFY(json.value("memoryUsedBytes"_L1).isNull());
        QVERIFY(json.value("memoryTotalBytes"_L1).isDouble());
    }

    void csvHasTheFieldsOfANode()
    {
        Node node = nodeCalled(u"id-1"_s, u"alpha"_s);
        node.drain = Drain{.jobsLeft = 3, .jobsAtStart = 5, .deadline = {}, .waitsFor = {}};
        const QString csv = nodeText({node, kNow}, OutputForm::Csv);
        const QStringList names = csv.section(u"\r\n"_s, 0, 0).split(u',');
        const QStringList cells = csv.section(u"\r\n"_s, 1, 1).split(u',');
        QCOMPARE(cells.size(), names.size());
        const QJsonObject json = parsed(nodeText({node, kNow}, OutputForm::Json)).object();
        for (const QString &key : json.keys()) {
            if (key != "offlineAfterMs"_L1 && key != "clockSkewMs"_L1 && key != "jobsRunning"_L1)
                QVERIFY2(names.contains(key), qPrintable(key));
        }
        QCOMPARE(cells[names.indexOf(u"beatAgeMs"_s)], u"3000"_s);
        QCOMPARE(cells[names.indexOf(u"drain"_s)], u"3 of 5 jobs left"_s);
    }

    void nodesAreFoundByIdThenByUniqueName()
    {
        const QList<Node> nodes{nodeCalled(u"id-1"_s, u"alpha"_s), nodeCalled(u"id-2"_s, u"same"_s),
                                nodeCalled(u"id-3"_s, u"same"_s), nodeCalled(u"alpha"_s, u"other"_s)};
        QCOMPARE(findNode(nodes, u"id-1"_s)->who.name, u"alpha"_s);
        QCOMPARE(findNode(nodes, u"alpha"_s)->who.name, u"other"_s); // An id wins over a name.
        QCOMPARE(findNode(nodes, u"none"_s).error().kind, ErrorKind::NotFound);
        const Result<Node> ambiguous = findNode(nodes, u"same"_s);
        QCOMPARE(ambiguous.error().kind, ErrorKind::Conflict);
        QVERIFY(ambiguous.error().what.contains("id-2, id-3"_L1));
    }

    void statusHasTheShapeOfTheInterface()
    {
        const ClusterAddress address{u"native"_s, QUrl(u"http://127.0.0.1:3100"_s)};
        const ClusterFacts facts{.version = u"0.1.0"_s, .node = u"cp"_s, .epoch = u"e1"_s, .beatInterval = {}, .offlineAfter = {}};
        Node offline = nodeCalled(u"id-2"_s, u"beta"_s);
        offline.status = NodeStatus::Offline;
        const QJsonObject json = parsed(statusOutput(address, facts, Feature::Follow | Feature::Ping,
                                                     snapshotOf({nodeCalled(u"id-1"_s, u"alpha"_s), offline}),
                                                     OutputForm::Json))
                                     .object();
        QCOMPARE(json.keys(), (QStringList{u"counts"_s, u"dialect"_s, u"epoch"_s, u"features"_s, u"node"_s, u"notices"_s,
                                           u"tier"_s, u"totals"_s, u"url"_s, u"version"_s}));
        QVERIFY(json.value("tier"_L1).isNull()); // Unknown.
        QCOMPARE(json.value("features"_L1).toObject().keys(),
                 QStringList({u"announce"_s, u"assign"_s, u"audit"_s, u"cordon"_s, u"entities"_s, u"follow"_s, u"jobs"_s, u"logs"_s, u"ping"_s, u"reach"_s,
                               u"remove"_s, u"restart"_s, u"tokens"_s}));
        QCOMPARE(json.value("counts"_L1).toObject().value("online"_L1).toInt(), 1);
        QCOMPARE(json.value("counts"_L1).toObject().value("offline"_L1).toInt(), 1);
        QCOMPARE(json.value("counts"_L1).toObject().value("failed"_L1).toInt(-1), 0);
        QCOMPARE(json.value("totals"_L1).toObject().value("nodes"_L1).toInt(), 2);
        QCOMPARE(json.value("totals"_L1).toObject().value("cores"_L1).toInt(), 4); // Of the living.
        QCOMPARE(json.value("features"_L1).toObject().value("follow"_L1).toBool(), true);
        QCOMPARE(json.value("features"_L1).toObject().value("remove"_L1).toBool(), false);
    }

    void noticesAreSeenByEverybody()
    {
        const ClusterFacts facts{.version = u"0.1.0"_s, .node = u"cp"_s, .epoch = u"e1"_s, .beatInterval = {}, .offlineAfter = {},
                                 .notices = {{u"insecure"_s, u"Without TLS"_s}, {kHostile, kHostile}}};
        const ClusterAddress address{u"native"_s, QUrl(u"http://127.0.0.1:3100"_s)};
        const QString table = statusOutput(address, facts, {}, snapshotOf({}), OutputForm::Table);
        QVERIFY2(table.startsWith("Muster 0.1.0 at http://127.0.0.1:3100, served by cp\n! Without TLS\n"_L1), qPrintable(table));
        QVERIFY(isHarmless(table));
        const QJsonArray notices = parsed(statusOutput(address, facts, {}, snapshotOf({}), OutputForm::Json)).object().value("notices"_L1).toArray();
        QCOMPARE(notices.size(), 2);
        QCOMPARE(notices[0].toObject().value("code"_L1).toString(), u"insecure"_s);
    }

    void statusTellsWhatOurTokenMay()
    {
        const ClusterAddress address{u"native"_s, QUrl(u"http://127.0.0.1:3100"_s)};
        ClusterFacts facts{.version = u"0.1.0"_s, .node = u"cp"_s, .epoch = u"e1"_s, .beatInterval = {}, .offlineAfter = {}};
        QVERIFY(!statusOutput(address, facts, {}, snapshotOf({}), OutputForm::Table).contains("Your token"_L1));
        QVERIFY(statusOutput(address, facts, {}, snapshotOf({}), OutputForm::Csv).endsWith(",\r\n"_L1));
        for (const Tier tier : {Tier::Viewer, Tier::Operator, Tier::Admin}) {
            facts.callerTier = tier;
            const QString table = statusOutput(address, facts, {}, snapshotOf({}), OutputForm::Table);
            QVERIFY2(table.contains("\nYour token: "_L1 + wordOf(tier)), qPrintable(table));
            QVERIFY2(table.contains("of some tenants"_L1), qPrintable(table)); // Else it could remove nodes.
            QVERIFY(!statusOutput(address, facts, Feature::Remove, snapshotOf({}), OutputForm::Table).contains("of some tenants"_L1));
            const QString json = statusOutput(address, facts, {}, snapshotOf({}), OutputForm::Json);
            QCOMPARE(parsed(json).object().value("tier"_L1).toString(), wordOf(tier));
            QVERIFY(parsed(json).object().value("notices"_L1).toArray().isEmpty());
            QVERIFY(statusOutput(address, facts, {}, snapshotOf({}), OutputForm::Csv).endsWith(u',' + wordOf(tier) + u"\r\n"_s));
        }
    }

    void refusalsAreToldInWords()
    {
        ClusterEvent event{.position = {u"e1"_s, 18}, .at = kNow, .what = AccessRefused{u"kim"_s, u"DELETE /api/v1/nodes/w1"_s, u"10.0.0.2"_s, u"it needs tier operator"_s}};
        QVERIFY2(eventText(event, OutputForm::Table).contains("kim asked to remove w1: refused (from 10.0.0.2)"_L1),
                 qPrintable(eventText(event, OutputForm::Table)));
        QCOMPARE(parsed(eventText(event, OutputForm::Json)).object().value("text"_L1).toString(), u"it needs tier operator"_s);
        QVERIFY(eventText(event, OutputForm::Csv).contains(",kim,"_L1));
        event.what = AccessRefused{u"node w1"_s, {}, {}, u"it was removed, but its beats still come"_s};
        QVERIFY2(eventText(event, OutputForm::Table).endsWith(u"  it was removed, but its beats still come\n"_s),
                 qPrintable(eventText(event, OutputForm::Table)));
        event.what = CallersRefused{u"10.0.0.9"_s, 12};
        QVERIFY(eventText(event, OutputForm::Table).contains("12 requests without a valid token from 10.0.0.9 in one minute"_L1));
        const QJsonObject json = parsed(eventText(event, OutputForm::Json)).object();
        QCOMPARE(json.value("count"_L1).toInt(), 12);
        QVERIFY(json.value("node"_L1).isNull());
    }

    void eventsHaveTheShapeOfTheInterface()
    {
        ClusterEvent event;
        event.position = {u"e1"_s, 17};
        event.at = kNow;
        event.what = NodeChanged{nodeCalled(u"id-1"_s, u"alpha"_s), NodeChange::Joined};
        const QJsonObject json = parsed(eventText(event, OutputForm::Json)).object();
        QCOMPARE(json.value("id"_L1).toString(), u"e1-17"_s);
        QCOMPARE(json.value("at"_L1).toString(), kNow.toIso8601());
        QCOMPARE(json.value("kind"_L1).toString(), u"node-joined"_s);
        QCOMPARE(json.value("node"_L1).toObject().value("id"_L1).toString(), u"id-1"_s);

        event.what = NodeConflict{NodeId(u"id-1"_s), u"a twin"_s};
        QCOMPARE(parsed(eventText(event, OutputForm::Json)).object().value("text"_L1).toString(), u"a twin"_s);
        event.what = NodeRemoved{NodeId(u"id-1"_s), u"alpha"_s};
        QVERIFY(eventText(event, OutputForm::Table).contains("node-removed"_L1));
        event.what = NodeBeat{NodeId(u"id-1"_s), kNow, {}, {}};
        QVERIFY(parsed(eventText(event, OutputForm::Json)).object().value("node"_L1).toObject().value("cpu"_L1).isNull());
    }

    void nothingActsOnATerminal_data()
    {
        QTest::addColumn<OutputForm>("form");
        QTest::newRow("table") << OutputForm::Table;
        QTest::newRow("json") << OutputForm::Json;
        QTest::newRow("csv") << OutputForm::Csv;
    }
    void nothingActsOnATerminal()
    {
        QFETCH(OutputForm, form);
        Node node = nodeCalled(u"id-1"_s, kHostile);
        node.who.address = kHostile;
        node.who.platform = kHostile;
        node.who.capabilities = {kHostile};
        node.who.labels = {{u"ab"_s, kHostile}};
        node.reasons = {{kHostile, kHostile}};
        node.status = NodeStatus::Degraded;
        Agent agent;
        agent.id = agent.name = agent.role = agent.state = kHostile;
        node.agents = {agent};
        ClusterEvent event;
        event.what = NodeConflict{node.id(), kHostile};
        const ClusterFacts facts{
            .version = kHostile, .node = kHostile, .epoch = kHostile, .beatInterval = {}, .offlineAfter = {}};

        QVERIFY(isHarmless(nodesText(snapshotOf({node}), form)));
        QVERIFY(isHarmless(nodeText({node, kNow}, form)));
        QVERIFY(isHarmless(removedText(node, form)));
        QVERIFY(isHarmless(restartText(node, false, form)));
        QVERIFY(isHarmless(pingText(node, {1, kHostile}, form)));
        QVERIFY(isHarmless(statusOutput({u"native"_s, {}}, facts, {}, snapshotOf({node}), form)));
        QVERIFY(isHarmless(eventText(event, form)));
        const AuditEntry entry{.number = 1, .at = kNow, .actor = kHostile, .verb = kHostile, .target = kHostile,
                               .before = QJsonObject{{kHostile, kHostile}}, .after = QJsonObject{{u"a"_s, kHostile}}, .source = kHostile,
                               .outcome = kHostile, .note = kHostile};
        QVERIFY(isHarmless(auditText({entry}, form)));
        QCOMPARE(auditText({entry}, OutputForm::Table).count(u'\n'), 2);
        QVERIFY(isHarmless(QString::fromUtf8(proofAnswer({.isWhole = false, .entries = 1, .firstBroken = 1, .head = {}, .text = kHostile}, form).output)));
        QCOMPARE(nodesText(snapshotOf({node}), OutputForm::Table).count(u'\n'), 2); // No line of its own making.
    }
};

QTEST_GUILESS_MAIN(tst_CtlOutput)
#include "tst_CtlOutput.moc"
