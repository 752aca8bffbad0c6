// SPDX-License-Identifier: Apache-2.0
// Verbs on nodes: they ask first, say how it went, and are off without a link.

#include "tests/ui/nodes/StillCluster.h"
#include "ui/kit/Button.h"
#include "ui/kit/Theme.h"
#include "ui/kit/Toast.h"
#include "ui/nodes/NodeActions.h"
#include "ui/nodes/NodeDetails.h"
#include "ui/nodes/NodesPage.h"
#include "ui/nodes/RemoveDialog.h"

#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_NodeActions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { show({}); }
    void cleanup();
    void removeAsksWithCancelAsDefault();
    void removeHappensOnlyAfterItsButton_data();
    void removeHappensOnlyAfterItsButton();
    void refusedRemovalIsSaid();
    void pingSaysHowLong();
    void restartHappensOnlyAfterItsButton();
    void restartThatIsNotConfirmedIsNoSuccess();
    void changesAreOffWithoutALink();
    void viewerIsOfferedNoChange();
    void operatorChangesNodes();

private:
    void show(std::optional<ClusterSnapshot> state);
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<StillFleet> m_fleet;
    std::unique_ptr<NodesPage> m_page;
};

void tst_NodeActions::show(std::optional<ClusterSnapshot> state)
{
    cleanup();
    m_theme = std::make_unique<Theme>();
    m_fleet = std::make_unique<StillFleet>(std::move(state));
    QVERIFY(m_fleet->isReady());
    m_page = std::make_unique<NodesPage>(&m_fleet->nodes);
    m_page->resize(1232, 800);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_page->focusList();
}

void tst_NodeActions::cleanup()
{
    m_page.reset();
    m_fleet.reset();
    m_theme.reset();
}

void tst_NodeActions::removeAsksWithCancelAsDefault()
{
    QVERIFY(m_page->selectNode(NodeId(u"gpu-box-2"_s)));
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Delete);
    auto *dialog = m_page->findChild<RemoveDialog *>();
    QVERIFY(dialog);
    QTRY_VERIFY_WITH_TIMEOUT(dialog->isVisible(), 2000);
    QVERIFY(dialog->cancelButton()->isDefault());
    QCOMPARE(dialog->removeButton()->text(), u"Remove gpu-box-2"_s);
    QTest::keyClick(dialog, Qt::Key_Return);
    QVERIFY(m_fleet->cluster->removed.isEmpty());
}

void tst_NodeActions::removeHappensOnlyAfterItsButton_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::newRow("space") << Qt::Key_Space;
    QTest::newRow("return") << Qt::Key_Return;
}

void tst_NodeActions::removeHappensOnlyAfterItsButton()
{
    QFETCH(Qt::Key, key);
    QVERIFY(m_page->selectNode(NodeId(u"gpu-box-2"_s)));
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Delete);
    auto *dialog = m_page->findChild<RemoveDialog *>();
    QVERIFY(dialog);
    dialog->removeButton()->setFocus(Qt::TabFocusReason);
    QTest::keyClick(dialog->removeButton(), key);
    QTRY_COMPARE_WITH_TIMEOUT(m_fleet->cluster->removed, QList<NodeId>{NodeId(u"gpu-box-2"_s)}, 2000);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->findChild<Toast *>()->text(), u"Removed gpu-box-2"_s, 2000);
}

void tst_NodeActions::refusedRemovalIsSaid()
{
    m_fleet->cluster->refusal = refused(u"tier operator"_s);
    QSignalSpy failures(m_page->actions(), &NodeActions::failed);
    m_page->actions()->remove({NodeId(u"gpu-box-2"_s)});
    m_page->findChild<RemoveDialog *>()->accept();
    QTRY_COMPARE_WITH_TIMEOUT(failures.count(), 1, 2000);
    QCOMPARE(m_page->findChild<Toast *>()->text(), u"gpu-box-2: Not allowed: tier operator"_s);
}

void tst_NodeActions::pingSaysHowLong()
{
    m_page->actions()->ping(NodeId(u"gpu-box-2"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->findChild<Toast *>()->text().startsWith(u"gpu-box-2 answered in 3.1"_s), 2000);
    QCOMPARE(m_fleet->cluster->pinged, QList<NodeId>{NodeId(u"gpu-box-2"_s)});
}

void tst_NodeActions::restartHappensOnlyAfterItsButton()
{
    m_page->actions()->restartAgents({NodeId(u"gpu-box-2"_s)});
    auto *dialog = m_page->findChild<RestartDialog *>();
    QVERIFY(dialog);
    QTRY_VERIFY_WITH_TIMEOUT(dialog->isVisible(), 5000);
    QVERIFY(dialog->cancelButton()->isDefault());
    QTest::keyClick(dialog, Qt::Key_Return);
    QVERIFY(m_fleet->cluster->restarted.isEmpty());

    m_page->actions()->restartAgents({NodeId(u"gpu-box-2"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(m_page->findChild<RestartDialog *>() != nullptr && m_page->findChild<RestartDialog *>()->isVisible(), 5000);
    m_page->findChild<RestartDialog *>()->accept();

    QTRY_COMPARE_WITH_TIMEOUT(m_fleet->cluster->restarted, QList<NodeId>{NodeId(u"gpu-box-2"_s)}, 5000);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->findChild<Toast *>()->text(), u"gpu-box-2 took the order to restart its agents"_s, 5000);
}

void tst_NodeActions::restartThatIsNotConfirmedIsNoSuccess()
{
    m_fleet->cluster->refusal = Error{ErrorKind::Timeout, {}, u"the restart was sent"_s, u"unconfirmed"_s, {}};
    QSignalSpy failures(m_page->actions(), &NodeActions::failed);
    QSignalSpy answers(m_page->actions(), &NodeActions::answered);

    m_page->actions()->restartAgents({NodeId(u"gpu-box-2"_s)});
    m_page->findChild<RestartDialog *>()->accept();

    QTRY_COMPARE_WITH_TIMEOUT(failures.count(), 1, 5000);
    QCOMPARE(m_page->findChild<Toast *>()->text(), u"gpu-box-2: Sent, not confirmed"_s);
    QCOMPARE(answers.count(), 0);
}

void tst_NodeActions::changesAreOffWithoutALink()
{
    m_fleet->loseLink();
    QCOMPARE(m_page->actions()->refusal(Feature::Remove), u"Not connected: changes are off."_s);
    QMenu menu;
    m_page->actions()->fillMenu(&menu, {NodeId(u"gpu-box-2"_s)});
    for (const QAction *action : menu.actions()) {
        if (action->text() == u"Remove…"_s || action->text() == u"Restart agents…"_s || action->text() == u"Ping"_s)
            QVERIFY2(!action->isEnabled(), qPrintable(action->text()));
    }
    m_page->actions()->remove({NodeId(u"gpu-box-2"_s)});
    QVERIFY(!m_page->findChild<RemoveDialog *>());

    NodeDetails details(&m_fleet->nodes, m_page->actions());
    details.setNode(NodeId(u"gpu-box-2"_s));
    for (const Button *button : details.findChildren<Button *>()) {
        if (button->isVisibleTo(&details)) // A note's fold is no verb, and not shown here.
            QVERIFY2(!button->isEnabled() && !button->toolTip().isEmpty(), qPrintable(button->text()));
    }
}

void tst_NodeActions::viewerIsOfferedNoChange()
{
    NodeDetails details(&m_fleet->nodes, m_page->actions());
    details.setNode(NodeId(u"gpu-box-2"_s));
    details.show();
    const auto isOn = [](const QWidget &page, const QString &text) {
        const QList<Button *> buttons = page.findChildren<Button *>();
        return std::ranges::any_of(buttons, [&](const Button *one) { return one->text() == text && one->isEnabled(); });
    };
    QVERIFY(isOn(details, u"Ping"_s) && isOn(details, u"Drain…"_s) && isOn(*m_page, u"Add worker"_s));

    m_fleet->cluster->about.callerTier = Tier::Viewer;
    m_fleet->cluster->setLink(LinkState::Reconnecting);
    m_fleet->cluster->setLink(LinkState::Live);

    QTRY_VERIFY_WITH_TIMEOUT(m_fleet->session->isLive() && !isOn(details, u"Ping"_s), 5000);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->actions()->refusal(Feature::Ping), u"Your token may look, not change."_s, 5000);
    for (const QString &text : {u"Ping"_s, u"Restart…"_s, u"Drain…"_s})
        QVERIFY2(!isOn(details, text), qPrintable(text));
    QVERIFY(!isOn(*m_page, u"Add worker"_s));
    const QList<QLabel *> labels = details.findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel *one) { return one->isVisible() && one->text() == u"Your token may look, not change."_s; }));
    m_page->actions()->ping(NodeId(u"gpu-box-2"_s));
    QVERIFY(m_fleet->cluster->pinged.isEmpty());
}

void tst_NodeActions::operatorChangesNodes()
{
    ClusterFacts facts;
    facts.callerTier = Tier::Operator;
    QVERIFY(NodeActions::callerRefusal(facts, Feature::Remove).isEmpty());
    QCOMPARE(NodeActions::callerRefusal(facts, Feature::Tokens), u"Your token may change nodes, not tokens."_s);
    QVERIFY(NodeActions::callerRefusal({}, Feature::Tokens).isEmpty()); // Not known: the server will say.
    facts.callerTier = Tier::Admin;
    QVERIFY(NodeActions::callerRefusal(facts, Feature::Tokens).isEmpty());
}

QTEST_MAIN(tst_NodeActions)
#include "tst_NodeActions.moc"
