// SPDX-License-Identifier: Apache-2.0
// The page of events: what it says, what it hides, and that nothing moves under a reader.

#include "core/mirror/EventsModel.h"
#include "ui/events/EventList.h"
#include "ui/events/EventRowDelegate.h"
#include "ui/events/EventsPage.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/Field.h"
#include "ui/kit/Pill.h"
#include "ui/kit/Theme.h"

#include <QClipboard>
#include <QDir>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

//! Entries as a test wants them; new ones come on top.
class Entries final : public QAbstractListModel
{
public:
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(all.size()); }
    QVariant data(const QModelIndex &index, int role) const override
    {
        return role == EventsModel::EntryItem ? QVariant::fromValue<const EventEntry *>(&all.at(index.row())) : QVariant();
    }
    void put(const QList<EventEntry> &entries)
    {
        beginInsertRows({}, 0, static_cast<int>(entries.size()) - 1);
        all = entries + all;
        endInsertRows();
    }
    QList<EventEntry> all;
};

EventEntry entry(const QString &kind, const QString &name, const QString &text = {})
{
    return {.position = {}, .at = Timestamp{1'700'000'000'000}, .kind = kind, .node = NodeId(name), .name = name,
            .status = {}, .before = {}, .text = text};
}

EventEntry refusal()
{
    EventEntry made = entry(u"access-refused"_s, {}, u"DELETE /api/v1/nodes/node-3 from 10.0.0.7: this token may not do this"_s);
    made.name = u"anna (viewer)"_s;
    made.request = u"DELETE /api/v1/nodes/node-3"_s;
    return made;
}

} // namespace

class tst_EventsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void emptyPageSaysSo();
    void refusalsAreSentences();
    void requestsAreWords_data();
    void requestsAreWords();
    void wordsNarrow();
    void groupsNarrow();
    void nothingMatchingCanBeCleared();
    void newestIsFollowedAtTheTop();
    void readerIsNotMoved();
    void keyboardReachesEverything();
    void tenThousandRowsScrollWell();
    void showsThePage();

private:
    Entries m_entries;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<EventsPage> m_page;
};

void tst_EventsPage::init()
{
    m_theme = std::make_unique<Theme>();
    m_page = std::make_unique<EventsPage>(&m_entries);
    m_page->resize(1000, 600);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

void tst_EventsPage::cleanup()
{
    m_page.reset();
    m_theme.reset();
    m_entries.all.clear();
}

void tst_EventsPage::emptyPageSaysSo()
{
    bool isSaid = false;
    for (const EmptyState *state : m_page->findChildren<EmptyState *>())
        isSaid = isSaid || state->isVisible();
    QVERIFY(isSaid);
    QVERIFY(!m_page->list()->isVisible());
}

void tst_EventsPage::refusalsAreSentences()
{
    QCOMPARE(eventDetailText(refusal()), u"anna (viewer) asked to remove node-3: refused"_s);

    EventEntry callers = entry(u"callers-refused"_s, {});
    callers.source = u"10.0.0.7"_s;
    callers.count = 12;
    QCOMPARE(eventDetailText(callers), u"12 requests without a valid token from 10.0.0.7 in one minute"_s);
    callers.count = 1;
    callers.source = u"others"_s;
    QCOMPARE(eventDetailText(callers), u"1 request without a valid token from other addresses in one minute"_s);

    QCOMPARE(eventText(entry(u"missed-updates"_s, {}, u"missed about 40 s of updates"_s)),
             u"Updates were missed: missed about 40 s of updates"_s);
    EventEntry status = entry(u"node-status"_s, u"vps-02"_s, u"Memory 96 %"_s);
    status.before = NodeStatus::Online;
    status.status = NodeStatus::Degraded;
    QCOMPARE(eventText(status), u"Online → Degraded: Memory 96 %"_s);
}

void tst_EventsPage::requestsAreWords_data()
{
    QTest::addColumn<QString>("request");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *request, const char *words) {
        QTest::newRow(request) << QString::fromUtf8(request) << QString::fromUtf8(words);
    };
    row("DELETE /api/v1/nodes/w1", "remove w1");
    row("POST /api/v1/nodes/w1/restart", "restart the agents of w1");
    row("POST /api/v1/nodes/w1/ping", "ping w1");
    row("POST /api/v1/tokens", "make a token");
    row("DELETE /api/v1/tokens/abc", "revoke the token abc");
    row("GET /api/v1/backup", "make a backup");
    row("PATCH /api/v1/nodes/w1/a/b", "PATCH /api/v1/nodes/w1/a/b");
    row("nonsense", "nonsense");
    row("", "");
}

void tst_EventsPage::requestsAreWords()
{
    QFETCH(const QString, request);
    QFETCH(const QString, words);

    QCOMPARE(requestText(request), words);
}

void tst_EventsPage::wordsNarrow()
{
    m_entries.put({entry(u"node-joined"_s, u"alpha"_s), entry(u"node-left"_s, u"beta"_s), refusal()});

    m_page->filter()->setSearch(u"BETA cleanly"_s);
    QCOMPARE(m_page->filter()->rowCount(), 1);
    m_page->filter()->setSearch(u"node-3"_s);
    QCOMPARE(m_page->filter()->rowCount(), 1);
    m_page->filter()->setSearch(u"beta alpha"_s);
    QCOMPARE(m_page->filter()->rowCount(), 0);
    QCOMPARE(m_page->filter()->hiddenCount(), 3);
}

void tst_EventsPage::groupsNarrow()
{
    m_entries.put({entry(u"node-joined"_s, u"alpha"_s), entry(u"node-left"_s, u"beta"_s), refusal()});

    m_page->filter()->setGroups({EventGroup::Refusals});

    QCOMPARE(m_page->filter()->rowCount(), 1);
    QCOMPARE(m_page->filter()->entryAt(0).kind, u"access-refused"_s);
    m_entries.put({entry(u"node-joined"_s, u"gamma"_s)}); // What does not fit does not come in.
    QCOMPARE(m_page->filter()->rowCount(), 1);
}

void tst_EventsPage::nothingMatchingCanBeCleared()
{
    m_entries.put({entry(u"node-joined"_s, u"alpha"_s)});
    m_page->filter()->setSearch(u"zzz"_s);
    QVERIFY(!m_page->list()->isVisible());

    QVERIFY(m_page->clearFilter());

    QVERIFY(m_page->list()->isVisible());
    QVERIFY(!m_page->clearFilter());
}

void tst_EventsPage::newestIsFollowedAtTheTop()
{
    m_entries.put(QList<EventEntry>(100, entry(u"node-joined"_s, u"old"_s)));
    m_entries.put({entry(u"node-joined"_s, u"new"_s)});

    QVERIFY(m_page->list()->isFollowing());
    QCOMPARE(m_page->list()->indexAt(QPoint(5, 5)).row(), 0);
    QCOMPARE(m_page->list()->waiting(), 0);
}

void tst_EventsPage::readerIsNotMoved()
{
    m_entries.put(QList<EventEntry>(200, entry(u"node-joined"_s, u"old"_s)));
    m_entries.all[50].name = u"read"_s;
    EventList *list = m_page->list();
    QTRY_VERIFY_WITH_TIMEOUT(list->verticalScrollBar()->maximum() > 0, 5000);
    list->verticalScrollBar()->setValue(50 * eventRowHeight());
    QCOMPARE(m_page->filter()->entryAt(list->indexAt(QPoint(5, 5)).row()).name, u"read"_s);

    for (int i = 0; i < 7; ++i)
        m_entries.put({entry(u"node-left"_s, u"new"_s), entry(u"node-joined"_s, u"new"_s)});

    QCOMPARE(m_page->filter()->entryAt(list->indexAt(QPoint(5, 5)).row()).name, u"read"_s);
    QCOMPARE(list->waiting(), 14);
    auto *pill = m_page->findChild<Pill *>();
    QVERIFY(pill->isVisible());
    QCOMPARE(pill->text(), u"14 new"_s);
    QTest::mouseClick(pill, Qt::LeftButton);
    QVERIFY(list->isFollowing());
    QVERIFY(!pill->isVisible());
}

void tst_EventsPage::keyboardReachesEverything()
{
    m_entries.put({entry(u"node-joined"_s, u"alpha"_s), entry(u"node-left"_s, u"beta"_s)});
    QSignalSpy opened(m_page.get(), &EventsPage::openRequested);
    m_page->focusList();

    QTest::keyClick(m_page->list(), Qt::Key_J);
    QCOMPARE(m_page->list()->currentIndex().row(), 1);
    QTest::keyClick(m_page->list(), Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened.constFirst().constFirst().value<NodeId>(), NodeId(u"beta"_s));
    QTest::keyClick(m_page->list(), Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().endsWith(u"beta\tStopped cleanly"_s));
    QTest::keyClick(m_page->list(), Qt::Key_Slash);
    auto *field = m_page->findChild<Field *>();
    QVERIFY(field->hasFocus());
    QTest::keyClicks(field, u"alpha"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(m_page->filter()->rowCount(), 1);
    QVERIFY(m_page->list()->hasFocus());
}

void tst_EventsPage::tenThousandRowsScrollWell()
{
    QList<EventEntry> many;
    for (int i = 0; i < 10'000; ++i)
        many += entry(u"node-joined"_s, u"node-%1"_s.arg(i), u"announced from 10.0.0.%1"_s.arg(i % 250));
    m_entries.put(many);
    EventList *list = m_page->list();
    QTRY_VERIFY_WITH_TIMEOUT(list->verticalScrollBar()->maximum() > 100'000, 5000);

    QElapsedTimer timer;
    timer.start();
    constexpr int kSteps = 200;
    for (int i = 0; i < kSteps; ++i) {
        list->verticalScrollBar()->setValue(i * 1500);
        list->viewport()->repaint();
    }

    // A page of text a frame at 60 Hz is 16 ms; an unlucky machine may need more, a list that measures all rows far more.
    qInfo("one painted step of 10 000 rows: %.2f ms", double(timer.elapsed()) / kSteps);
    QVERIFY(timer.elapsed() < kSteps * 50);
}

//! Into pictures/ of the build folder, to be held beside the design by eye.
void tst_EventsPage::showsThePage()
{
    EventEntry status = entry(u"node-status"_s, u"vps-02"_s, u"Memory 96 % for 3 beats"_s);
    status.before = NodeStatus::Online;
    status.status = NodeStatus::Degraded;
    EventEntry callers = entry(u"callers-refused"_s, {});
    callers.source = u"10.0.0.7"_s;
    callers.count = 12;
    m_entries.put({callers, refusal(), status, entry(u"missed-updates"_s, {}, u"about 40 s of updates were missed"_s),
                   entry(u"node-conflict"_s, u"node-3"_s, u"host-b announced itself as node-3 and was refused"_s),
                   entry(u"node-left"_s, u"pi-lab"_s), entry(u"node-removed"_s, u"old-nuc"_s),
                   entry(u"node-updated"_s, u"gpu-box-2"_s), entry(u"node-joined"_s, u"render-7"_s)});
    m_page->resize(1232, 400);
    m_page->focusList();
    QDir folder(QStringLiteral(MUSTER_BINARY_DIR));
    QVERIFY(folder.mkpath(u"pictures"_s));
    for (const bool dark : {false, true}) {
        m_theme->setChoice(dark ? Theme::Choice::Dark : Theme::Choice::Light);
        QTest::qWait(30); // Layouts settle by posted events.
        QVERIFY(m_page->grab().save(folder.filePath(dark ? u"pictures/events-dark.png"_s : u"pictures/events-light.png"_s)));
    }
}

QTEST_MAIN(tst_EventsPage)
#include "tst_EventsPage.moc"
