// SPDX-License-Identifier: Apache-2.0
// The drawer: it follows its node, keeps hostile text as text, and works by keyboard.

#include "tests/ui/nodes/StillCluster.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/NodeActions.h"
#include "ui/nodes/NodeDetails.h"
#include "ui/nodes/NodesPage.h"
#include "ui/nodes/RemoveDialog.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_NodeDetails : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { show({}); }
    void cleanup();
    void hostileNameStaysText();
    void drawerFollowsItsNode();
    void ageTicksWhileTheLinkIsLost();
    void drawerKeys();

private:
    void show(std::optional<ClusterSnapshot> state);
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<StillFleet> m_fleet;
    std::unique_ptr<NodesPage> m_page;
};

void tst_NodeDetails::show(std::optional<ClusterSnapshot> state)
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

void tst_NodeDetails::cleanup()
{
    m_page.reset();
    m_fleet.reset();
    m_theme.reset();
}

void tst_NodeDetails::hostileNameStaysText()
{
    const QString name = u"<img src=x><b>n"_s;
    ClusterSnapshot state = pictureFleet(Timestamp{1'800'000'000'000});
    state.nodes.first().who.name = name;
    show(state);
    NodeDetails details(&m_fleet->nodes, m_page->actions());
    details.setNode(state.nodes.first().id());
    details.show();
    bool found = false;
    const QList<QLabel *> labels = details.findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        found = found || label->text() == name;
        QVERIFY(label->text().isEmpty() || label->textFormat() == Qt::PlainText);
    }
    QVERIFY(found);
    m_page->actions()->remove({state.nodes.first().id()});
    for (const QLabel *label : m_page->findChild<RemoveDialog *>()->findChildren<QLabel *>())
        QVERIFY(label->text().isEmpty() || label->textFormat() == Qt::PlainText);
    QCOMPARE(plainToolTip(name), u"<span>&lt;img src=x&gt;&lt;b&gt;n</span>"_s);
}

void tst_NodeDetails::drawerFollowsItsNode()
{
    NodeDetails details(&m_fleet->nodes, m_page->actions());
    details.setNode(NodeId(u"gpu-box-2"_s));
    details.show();
    const auto says = [&details](const QString &text) {
        const QList<PlainLabel *> labels = details.findChildren<PlainLabel *>();
        return std::ranges::any_of(labels, [&](const PlainLabel *label) { return label->isVisible() && label->text() == text; });
    };
    QVERIFY(says(u"gpu-box-2"_s));
    m_fleet->cluster->tell({.position = {u"e1"_s, 2},
                            .at = m_fleet->clock.now(),
                            .what = NodeRemoved{NodeId(u"gpu-box-2"_s), u"gpu-box-2"_s}});
    QTRY_VERIFY_WITH_TIMEOUT(says(u"no longer in this cluster"_s), 2000);
}

void tst_NodeDetails::ageTicksWhileTheLinkIsLost()
{
    NodeDetails details(&m_fleet->nodes, m_page->actions());
    details.setNode(NodeId(u"gpu-box-2"_s));
    details.show();
    const auto says = [&details](const QString &text) {
        const QList<PlainLabel *> labels = details.findChildren<PlainLabel *>();
        return std::ranges::any_of(labels, [&](const PlainLabel *label) { return label->isVisible() && label->text() == text; });
    };
    m_fleet->cluster->setLink(LinkState::Blocked);
    for (int second = 1; second <= 3; ++second) {
        m_fleet->clock.advance(milliseconds(1000));
        m_fleet->session->tick();
        QVERIFY(says(u"last beat %1%2s ago"_s.arg(QString::number(1 + second), QChar(QChar::Nbsp))));
    }
}

void tst_NodeDetails::drawerKeys()
{
    NodeDetails details(&m_fleet->nodes, m_page->actions());
    details.setNode(NodeId(u"gpu-box-2"_s));
    QSignalSpy closed(&details, &NodeDetails::closeRequested);
    QSignalSpy next(&details, &NodeDetails::nextRequested);
    QSignalSpy previous(&details, &NodeDetails::previousRequested);
    QTest::keyClick(&details, Qt::Key_BracketRight);
    QTest::keyClick(&details, Qt::Key_BracketLeft);
    QTest::keyClick(&details, Qt::Key_Escape);
    QCOMPARE(next.count() + previous.count() + closed.count(), 3);
    details.setTab(2);
    QCOMPARE(details.tab(), 2);
}

QTEST_MAIN(tst_NodeDetails)
#include "tst_NodeDetails.moc"
