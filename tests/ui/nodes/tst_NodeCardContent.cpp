// SPDX-License-Identifier: Apache-2.0
// What a card says, for every kind of node.

#include "tests/support/NodeBuilder.h"
#include "ui/nodes/NodeCardContent.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp kNow{1'800'000'014'000};

// A card of \a node as our own control plane would have it shown.
NodeCardContent cardOf(const Node &node, LinkState link = LinkState::Live, bool isOlder = false, bool isOwner = false)
{
    ShownContext context;
    context.link = link;
    context.now = kNow;
    const ShownStatus shown = shownStatus(node, context);
    const NodeHistory history;
    return nodeCardContent({.node = node,
                            .shown = shown,
                            .history = history,
                            .isOwner = isOwner,
                            .isOlder = isOlder,
                            .now = kNow,
                            .asOf = link == LinkState::Live ? std::nullopt : std::optional(kNow - 34s)});
}

QString plain(QString text)
{
    return text.replace(QChar(QChar::Nbsp), u' ');
}

Node nodeWith(NodeStatus status, const QString &code = {}, const QString &text = {})
{
    Node node = nodeCalled(u"vps-02"_s);
    node.status = status;
    if (!code.isEmpty())
        node.reasons = {{code, text}};
    return node;
}

} // namespace

class tst_NodeCardContent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlineShowsWhereAndHowLongAgo();
    void lateBeatIsMarked();
    void changeThatIsNotKnownToBeDoneIsDrawnAndSaid();
    void degradedGivesTheReason();
    void drainingShowsWhatIsLeft();
    void offlineSaysWhenAndWhatToDo();
    void failedSaysItOnce();
    void joiningHasNoBeat();
    void linkDownMakesItUnknown();
    void unverifiedIsUnknownWithoutBlamingTheLink();
    void unknownNumbersAreDashes();
    void everyStatusHasWords();
    void cordonIsAFlagBesideTheStatus();
    void olderVersionIsMarked();
    void namelessNodeShowsItsId();
    void markupStaysText();
};

void tst_NodeCardContent::onlineShowsWhereAndHowLongAgo()
{
    const NodeCardContent card = cardOf(nodeWith(NodeStatus::Online));

    QCOMPARE(card.statusText, u"Online"_s);
    QVERIFY(!card.isChip);
    QVERIFY(card.isNoteAddress);
    QCOMPARE(card.note, u"192.168.1.50:3101"_s);
    QCOMPARE(plain(card.age), u"beat 4 s"_s);
    QCOMPARE(card.middle, NodeCardContent::Middle::Metrics);
    QCOMPARE(plain(card.cpu.value), u"25 %"_s);
    QCOMPARE(plain(card.memory.value), u"25 %"_s);
    QCOMPARE(card.counts, u"2 agents · 2 jobs"_s);
    QCOMPARE(card.version, u"v0.1.0"_s);
    QVERIFY(card.spoken.startsWith(u"vps-02. Online."_s));
}

void tst_NodeCardContent::lateBeatIsMarked()
{
    Node node = nodeWith(NodeStatus::Online);
    QVERIFY(!cardOf(node).isAgeLate);
    node.lastBeatAt = kNow - 16s;
    QVERIFY(cardOf(node).isAgeLate);
}

void tst_NodeCardContent::degradedGivesTheReason()
{
    Node node = nodeWith(NodeStatus::Degraded, QString(reason::kMemoryHigh), u"Memory 96 % for 3 beats"_s);
    node.load.memoryUsedBytes = *node.load.memoryTotalBytes * 96 / 100;

    const NodeCardContent card = cardOf(node);

    QVERIFY(card.isChip);
    QCOMPARE(plain(card.note), u"memory 96 %"_s);
    QVERIFY(card.memory.isHigh);
    QVERIFY(!card.cpu.isHigh);
    QVERIFY(plain(card.spoken).contains(u"Degraded: memory 96 %"_s));
}

void tst_NodeCardContent::drainingShowsWhatIsLeft()
{
    Node node = nodeWith(NodeStatus::Draining);
    node.cordoned = true;
    node.drain = Drain{.jobsLeft = 3, .jobsAtStart = 5, .deadline = kNow + 372s, .waitsFor = u"11 m, crm-sync"_s};

    const NodeCardContent card = cardOf(node);

    QCOMPARE(card.statusText, u"Draining 3/5"_s);
    QCOMPARE(card.note, u"deadline in 6:12"_s);
    QCOMPARE(card.middle, NodeCardContent::Middle::Progress);
    QCOMPARE(card.progressText, u"3 of 5 jobs left"_s);
    QCOMPARE(card.progress, 0.4);
    QVERIFY(!card.isCordoned); // Draining says it already.
}

void tst_NodeCardContent::offlineSaysWhenAndWhatToDo()
{
    Node node = nodeWith(NodeStatus::Offline, QString(reason::kBeatsStopped), u"Beats stopped"_s);
    node.lastBeatAt = kNow - 14min;

    const NodeCardContent card = cardOf(node);

    QCOMPARE(plain(card.statusText), u"Offline 14 m"_s);
    QVERIFY(card.note.startsWith(u"beats stopped at "_s));
    QVERIFY(card.age.isEmpty());
    QCOMPARE(card.middle, NodeCardContent::Middle::Text);
    QCOMPARE(card.text, u"Not a clean stop. Power or network?"_s);
    QCOMPARE(card.counts, u"2 agents · 2 jobs"_s); // The last known stay.

    // What to do must fit on the card.
    const NodeCardContent restored = cardOf(nodeWith(NodeStatus::Offline, u"restored-from-backup"_s, u"Restored from a backup, which has no credentials: on another machine it needs a new join token"_s));
    QCOMPARE(restored.note, u"from a backup"_s);
    QVERIFY(restored.text.contains(u"new join token"_s));
    const NodeCardContent shutOut = cardOf(nodeWith(NodeStatus::Offline, QString(reason::kCredentialRevoked), u"Its credential was revoked"_s));
    QCOMPARE(shutOut.note, u"credential revoked"_s);
    QVERIFY(shutOut.text.contains(u"new join token"_s));
}

void tst_NodeCardContent::failedSaysItOnce()
{
    const NodeCardContent card = cardOf(nodeWith(NodeStatus::Failed, u"deployment"_s, u"Install exited 100."_s));

    QCOMPARE(card.text, u"Install exited 100."_s);
    QVERIFY(card.note.isEmpty());
    QCOMPARE(card.middle, NodeCardContent::Middle::Text);
}

void tst_NodeCardContent::joiningHasNoBeat()
{
    Node node = nodeWith(NodeStatus::Joining);
    node.lastBeatAt = std::nullopt;
    node.registeredAt = kNow - 20s;
    QCOMPARE(cardOf(node).statusText, u"Joining"_s);
    QCOMPARE(cardOf(node).note, u"no heartbeat yet"_s);

    node.registeredAt = kNow - 10min;
    QCOMPARE(cardOf(node).statusText, u"Joining (late)"_s);
}

void tst_NodeCardContent::linkDownMakesItUnknown()
{
    const NodeCardContent card = cardOf(nodeWith(NodeStatus::Online), LinkState::Reconnecting);

    QCOMPARE(card.statusText, u"Unknown (was online)"_s);
    QVERIFY(card.isMuted);
    QVERIFY(card.isChip);
    QCOMPARE(card.middle, NodeCardContent::Middle::Metrics); // As it was, muted.
    QVERIFY(card.spoken.contains(u"Unknown, last seen online"_s));
}

void tst_NodeCardContent::unverifiedIsUnknownWithoutBlamingTheLink()
{
    const NodeCardContent card = cardOf(nodeWith(NodeStatus::Unknown, QString(reason::kUnverified), u"Not heard"_s));

    QCOMPARE(card.statusText, u"Unknown"_s);
    QCOMPARE(card.note, u"not heard yet"_s);
    QVERIFY(card.text.contains(u"next beat"_s));
}

void tst_NodeCardContent::unknownNumbersAreDashes()
{
    Node node = nodeWith(NodeStatus::Online);
    node.load = {};
    node.who.version.clear();

    const NodeCardContent card = cardOf(node);

    QCOMPARE(card.cpu.value, u"—"_s);
    QCOMPARE(card.memory.value, u"—"_s);
    QCOMPARE(card.version, u"—"_s);
    QCOMPARE(card.counts, u"2 agents"_s); // Unknown jobs are not 0 jobs.
    node.agents.clear();
    node.load = {};
    QVERIFY(!knowsAgents(node));
    QCOMPARE(cardOf(node).counts, QString()); // Nor are unknown agents none.
    node.load.cpu = 0.1;
    QCOMPARE(cardOf(node).counts, u"0 agents"_s); // Who tells its load would tell them.
}

void tst_NodeCardContent::everyStatusHasWords()
{
    for (const NodeStatus status : kNodeStatuses) {
        for (const LinkState link : {LinkState::Live, LinkState::Reconnecting}) {
            const NodeCardContent card = cardOf(nodeWith(status), link);
            QVERIFY2(!card.statusText.isEmpty() && !card.spoken.isEmpty(), qPrintable(wordOf(status)));
            QVERIFY(card.spoken.contains(card.name));
            QVERIFY(card.middle != NodeCardContent::Middle::Text || !card.text.isEmpty());
        }
    }
}

void tst_NodeCardContent::cordonIsAFlagBesideTheStatus()
{
    Node node = nodeWith(NodeStatus::Online);
    node.cordoned = true;
    const NodeCardContent card = cardOf(node);
    QVERIFY(card.isCordoned);
    QCOMPARE(card.statusText, u"Online"_s);
    QVERIFY(card.spoken.endsWith(u"Cordoned."_s));
}

void tst_NodeCardContent::olderVersionIsMarked()
{
    QVERIFY(cardOf(nodeWith(NodeStatus::Online), LinkState::Live, true).isOlder);
    QVERIFY(cardOf(nodeWith(NodeStatus::Online), LinkState::Live, false, true).isOwner);
}

void tst_NodeCardContent::namelessNodeShowsItsId()
{
    Node node = nodeWith(NodeStatus::Online);
    node.who.name.clear();
    QCOMPARE(cardOf(node).name, u"vps-02"_s);
}

void tst_NodeCardContent::markupStaysText()
{
    Node node = nodeWith(NodeStatus::Online);
    node.who.name = u"<img src=x><b>n"_s;
    QCOMPARE(cardOf(node).name, u"<img src=x><b>n"_s);
}

void tst_NodeCardContent::changeThatIsNotKnownToBeDoneIsDrawnAndSaid()
{
    const Node node = nodeWith(NodeStatus::Online);
    ShownContext context;
    context.now = kNow;
    ShownStatus shown = shownStatus(node, context);
    const NodeHistory history;
    const NodeCardSubject subject{.node = node, .shown = shown, .history = history, .now = kNow, .asOf = {}};
    QVERIFY(!nodeCardContent(subject).isPending);

    shown.pending = PendingChange{CommandVerb::Remove, false};
    QCOMPARE(nodeCardContent(subject).note, u"being removed"_s);
    shown.pending = PendingChange{CommandVerb::Restart, true};
    const NodeCardContent card = nodeCardContent(subject);

    QVERIFY(card.isPending);
    QCOMPARE(card.note, u"restart not confirmed"_s);
    QVERIFY(card.spoken.contains(u"restart not confirmed"_s));
    QCOMPARE(card.status, NodeStatus::Online); // What is asked for is not what is.
}

QTEST_GUILESS_MAIN(tst_NodeCardContent)
#include "tst_NodeCardContent.moc"
