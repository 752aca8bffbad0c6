// SPDX-License-Identifier: Apache-2.0
// Emptying a node beside picture 09: what is preset, whose numbers move while one thinks, and who is never asked.
#include "core/mirror/EntityQuery.h"
#include "tests/ui/nodes/NodeWorkDesk.h"
#include "ui/kit/Button.h"
#include "ui/kit/CallerText.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/kit/Toast.h"
#include "ui/nodes/DrainWaiting.h"
#include "ui/nodes/NodeStanding.h"
#include "ui/nodes/StopDrainDialog.h"

#include <QCheckBox>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_DrainDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void aDeadlineIsPreset();
    void rememberedChoicesOutliveThePage();
    void numbersFollowTheJobs();
    void strictNamesSayWhatTheyHaveToDo();
    void whatNoNodeCanRunNeitherMovesNorWaits();
    void movingNamesTheNodes();
    void aDrainUnderWayIsChanged();
    void stoppingAsksWhetherToOpen();
    void drawerListsWhatStillRuns();
    void boundTokensAreToldBefore();
    void aRefusalSaysWhy();

private:
    Job running(const QString &entity, milliseconds since) const;
    Job queued(const QString &entity) const;
    void tellOf(const Job &job) const;
    QString figure(const DrainDialog *dialog, const QString &name) const;
    std::unique_ptr<NodeWorkDesk> m_desk;
};

void tst_DrainDialog::init()
{
    m_desk = std::make_unique<NodeWorkDesk>();
    m_desk->fleet->cluster->more = Feature::Jobs;
    m_desk->fleet->cluster->setLink(LinkState::Reconnecting); // It has them from the next connection on.
    m_desk->fleet->cluster->setLink(LinkState::Live);
    QVERIFY(m_desk->fleet->isReady());
    QTRY_VERIFY(m_desk->fleet->session->features().testFlag(Feature::Jobs));
    m_desk->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_desk->page.get()));
}

Job tst_DrainDialog::running(const QString &entity, milliseconds since) const
{
    Job job;
    job.id = JobId(u"j-"_s + entity);
    job.queue = u"agent"_s;
    job.entity.id = EntityId(entity);
    job.state = JobState::Active;
    job.node = NodeWorkDesk::gpu();
    job.attemptsMade = 1;
    job.startedAt = m_desk->fleet->session->clusterNow() - since;
    return job;
}

Job tst_DrainDialog::queued(const QString &entity) const
{
    Job job = running(entity, 0ms);
    job.state = JobState::Waiting;
    job.node = {};
    job.startedAt.reset();
    return job;
}

void tst_DrainDialog::tellOf(const Job &job) const
{
    StillCluster *cluster = m_desk->fleet->cluster;
    ++cluster->state.position.number;
    cluster->tell({cluster->state.position, cluster->state.takenAt,
                   JobChanged{.job = job.id, .queue = job.queue, .entity = job.entity, .state = JobState::Completed, .attemptsMade = 1,
                              .attempts = 3, .node = job.node, .waitingFor = {}, .error = {}}});
}

QString tst_DrainDialog::figure(const DrainDialog *dialog, const QString &name) const
{
    for (const QLabel *label : dialog->findChildren<QLabel *>()) {
        if (label->accessibleName() == name)
            return label->text().replace(QChar(QChar::Nbsp), u' ');
    }
    return u"there is no such figure"_s;
}

void tst_DrainDialog::aDeadlineIsPreset()
{
    const DrainDialog *dialog = m_desk->openDrain();
    QVERIFY(dialog);

    QVERIFY(dialog->findChildren<QRadioButton *>().at(1)->isChecked());
    QCOMPARE(dialog->request().deadline, std::optional<milliseconds>(15min));
    QCOMPARE(dialog->command(), u"musterctl nodes drain gpu-box-2 --deadline 15m"_s);
    QVERIFY(dialog->cancelButton()->hasFocus());
}

void tst_DrainDialog::rememberedChoicesOutliveThePage()
{
    DrainDialog *dialog = m_desk->openDrain();
    QVERIFY(dialog);
    QTest::keyClick(dialog->findChildren<QRadioButton *>().at(2), Qt::Key_Space);
    QTest::keyClick(dialog->findChildren<QCheckBox *>().at(1), Qt::Key_Space);
    dialog->drainButton()->click();
    QTRY_COMPARE(m_desk->fleet->cluster->drained.size(), 1);
    const QByteArray state = m_desk->page->saveState();

    m_desk->details.reset();
    m_desk->page = std::make_unique<NodesPage>(&m_desk->fleet->nodes);
    m_desk->page->restoreState(state);
    const DrainChoices &choices = m_desk->page->actions()->drainChoices();
    QVERIFY(choices.isRemembered);
    QCOMPARE(choices.deadline, int(DrainChoices::Long));
}

void tst_DrainDialog::numbersFollowTheJobs()
{
    StillCluster *cluster = m_desk->fleet->cluster;
    cluster->work = {running(u"crm-sync"_s, 2min), running(u"wanderer"_s, 11min)};
    const DrainDialog *dialog = m_desk->openDrain();
    QVERIFY(dialog);
    QTRY_COMPARE(figure(dialog, u"Running jobs"_s), u"2"_s);
    QCOMPARE(figure(dialog, u"Oldest"_s), u"11 m"_s);

    const Job over = cluster->work.takeLast();
    tellOf(over);

    QTRY_COMPARE(figure(dialog, u"Running jobs"_s), u"1"_s);
    QCOMPARE(figure(dialog, u"Oldest"_s), u"2 m"_s);
    m_desk->fleet->clock.advance(60s);
    m_desk->fleet->session->tick();
    QCOMPARE(figure(dialog, u"Oldest"_s), u"3 m"_s);
}

void tst_DrainDialog::strictNamesSayWhatTheyHaveToDo()
{
    m_desk->fleet->cluster->work = {queued(u"billing-bot"_s), queued(u"billing-bot"_s), running(u"billing-bot"_s, 1min)};
    const DrainDialog *dialog = m_desk->openDrain();
    QVERIFY(dialog);

    const auto words = [dialog] { return NodeWorkDesk::wordsOf(dialog->findChild<DrainWaiting *>()); };
    QTRY_VERIFY2(words().contains(u"billing-bot | 2 jobs queued, 1 running"_s), qPrintable(words()));
}

void tst_DrainDialog::whatNoNodeCanRunNeitherMovesNorWaits()
{
    ClusterSnapshot state = m_desk->fleet->cluster->state;
    for (EntityState &one : state.entities) {
        if (one.entity.ref.id.text() == u"crm-sync")
            one.placement.waiting = Waiting{WaitReason::NoHandler, u"no handler on this node yet"_s};
    }
    ClusterMirror mirror;
    mirror.apply(state, state.takenAt, {});

    const DrainOutlook outlook = drainOutlook(mirror, NodeWorkDesk::gpu());

    QCOMPARE(outlook.preferred, 1); // It is pinned there all the same.
    for (const DrainEffect &effect : outlook.waiting + outlook.moving)
        QVERIFY2(effect.state.entity.ref.id.text() != u"crm-sync", "named");
}

void tst_DrainDialog::movingNamesTheNodes()
{
    QSignalSpy wanted(m_desk->page->actions(), &NodeActions::assignmentsWanted);
    DrainDialog *dialog = m_desk->openDrain();
    QVERIFY(dialog);
    for (Button *button : dialog->findChild<DrainWaiting *>()->findChildren<Button *>())
        QTest::keyClick(button, Qt::Key_Space);

    QTRY_VERIFY(!dialog->isVisible());
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().value<QList<NodeId>>(), QList<NodeId>{NodeWorkDesk::gpu()});
    QVERIFY(m_desk->fleet->cluster->drained.isEmpty());

    // What the assignments are then searched for: this node and no other whose name begins like it.
    const EntityState strict = NodeWorkDesk::placed(u"billing-bot"_s, NodeWorkDesk::gpu(), AssignmentMode::Strict);
    QVERIFY(EntityQuery::parse(u"pin:=gpu-box-2 mode:strict"_s).matches(strict, u"gpu-box-2", u"gpu-box-2"));
    QVERIFY(!EntityQuery::parse(u"pin:=gpu-box mode:strict"_s).matches(strict, u"gpu-box-2", u"gpu-box-2"));
    QVERIFY(EntityQuery::parse(u"pin:gpu-box mode:strict"_s).matches(strict, u"gpu-box-2", u"gpu-box-2"));
}

void tst_DrainDialog::aDrainUnderWayIsChanged()
{
    (void)m_desk->fleet->cluster->drain(NodeWorkDesk::gpu(), {.deadline = 20min});
    QTRY_VERIFY(m_desk->page->actions()->isAnyDraining({NodeWorkDesk::gpu()}));
    const DrainDialog *dialog = m_desk->openDrain();
    QVERIFY(dialog);

    QCOMPARE(dialog->windowTitle(), u"Change the drain of gpu-box-2"_s);
    QCOMPARE(dialog->drainButton()->text(), u"Change"_s);
    QCOMPARE(dialog->request().deadline, std::optional<milliseconds>(20min));
}

void tst_DrainDialog::stoppingAsksWhetherToOpen()
{
    StillCluster *cluster = m_desk->fleet->cluster;
    (void)cluster->drain(NodeWorkDesk::gpu(), {});
    auto *standing = m_desk->details->findChild<NodeStanding *>();
    QTRY_VERIFY(standing->isVisible());
    QTest::keyClick(standing->findChildren<Button *>().at(0), Qt::Key_Space);
    auto *dialog = m_desk->page->findChild<StopDrainDialog *>();
    QVERIFY(dialog);
    QVERIFY(QTest::qWaitForWindowExposed(dialog));
    QVERIFY(cluster->stopped.isEmpty());
    QVERIFY(dialog->verbButton()->hasFocus());
    QTest::keyClick(dialog->findChild<QCheckBox *>(), Qt::Key_Space);
    QTest::keyClick(dialog->verbButton(), Qt::Key_Return);

    QTRY_COMPARE(cluster->stopped, QList<NodeId>{NodeWorkDesk::gpu()});
    QTRY_COMPARE(cluster->cordoned, (QList<std::pair<NodeId, bool>>{{NodeWorkDesk::gpu(), false}}));
    QTRY_VERIFY(!standing->isVisible());
}

void tst_DrainDialog::drawerListsWhatStillRuns()
{
    StillCluster *cluster = m_desk->fleet->cluster;
    Job limited = running(u"crm-sync"_s, 5min);
    limited.attemptTimeout = 30min;
    cluster->work = {running(u"wanderer"_s, 11min), limited};
    for (EntityState &one : cluster->state.entities) {
        if (one.entity.ref.id == EntityId(u"billing-bot"_s))
            one.placement.waiting = Waiting{WaitReason::Draining, u"waits for gpu-box-2"_s};
    }
    const EntityState waits = cluster->state.entities.first();
    ++cluster->state.position.number;
    cluster->tell({cluster->state.position, cluster->state.takenAt, EntityChanged{waits}});
    (void)cluster->drain(NodeWorkDesk::gpu(), {});

    const auto words = [this] {
        return NodeWorkDesk::wordsOf(m_desk->details->findChild<NodeStanding *>()).replace(QChar(QChar::Nbsp), u' ');
    };
    QTRY_VERIFY2(words().contains(u"wanderer | attempt 1 of 3 | 11 m"_s), qPrintable(words()));
    QVERIFY2(words().contains(u"crm-sync | attempt 1 of 3, 25 m at most | 5 m"_s), qPrintable(words()));
    QTRY_VERIFY2(words().contains(u"Waits for it: billing-bot"_s), qPrintable(words()));
    m_desk->fleet->clock.advance(60s);
    m_desk->fleet->session->tick();
    QTRY_VERIFY2(words().contains(u"wanderer | attempt 1 of 3 | 12 m"_s), qPrintable(words()));
}

void tst_DrainDialog::boundTokensAreToldBefore()
{
    StillCluster *cluster = m_desk->fleet->cluster;
    cluster->about.callerTier = Tier::Operator;
    cluster->about.callerTenants = {TenantId(u"acme"_s)};
    cluster->setLink(LinkState::Reconnecting);
    cluster->setLink(LinkState::Live);
    NodeActions *actions = m_desk->page->actions();
    const QString reason = u"Your token is bound to tenant acme; this is about the whole cluster."_s;
    QTRY_COMPARE(actions->refusal(Feature::Cordon), reason);

    for (const Feature verb : {Feature::Ping, Feature::Restart, Feature::Remove, Feature::Reach, Feature::Tokens})
        QCOMPARE(actions->refusal(verb), reason);
    QVERIFY(!m_desk->openDrain());
    actions->restartAgents({NodeWorkDesk::gpu()});
    actions->toggleCordon({NodeWorkDesk::gpu()});
    QVERIFY(cluster->restarted.isEmpty() && cluster->cordoned.isEmpty());
    for (const Button *button : m_desk->details->findChildren<Button *>()) {
        if (button->text() == u"Drain…"_s || button->text() == u"Cordon"_s || button->text() == u"Ping"_s)
            QVERIFY2(!button->isEnabled(), qPrintable(button->text()));
    }
    QVERIFY(NodeWorkDesk::wordsOf(m_desk->details.get()).contains(reason));
    QCOMPARE(boundText(cluster->about.callerTenants), u"tenant acme only"_s);
    QVERIFY(boundText({}).isEmpty() && boundRefusal({}).isEmpty());
}

void tst_DrainDialog::aRefusalSaysWhy()
{
    m_desk->fleet->cluster->refusal = refused(u"this token is bound to tenants, and this is about the whole cluster"_s);
    m_desk->page->actions()->toggleCordon({NodeWorkDesk::gpu()});

    QTRY_COMPARE(m_desk->page->findChild<Toast *>()->text(),
                 u"gpu-box-2: Not allowed: this token is bound to tenants, and this is about the whole cluster"_s);
}

QTEST_MAIN(tst_DrainDialog)
#include "tst_DrainDialog.moc"
