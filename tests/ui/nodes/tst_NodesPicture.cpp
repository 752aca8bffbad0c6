// SPDX-License-Identifier: Apache-2.0
// Paints the page of nodes into pictures/ of the build folder, to be held beside the reference pictures by eye, and
// checks that each picture has what it must.

#include "tests/ui/nodes/StillCluster.h"
#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/NodeDetails.h"
#include "ui/nodes/NodesPage.h"
#include "ui/nodes/RemoveDialog.h"

#include <QDir>
#include <QHBoxLayout>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_NodesPicture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsThePage_data();
    void showsThePage();
    void showsTheQuestion();

private:
    void save(QWidget *widget, const QString &name, int ratio);
};

void tst_NodesPicture::save(QWidget *widget, const QString &name, int ratio)
{
    QTest::qWait(30); // Layouts settle by posted events.
    QImage picture(widget->size() * ratio, QImage::Format_ARGB32_Premultiplied);
    picture.setDevicePixelRatio(ratio);
    widget->render(&picture);
    QDir folder(QStringLiteral(MUSTER_BINARY_DIR));
    QVERIFY(folder.mkpath(u"pictures"_s));
    QVERIFY(picture.save(folder.filePath(u"pictures/%1@%2x.png"_s.arg(name).arg(ratio))));
}

void tst_NodesPicture::showsThePage_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("ratio");
    for (const bool dark : {false, true}) {
        for (const int ratio : {1, 2})
            QTest::addRow("%s@%dx", dark ? "dark" : "light", ratio) << dark << ratio;
    }
}

void tst_NodesPicture::showsThePage()
{
    QFETCH(const bool, dark);
    QFETCH(const int, ratio);
    Theme theme;
    theme.setChoice(dark ? Theme::Choice::Dark : Theme::Choice::Light);
    const QString end = dark ? u"-dark"_s : u"-light"_s;
    StillFleet fleet;
    QVERIFY(fleet.isReady());
    // The room between header, sidebar and status bar of the reference: 1232 x 826, with a drawer of 360.
    QWidget window;
    window.resize(1232, 826);
    auto *layout = new QHBoxLayout(&window);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *page = new NodesPage(&fleet.nodes, &window);
    auto *drawer = new Panel(&Tokens::surface, &window);
    drawer->setHairlines(Qt::LeftEdge);
    drawer->setFixedWidth(360);
    auto *inside = new QHBoxLayout(drawer);
    inside->setContentsMargins(1, 0, 0, 0);
    auto *details = new NodeDetails(&fleet.nodes, page->actions(), drawer);
    inside->addWidget(details);
    layout->addWidget(page, 1);
    layout->addWidget(drawer);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));

    QVERIFY(page->selectNode(NodeId(u"vps-02"_s)));
    details->setNode(NodeId(u"vps-02"_s));
    save(&window, u"01-nodes-cards"_s + end, ratio);
    details->setTab(NodeDetails::RawTab);
    save(&window, u"01-raw"_s + end, ratio);
    details->setTab(NodeDetails::SummaryTab);

    fleet.loseLink();
    QVERIFY(page->selectNode(NodeId(u"mac-mini-office"_s)));
    details->setNode(NodeId(u"mac-mini-office"_s));
    save(&window, u"12-link-lost"_s + end, ratio);

    fleet.cluster->setLink(LinkState::Live);
    QVERIFY(fleet.isReady());
    drawer->hide();
    page->setView(NodesPage::Table);
    QVERIFY(page->selectNode(NodeId(u"vps-02"_s)));
    save(&window, u"02-nodes-table"_s + end, ratio);
    page->filter()->setSearch(u"cap:nothing"_s);
    save(&window, u"nodes-no-match"_s + end, ratio);
}

void tst_NodesPicture::showsTheQuestion()
{
    Theme theme;
    theme.setChoice(Theme::Choice::Light);
    const Timestamp now{1'800'000'000'000};
    QWidget host;
    RemoveDialog dialog({pictureFleet(now).nodes.at(5)}, 1, &host);
    dialog.resize(dialog.sizeHint());
    save(&dialog, u"remove-light"_s, 1);
}

QTEST_MAIN(tst_NodesPicture)
#include "tst_NodesPicture.moc"
