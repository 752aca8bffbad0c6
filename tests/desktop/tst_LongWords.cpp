// SPDX-License-Identifier: Apache-2.0
// T12 of ux.md 6: with words 40 % longer, from left to right and from right to left, in a usual and in the least window, no word
// of ours is cut, goes beyond the edge or lies over another, on any page, in the drawer, in the lists and dialogs.

#include "tests/desktop/DemoWorld.h"
#include "tests/desktop/TextHunt.h"
#include "tests/ui/clusters/KeyCluster.h"
#include "ui/clusters/AddWorkerDialog.h"
#include "ui/clusters/TokenSheet.h"
#include "ui/clusters/TokensSheet.h"
#include "ui/jobs/JobActions.h"
#include "ui/jobs/JobDetails.h"
#include "ui/jobs/JobsPage.h"
#include "ui/jobs/SubmitSheet.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/NodeActions.h"
#include "ui/nodes/NodeDetails.h"
#include "ui/nodes/NodesPage.h"
#include "ui/shell/Chooser.h"
#include "ui/shell/KeySheet.h"
#include "ui/shell/LinkRibbon.h"
#include "ui/start/FirstRunPage.h"

#include <QApplication>
#include <QDir>
#include <QMenu>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_LongWords final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QCoreApplication::installTranslator(&m_words); }
    void cleanup() { QGuiApplication::setLayoutDirection(Qt::LeftToRight); }

    void eyeSeesWhatIsCutAndWhatOverlaps();
    void pages_data() { shapes(); }
    void pages();
    void jobs_data() { shapes(); }
    void jobs();
    void drawer_data() { shapes(); }
    void drawer();
    void lists_data() { shapes(); }
    void lists();
    void lostLinks_data() { shapes(); }
    void lostLinks();
    void doors_data() { shapes(); }
    void doors();
    void dialogs_data() { shapes(); }
    void dialogs();

private:
    static void shapes()
    {
        QTest::addColumn<Qt::LayoutDirection>("direction");
        QTest::addColumn<QSize>("size");
        for (const QSize size : {QSize(1440, 900), QSize(860, 560)}) {
            QTest::addRow("left to right %d", size.width()) << Qt::LeftToRight << size;
            QTest::addRow("right to left %d", size.width()) << Qt::RightToLeft << size;
        }
    }
    //! Looks at \a root; what is wrong is gathered for the whole row.
    void look(QWidget *root, const QString &what)
    {
        QTest::qWait(15); // Layouts, and what is shown by posted events.
        for (const QString &fault : wordFaults(root, layerOf))
            m_faults.insert(u"%1: %2"_s.arg(what, fault));
        const QString row = QString::fromLatin1(QTest::currentDataTag()).replace(u' ', u'-');
        const QString name = u"pictures/long-%1-%2.png"_s.arg(QString(what).replace(u' ', u'-'), row);
        if (m_kept.contains(name))
            return;
        m_kept.insert(name); // To be looked at by eye, too.
        const QDir folder(QStringLiteral(MUSTER_BINARY_DIR));
        if (folder.mkpath(u"pictures"_s))
            (void)root->grab().save(folder.filePath(name));
    }
    void settle()
    {
        QStringList faults(m_faults.cbegin(), m_faults.cend());
        m_faults.clear();
        faults.sort();
        QVERIFY2(faults.isEmpty(), qPrintable(u'\n' + faults.join(u'\n')));
    }

    LongWords m_words;
    QSet<QString> m_faults;
    QSet<QString> m_kept;
};

void tst_LongWords::eyeSeesWhatIsCutAndWhatOverlaps()
{
    const auto layer = [](QWidget *) -> const QObject * { return nullptr; };
    Theme theme;
    QWidget page;
    page.resize(400, 100);
    auto *label = new PlainLabel(PlainLabel::tr("Reconnecting"), Type::Body, &Tokens::text, &page);
    label->setGeometry(10, 10, 300, 20);
    page.show();
    QVERIFY(isLongWord(label->text()));
    QCOMPARE(wordFaults(&page, layer), QStringList());

    label->setGeometry(10, 10, 40, 20);
    QVERIFY(wordFaults(&page, layer).constFirst().startsWith(u"cut in "_s));

    label->setGeometry(10, 10, 300, 20);
    (new PlainLabel(u"over it"_s, Type::Body, &Tokens::text, &page))->setGeometry(40, 12, 200, 20);
    page.findChildren<PlainLabel *>().constLast()->show();
    QVERIFY(wordFaults(&page, layer).constFirst().startsWith(u"one over the other"_s));
}

void tst_LongWords::pages()
{
    QFETCH(Qt::LayoutDirection, direction);
    QFETCH(QSize, size);
    QGuiApplication::setLayoutDirection(direction);
    DemoWorld world;
    world.window.resize(size);
    QTRY_COMPARE_WITH_TIMEOUT(world.view->nodes().rowCount(), 12, 10'000);
    world.view->page()->setView(NodesPage::Cards);
    look(&world.window, u"cards"_s);
    world.view->page()->setView(NodesPage::Table);
    look(&world.window, u"table"_s);
    world.view->showPlace(ClusterView::Place::Events);
    look(&world.window, u"events"_s);
    settle();
}

void tst_LongWords::jobs()
{
    QFETCH(Qt::LayoutDirection, direction);
    QFETCH(QSize, size);
    QGuiApplication::setLayoutDirection(direction);
    DemoWorld world;
    world.window.resize(size);
    world.view->showPlace(ClusterView::Place::Jobs);
    const JobsModel *jobs = world.view->jobs()->model();
    QTRY_VERIFY_WITH_TIMEOUT(jobs->rowCount() > 100, 10'000);
    look(&world.window, u"jobs"_s);
    QSet<int> states;
    for (int row = 0; row < jobs->rowCount(); ++row) {
        if (states.contains(int(jobs->jobAt(row).state)))
            continue;
        states.insert(int(jobs->jobAt(row).state)); // One of each.
        world.view->openJob(jobs->jobAt(row).id);
        for (int tab = 0; tab < JobDetails::LogTab; ++tab) {
            world.view->jobDetails()->setTab(tab);
            look(world.view->jobDetails(), u"job"_s);
        }
    }
    SubmitSheet *sheet = world.view->jobs()->actions()->submit();
    QVERIFY(sheet);
    sheet->submitButton()->click(); // Without an entity: the form complains.
    look(sheet, u"submit"_s);
    settle();
}

void tst_LongWords::drawer()
{
    QFETCH(Qt::LayoutDirection, direction);
    QFETCH(QSize, size);
    QGuiApplication::setLayoutDirection(direction);
    DemoWorld world;
    world.window.resize(size);
    QTRY_COMPARE_WITH_TIMEOUT(world.view->nodes().rowCount(), 12, 10'000);

    for (int row = 0; row < 8; ++row) { // One of each status, and more.
        world.view->openNode(world.view->nodes().nodeAt(row).id());
        for (int tab = 0; tab < 2; ++tab) { // The third is raw.
            world.view->details()->setTab(tab);
            look(world.view->details(), u"drawer"_s);
        }
    }
    settle();
}

void tst_LongWords::lists()
{
    QFETCH(Qt::LayoutDirection, direction);
    QFETCH(QSize, size);
    QGuiApplication::setLayoutDirection(direction);
    DemoWorld world;
    world.window.resize(size);
    QTRY_COMPARE_WITH_TIMEOUT(world.view->nodes().rowCount(), 12, 10'000);
    world.window.openPalette();
    look(world.window.palette(), u"palette"_s);
    world.window.palette()->close();
    world.window.openClusterList();
    look(world.window.clusterList(), u"clusters"_s);
    world.window.clusterList()->close();
    QMenu menu;
    world.view->page()->actions()->fillMenu(&menu, {world.view->nodes().nodeAt(0).id()});
    menu.popup(QPoint(10, 10));
    look(&menu, u"menu"_s);
    settle();
}

void tst_LongWords::lostLinks()
{
    QFETCH(Qt::LayoutDirection, direction);
    QFETCH(QSize, size);
    QGuiApplication::setLayoutDirection(direction);
    DemoWorld world;
    world.window.resize(size);
    QTRY_COMPARE_WITH_TIMEOUT(world.view->nodes().rowCount(), 12, 10'000);
    LinkReport link;
    link.lastHeardAt = world.clock.now();
    for (const LinkState state : {LinkState::Reconnecting, LinkState::Quiet, LinkState::Blocked}) {
        for (const ErrorKind kind : {ErrorKind::Timeout, ErrorKind::Unreachable, ErrorKind::Refused, ErrorKind::Protocol}) {
            link.state = state;
            link.cause = Error{.kind = kind, .where = u"following"_s, .what = u"what was seen"_s, .code = {}, .field = {}};
            world.window.ribbon()->setContent(linkRibbonContent(u"prod-eu"_s, link, true, link.lastHeardAt));
            look(world.window.ribbon(), u"ribbon"_s);
        }
    }
    settle();
}

void tst_LongWords::doors()
{
    QFETCH(Qt::LayoutDirection, direction);
    QFETCH(QSize, size);
    QGuiApplication::setLayoutDirection(direction);
    Theme theme;
    MainWindow window(theme);
    window.showPage(new FirstRunPage(&window), MainWindow::Places::Hidden);
    window.resize(size);
    window.show();

    look(&window, u"doors"_s);
    settle();
}

void tst_LongWords::dialogs()
{
    QFETCH(Qt::LayoutDirection, direction);
    QFETCH(QSize, size);
    QGuiApplication::setLayoutDirection(direction);
    DemoWorld world;
    world.window.resize(size);
    QTRY_COMPARE_WITH_TIMEOUT(world.view->nodes().rowCount(), 12, 10'000);
    const auto shown = [this](QDialog *dialog, const QString &what) {
        QVERIFY(dialog);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->show();
        look(dialog, what);
        dialog->reject();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    };
    const NodeId first = world.view->nodes().nodeAt(0).id();
    KeyCluster keys;
    const JoinFacts facts{.cluster = u"prod-eu"_s, .url = QUrl(u"https://control.example:3100"_s), .joinTokenFile = {}};

    shown(world.dialogs.connectTo(), u"connect"_s);
    auto *add = new AddWorkerDialog(facts, {}, &world.window, {&keys, keys.features()});
    add->show();
    look(add, u"add worker"_s);
    add->join()->makeToken();
    look(add, u"a join token"_s);
    add->showWay(AddWorkerDialog::Way::Running);
    shown(add, u"test a connection"_s);
    auto *tokens = new TokensSheet(u"prod-eu"_s, &keys, [] { return Timestamp{1'800'000'100'000}; }, &world.window);
    shown(tokens, u"tokens"_s);
    for (const TokenKind kind : {TokenKind::Access, TokenKind::Join}) {
        auto *made = new TokenSheet(kind, &keys, &world.window);
        made->show();
        look(made, u"new token"_s);
        shown(made, u"new token"_s);
    }
    world.view->page()->actions()->remove({first});
    shown(world.view->page()->findChild<QDialog *>(), u"remove"_s);
    world.dialogs.forget(ClusterProfile{});
    shown(world.window.findChild<QDialog *>(), u"forget"_s);
    world.dialogs.showError(u"prod-eu"_s, Error{ErrorKind::Timeout, u"connecting"_s, u"no answer"_s, {}, {}});
    shown(world.window.findChild<QDialog *>(), u"error"_s);
    world.dialogs.about();
    shown(world.window.findChild<QDialog *>(), u"about"_s);
    world.window.actions()->action(ShellAction::ShowKeys)->trigger();
    shown(world.window.findChild<KeySheet *>(), u"keys"_s);
    settle();
}

QTEST_MAIN(tst_LongWords)
#include "tst_LongWords.moc"
