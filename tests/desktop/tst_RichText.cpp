// SPDX-License-Identifier: Apache-2.0
// T-18: whatever comes from outside is shown as the letters that it is. Every text of a cluster is markup; pages, drawer,
// dialogs, menus, lists and tooltips are opened one after the other; nothing may take a text for rich text, and nobody may
// open the picture that it names.

#include "app/desktop/ClusterView.h"
#include "app/desktop/DesktopDialogs.h"
#include "core/settings/Settings.h"
#include "tests/desktop/CanaryCluster.h"
#include "tests/desktop/MarkupHunt.h"
#include "ui/clusters/AddWorkerDialog.h"
#include "ui/clusters/IssuedPanel.h"
#include "ui/clusters/ReachPanel.h"
#include "ui/clusters/TokenSheet.h"
#include "ui/clusters/TokensSheet.h"
#include "ui/events/EventList.h"
#include "ui/events/EventsPage.h"
#include "ui/jobs/JobActions.h"
#include "ui/jobs/JobDetails.h"
#include "ui/jobs/JobsPage.h"
#include "ui/kit/Field.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Theme.h"
#include "ui/kit/Toast.h"
#include "ui/nodes/NodeActions.h"
#include "ui/nodes/NodeDetails.h"
#include "ui/nodes/NodesPage.h"
#include "ui/shell/Chooser.h"

#include <QApplication>
#include <QDir>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QScopeGuard>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_RichText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void tripwireIsArmed();
    void paintedTextIsLetters();
    void pages();
    void drawer();
    void menus();
    void lists();
    void dialogs();
    void failures();

private:
    //! Paints all windows, then looks at each.
    void crawl(const char *what);
    QString m_before;
    QTemporaryDir m_folder;
    std::unique_ptr<Tripwire> m_wire;
    const SystemClock m_clock;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<ClusterBook> m_book;
    std::unique_ptr<Keyring> m_keyring;
    std::unique_ptr<DesktopDialogs> m_dialogs;
    CanaryCluster *m_cluster = nullptr;
    std::unique_ptr<ClusterView> m_view;
};

void tst_RichText::initTestCase()
{
    m_before = QDir::currentPath();
    QImage picture(8, 8, QImage::Format_RGB32);
    picture.fill(Qt::red);
    QVERIFY(picture.save(m_folder.filePath(u"canary"_s), "PNG"));
    QVERIFY(QDir::setCurrent(m_folder.path()));
    m_wire = std::make_unique<Tripwire>(m_folder.path());
    const QString config = m_folder.filePath(u"config"_s);
    m_theme = std::make_unique<Theme>();
    m_window = std::make_unique<MainWindow>(*m_theme);
    m_settings = std::make_unique<Settings>(config);
    m_book = std::make_unique<ClusterBook>(config);
    m_keyring = std::make_unique<Keyring>();
    m_dialogs = std::make_unique<DesktopDialogs>(*m_window, *m_book, *m_keyring);

    auto cluster = std::make_unique<CanaryCluster>();
    m_cluster = cluster.get();
    ClusterProfile profile;
    profile.title = canary();
    profile.badge = u"<b"_s;
    profile.address = {.dialect = u"native"_s, .url = QUrl(u"https://control.example:3100"_s)};
    const OpenCluster open{.face = {.kind = ClusterKind::Remote, .title = canary(), .letters = u"<b"_s, .colour = {}},
                           .scope = u"canary"_s, .isReadOnly = false, .profile = profile,
                           .join = JoinFacts{.cluster = canary(), .url = profile.address.url, .joinTokenFile = canary()}};
    m_view = std::make_unique<ClusterView>(*m_window, *m_settings, open,
                                           std::make_unique<ClusterSession>(std::move(cluster), m_clock));
    m_view->setRemembers(false);
    m_window->setPlaceRows([this] { return m_view->placeRows(); });
    m_window->resize(1440, 900);
    m_window->show();
    QTRY_VERIFY_WITH_TIMEOUT(m_view->session().isLive() && m_view->nodes().rowCount() > 0, 10'000);
    m_cluster->tellAll();
    QTRY_VERIFY_WITH_TIMEOUT(m_view->events()->filter()->rowCount() > 5, 10'000);
}

void tst_RichText::cleanupTestCase()
{
    m_view.reset();
    m_dialogs.reset();
    m_window.reset();
    QDir::setCurrent(m_before);
}

void tst_RichText::crawl(const char *what)
{
    QTest::qWait(20); // Layouts and what is shown by posted events.
    QStringList faults;
    for (QWidget *window : QApplication::topLevelWidgets()) {
        if (!window->isVisible())
            continue;
        (void)window->grab();
        faults += faultsIn(window);
    }
    QVERIFY2(faults.isEmpty(), qPrintable(u"%1: %2"_s.arg(QLatin1StringView(what), faults.join(u'\n'))));
    const QByteArray taken = m_wire->taken();
    QVERIFY2(!taken.contains("canary"), what);
}

void tst_RichText::tripwireIsArmed()
{
    QLabel trap(canary());
    trap.setTextFormat(Qt::RichText);
    (void)trap.grab();
    QVERIFY(m_wire->taken().contains("canary"));

    QWidget holder;
    QLabel guessing(canary(), &holder);
    QCOMPARE(faultsIn(&holder).size(), 1);
}

void tst_RichText::paintedTextIsLetters()
{
    QVERIFY(lineWidth(Type::Body, u"<b>x</b>"_s) > 3 * lineWidth(Type::Body, u"x"_s));
    QImage plain(200, 30, QImage::Format_RGB32);
    plain.fill(Qt::white);
    QImage empty = plain;
    QPainter painter(&plain);
    drawLine(&painter, QRectF(0, 0, 200, 30), Type::Body, Qt::black, u"<b></b>"_s);
    painter.end();
    QVERIFY(plain != empty);
}

void tst_RichText::pages()
{
    m_view->page()->setView(NodesPage::Cards);
    crawl("cards");
    m_view->page()->setView(NodesPage::Table);
    crawl("table");
    m_view->showPlace(ClusterView::Place::Events);
    crawl("events");
    m_view->showPlace(ClusterView::Place::Jobs);
    QTRY_COMPARE(m_view->jobs()->model()->rowCount(), 6);
    crawl("jobs");
    for (int row = 0; row < m_view->jobs()->model()->rowCount(); ++row) {
        m_view->openJob(m_view->jobs()->model()->jobAt(row).id);
        for (int tab = 0; tab < JobDetails::LogTab; ++tab) {
            m_view->jobDetails()->setTab(tab);
            crawl("job");
        }
    }
    QMenu menu;
    m_view->jobs()->actions()->fillMenu(&menu, m_view->jobs()->selectedJobs());
    menu.popup(QPoint(10, 10));
    crawl("menu of a job");
    menu.close();
    m_view->jobs()->actions()->retry({m_view->jobs()->model()->jobAt(0)});
    crawl("jobs with a refusal");
    m_view->closeDrawer();
    m_view->showPlace(ClusterView::Place::Nodes);
}

void tst_RichText::drawer()
{
    for (int row = 0; row < m_view->nodes().rowCount(); ++row) {
        m_view->openNode(m_view->nodes().nodeAt(row).id());
        for (int tab = 0; tab < 3; ++tab) {
            m_view->details()->setTab(tab);
            crawl("drawer");
        }
    }
    m_view->closeDrawer();
}

void tst_RichText::menus()
{
    QMenu menu;
    menu.setToolTipsVisible(true);
    m_view->page()->actions()->fillMenu(&menu, {m_view->nodes().nodeAt(0).id()});
    menu.popup(QPoint(10, 10));
    crawl("menu of a node");
    menu.close();
    m_view->page()->setView(NodesPage::Table);
    m_view->page()->focusList();
    auto *table = m_view->page()->findChild<QTableView *>();
    QVERIFY(table);
    m_view->page()->selectNode(m_view->nodes().nodeAt(0).id());
    QContextMenuEvent ask(QContextMenuEvent::Keyboard, QPoint(10, 10), table->mapToGlobal(QPoint(10, 10)));
    QApplication::sendEvent(table, &ask);
    crawl("menu of the table");
    for (QMenu *one : m_window->findChildren<QMenu *>())
        one->close();
}

void tst_RichText::lists()
{
    m_window->openPalette();
    crawl("palette");
    m_window->palette()->close();
    m_window->openClusterList();
    crawl("clusters");
    m_window->clusterList()->close();
}

void tst_RichText::dialogs()
{
    const auto shown = [this](QDialog *dialog, const char *what) {
        QVERIFY(dialog);
        crawl(what);
        dialog->reject();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    };
    AddWorkerDialog *add = m_dialogs->addWorker(*m_view);
    add->join()->makeToken();
    crawl("a join token");
    add->showWay(AddWorkerDialog::Way::Running);
    add->reach()->findChildren<Field *>().constFirst()->setText(u"worker-1"_s);
    QTest::mouseClick(add->reach()->testButton(), Qt::LeftButton);
    shown(add, "add worker");
    TokensSheet *tokens = m_dialogs->accessTokens(*m_view);
    QTRY_VERIFY_WITH_TIMEOUT(tokens->table()->model()->rowCount() == 3, 5000);
    tokens->table()->selectRow(0);
    tokens->revokeButton()->click();
    crawl("revoke");
    shown(tokens, "tokens");
    auto *made = new TokenSheet(TokenKind::Access, m_cluster, m_window.get());
    made->setAttribute(Qt::WA_DeleteOnClose);
    made->findChild<Field *>()->setText(canary());
    made->open();
    made->makeButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(made->issued() != nullptr, 5000);
    shown(made, "a token");
    m_view->page()->actions()->remove({m_view->nodes().nodeAt(0).id(), m_view->nodes().nodeAt(1).id()});
    shown(m_view->page()->findChild<QDialog *>(), "remove");
    m_view->page()->actions()->restartAgents({m_view->nodes().nodeAt(0).id()});
    shown(m_view->page()->findChild<QDialog *>(), "restart");
    shown(m_dialogs->connectTo(m_view->cluster().profile), "connect");
    m_dialogs->forget(*m_view->cluster().profile);
    shown(m_window->findChild<QDialog *>(), "forget");
    m_dialogs->showError(canary(), CanaryCluster::error());
    shown(m_window->findChild<QDialog *>(), "error");
    m_dialogs->about();
    shown(m_window->findChild<QDialog *>(), "about");
}

void tst_RichText::failures()
{
    m_cluster->refuses = true;
    const auto trusting = qScopeGuard([this] { m_cluster->refuses = false; });
    const NodeId node = m_view->nodes().nodeAt(0).id();
    m_view->openNode(node);
    m_view->page()->actions()->ping(node);
    QTRY_VERIFY_WITH_TIMEOUT(!m_view->page()->findChild<Toast *>()->text().isEmpty(), 5000);
    crawl("a refused ping");
    TokensSheet *tokens = m_dialogs->accessTokens(*m_view);
    QTRY_VERIFY_WITH_TIMEOUT(!tokens->accessButton()->isEnabled(), 5000);
    crawl("refused tokens");
    tokens->reject();
    m_view->closeDrawer();
}

QTEST_MAIN(tst_RichText)
#include "tst_RichText.moc"
