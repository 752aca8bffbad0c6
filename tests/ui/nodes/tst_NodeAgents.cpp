// SPDX-License-Identifier: Apache-2.0
// The tab of a node's agents: each once, with its process and what it takes, and why it is there.
#include "tests/ui/nodes/NodeWorkDesk.h"
#include "ui/kit/RelativeTime.h"
#include "ui/nodes/NodeAgents.h"

#include <QPointer>
#include <QTest>
#include <QToolButton>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_NodeAgents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void agentsTabShowsNewProcesses();
    void agentsTabTellsWhoIsPlacedAndWhy();
    void agentsTabShowsEachOnceWithWhatItTakes();

private:
    std::unique_ptr<NodeWorkDesk> m_desk;
};

void tst_NodeAgents::init()
{
    m_desk = std::make_unique<NodeWorkDesk>();
    QVERIFY(m_desk->fleet->isReady());
    m_desk->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_desk->page.get()));
}

void tst_NodeAgents::agentsTabShowsNewProcesses()
{
    const auto setPids = [this](qint64 first) {
        (void)m_desk->fleet->cluster->change(NodeWorkDesk::gpu(), [first](Node &node) {
            for (qsizetype i = 0; i < node.agents.size(); ++i)
                node.agents[i].pid = first + i;
        });
    };
    setPids(800);
    m_desk->details->setTab(NodeDetails::AgentsTab);
    const auto *agents = m_desk->details->findChild<NodeAgents *>();
    QTRY_VERIFY2(NodeWorkDesk::wordsOf(agents).contains(u"process 800"_s), qPrintable(NodeWorkDesk::wordsOf(agents)));
    setPids(900);

    QTRY_VERIFY2(NodeWorkDesk::wordsOf(agents).contains(u"process 900 · new, was 800"_s), qPrintable(NodeWorkDesk::wordsOf(agents)));
}

void tst_NodeAgents::agentsTabTellsWhoIsPlacedAndWhy()
{
    m_desk->details->setTab(NodeDetails::AgentsTab);
    const auto words = [this] { return NodeWorkDesk::wordsOf(m_desk->details->findChild<NodeAgents *>()); };
    QTRY_VERIFY2(words().contains(u"billing-bot"_s) && words().contains(u"pinned there"_s), qPrintable(words()));
    QVERIFY(words().contains(u"wanderer"_s) && !words().contains(u"elsewhere"_s));
}

//! Told once, with what it takes; and a new figure takes nobody's focus away.
void tst_NodeAgents::agentsTabShowsEachOnceWithWhatItTakes()
{
    const auto take = [this](qint64 megabytes, double cpu) {
        (void)m_desk->fleet->cluster->change(NodeWorkDesk::gpu(), [&](Node &node) {
            Agent agent;
            agent.id = u"agent/billing-bot"_s;
            agent.name = u"billing-bot"_s;
            agent.state = u"running"_s;
            agent.pid = 800;
            agent.memoryBytes = megabytes * 1024 * 1024;
            agent.cpu = cpu;
            agent.restarts = 2;
            agent.startedAt = ManualClock().now();
            node.agents = {agent};
        });
    };
    take(84, 1.4);
    m_desk->details->setTab(NodeDetails::AgentsTab);
    auto *agents = m_desk->details->findChild<NodeAgents *>();
    const auto words = [&] { return NodeWorkDesk::wordsOf(agents).replace(QChar(QChar::Nbsp), u' '); };
    QTRY_VERIFY2(words().contains(u"84 MB · CPU 140 %"_s), qPrintable(words()));
    QVERIFY2(words().contains(u"process 800 · since "_s + clockText(ManualClock().now()) + u" · 2 restarts"_s), qPrintable(words()));
    QCOMPARE(words().count(u"billing-bot"_s), 1);
    QVERIFY(words().contains(u"crm-sync"_s));

    QTRY_VERIFY(agents->findChild<QToolButton *>(u"agent/billing-bot"_s));
    auto *log = agents->findChild<QToolButton *>(u"agent/billing-bot"_s);
    m_desk->details->activateWindow();
    log->setFocus();
    QPointer<QToolButton> before(log);
    take(90, 0.07);
    QTRY_VERIFY2(words().contains(u"90 MB · CPU 7 %"_s), qPrintable(words()));
    QVERIFY(before && before->hasFocus());
}

QTEST_MAIN(tst_NodeAgents)
#include "tst_NodeAgents.moc"
