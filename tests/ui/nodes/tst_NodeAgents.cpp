// SPDX-License-Identifier: Apache-2.0
// The tab of a node's agents: each once, with its process and what it takes, and why it is there.
#include "tests/ui/nodes/NodeWorkDesk.h"
#include "ui/kit/RelativeTime.h"
#include "ui/nodes/NodeAgents.h"

#include <QDir>
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

    void picture_data();
    void picture();

private:
    void tell(const QList<Agent> &agents) const;
    static Agent agentCalled(const QString &id, qint64 megabytes, double cpu);

    std::unique_ptr<NodeWorkDesk> m_desk;
};

void tst_NodeAgents::tell(const QList<Agent> &agents) const
{
    (void)m_desk->fleet->cluster->change(NodeWorkDesk::gpu(), [&](Node &node) { node.agents = agents; });
}

Agent tst_NodeAgents::agentCalled(const QString &id, qint64 megabytes, double cpu)
{
    Agent agent;
    agent.id = u"agent/"_s + id;
    agent.name = id;
    agent.state = u"running"_s;
    agent.pid = 800;
    agent.memoryBytes = megabytes * 1024 * 1024;
    agent.cpu = cpu;
    agent.restarts = 2;
    agent.startedAt = ManualClock().now();
    return agent;
}

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
    const auto take = [this](qint64 megabytes, double cpu) { tell({agentCalled(u"billing-bot"_s, megabytes, cpu)}); };
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

void tst_NodeAgents::picture_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void tst_NodeAgents::picture()
{
    QFETCH(bool, isDark);
    m_desk->theme.setChoice(isDark ? Theme::Choice::Dark : Theme::Choice::Light);
    Agent crashed = agentCalled(u"wanderer"_s, 0, 0);
    crashed.state = u"crashed"_s;
    crashed.restarts = 14;
    crashed.pid = std::nullopt;
    crashed.memoryBytes = std::nullopt;
    crashed.cpu = std::nullopt;
    crashed.startedAt = std::nullopt;
    Agent unknown = agentCalled(u"a-rather-long-name-of-an-agent-that-nobody-here-knows"_s, 2100, 2.31);
    unknown.restarts = 0;
    tell({agentCalled(u"billing-bot"_s, 84, 0.03), crashed, unknown});
    m_desk->details->setTab(NodeDetails::AgentsTab);
    const auto *agents = m_desk->details->findChild<NodeAgents *>();
    QTRY_VERIFY(NodeWorkDesk::wordsOf(agents).contains(u"14 restarts"_s));
    const QString folder = QStringLiteral(MUSTER_BINARY_DIR "/pictures");
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(m_desk->details->grab().save(folder + (isDark ? u"/node-agents-dark.png"_s : u"/node-agents-light.png"_s)));
}

QTEST_MAIN(tst_NodeAgents)
#include "tst_NodeAgents.moc"
