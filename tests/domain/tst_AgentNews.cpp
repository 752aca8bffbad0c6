// SPDX-License-Identifier: Apache-2.0
// What agents take moves all the time; what of it is worth telling.
#include "core/domain/AgentNews.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 kMiB = 1024 * 1024;

Agent agentThat(std::optional<qint64> memory, std::optional<double> cpu)
{
    Agent agent;
    agent.id = u"agent/a"_s;
    agent.state = u"running"_s;
    agent.pid = 7;
    agent.memoryBytes = memory;
    agent.cpu = cpu;
    return agent;
}

} // namespace

class tst_AgentNews final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figuresThatMove_data()
    {
        QTest::addColumn<qint64>("memory");
        QTest::addColumn<double>("cpu");
        QTest::addColumn<bool>("isNews");
        QTest::newRow("the same") << 100 * kMiB << 0.5 << false;
        QTest::newRow("much, but a small share") << 104 * kMiB << 0.5 << false;
        QTest::newRow("a share and more than a MiB") << 106 * kMiB << 0.5 << true;
        QTest::newRow("less") << 94 * kMiB << 0.5 << true;
        QTest::newRow("a little cpu") << 100 * kMiB << 0.515 << false;
        QTest::newRow("more cpu") << 100 * kMiB << 0.53 << true;
        QTest::newRow("less cpu") << 100 * kMiB << 0.4 << true;
    }
    void figuresThatMove()
    {
        QFETCH(qint64, memory);
        QFETCH(double, cpu);
        QFETCH(bool, isNews);
        const QList<Agent> told{agentThat(100 * kMiB, 0.5)};

        QCOMPARE(newsOf(told, {agentThat(memory, cpu)}), isNews ? AgentNews::Use : AgentNews::None);
    }

    void aSmallAgentIsNotToldForItsShareAlone()
    {
        QCOMPARE(newsOf({agentThat(2 * kMiB, 0)}, {agentThat(3 * kMiB, 0)}), AgentNews::None);
        QCOMPARE(newsOf({agentThat(2 * kMiB, 0)}, {agentThat(3 * kMiB + 1, 0)}), AgentNews::Use);
    }

    void whatHappenedToAnAgentIsMoreThanAFigure()
    {
        const Agent before = agentThat(kMiB, 0);
        Agent other = before;
        other.pid = 8;
        QCOMPARE(newsOf({before}, {other}), AgentNews::Agents);
        other = before;
        other.state = u"crashed"_s;
        QCOMPARE(newsOf({before}, {other}), AgentNews::Agents);
        other = before;
        other.restarts = 1;
        QCOMPARE(newsOf({before}, {other}), AgentNews::Agents);
        QCOMPARE(newsOf({before}, {}), AgentNews::Agents);
        QCOMPARE(newsOf({}, {before}), AgentNews::Agents);
        QCOMPARE(newsOf({}, {}), AgentNews::None);
    }

    void useIsToldNotTooOftenButAtOnceWhenItIsFirstKnown()
    {
        const QList<Agent> told{agentThat(kMiB, 0.1)};
        const QList<Agent> now{agentThat(9 * kMiB, 0.9)};
        QVERIFY(!mayTellUse(told, now, 14999ms));
        QVERIFY(mayTellUse(told, now, 15s));

        const QList<Agent> unknown{agentThat({}, {})};
        QCOMPARE(newsOf(unknown, now), AgentNews::Use);
        QVERIFY(mayTellUse(unknown, now, 0ms));
    }
};

QTEST_APPLESS_MAIN(tst_AgentNews)
#include "tst_AgentNews.moc"
