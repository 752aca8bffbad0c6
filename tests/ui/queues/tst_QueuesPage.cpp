// SPDX-License-Identifier: Apache-2.0
// The page of queues by keyboard: numbers that lead to their jobs, pause and resume, what waits and why, failures by error, states.
#include "tests/support/JobsCluster.h"
#include "tests/support/ManualClock.h"
#include "tests/support/NodeBuilder.h"
#include "ui/jobs/JobActions.h"
#include "ui/jobs/JobStats.h"
#include "ui/kit/Button.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/QuestionDialog.h"
#include "ui/kit/Theme.h"
#include "ui/queues/FailedPanel.h"
#include "ui/queues/QueueRow.h"
#include "ui/queues/QueueText.h"
#include "ui/queues/QueuesPage.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

struct Desk {
    Theme theme;
    ManualClock clock;
    JobsCluster *cluster = nullptr;
    std::unique_ptr<ClusterSession> session;
    JobsModel jobs;
    QueueCounts counts;
    QueuesPage *page = nullptr;
    QWidget window;
    QList<JobQuery> wanted;

    explicit Desk(bool isFilled = true)
    {
        auto made = std::make_unique<JobsCluster>();
        cluster = made.get();
        cluster->state.takenAt = clock.now();
        cluster->names = isFilled ? QStringList{u"agent"_s, u"browser"_s} : QStringList();
        if (isFilled)
            fill();
        session = std::make_unique<ClusterSession>(std::move(made), clock);
        jobs.setWatched(false);
        jobs.setSession(session.get());
        counts.setSession(session.get());
        window.resize(1232, 826);
        page = new QueuesPage(session.get(), &jobs, &counts, &window);
        page->resize(window.size());
        QObject::connect(page, &QueuesPage::jobsWanted, &window, [this](const JobQuery &query) { wanted.append(query); });
    }
    ~Desk() { delete page; }
    Q_DISABLE_COPY_MOVE(Desk)

    void add(JobState state, const QString &queue, milliseconds ago, const QString &error = {})
    {
        Job job = cluster->made(static_cast<int>(cluster->all.size()), state);
        job.queue = queue;
        job.createdAt = clock.now() - ago;
        if (job.finishedAt)
            job.finishedAt = job.createdAt;
        if (!error.isEmpty())
            job.error = JobError{u"timeout"_s, error};
        if (state == JobState::Waiting)
            job.waitingFor = Waiting{WaitReason::NoCapableNode, {}};
        cluster->all.append(job);
    }
    void fill()
    {
        cluster->state.nodes = {nodeCalled(u"w1"_s)};
        add(JobState::Active, u"agent"_s, 10s);
        add(JobState::Waiting, u"agent"_s, 40s);
        add(JobState::Waiting, u"agent"_s, 180s);
        add(JobState::Failed, u"agent"_s, 540s, u"HTTP 503 from api.mail.example"_s);
        add(JobState::Failed, u"agent"_s, 600s, u"HTTP 503 from api.mail.example"_s);
        add(JobState::Failed, u"browser"_s, 31min, u"ETIMEDOUT after 15 s"_s);
        add(JobState::Completed, u"browser"_s, 40min);
    }
    bool show()
    {
        session->setTicking(false);
        window.show();
        session->start();
        return QTest::qWaitForWindowExposed(&window) && QTest::qWaitFor([this] { return session->isLive() && counts.isKnown(); }, 5000);
    }
    QueueRow *row(const QString &name) const
    {
        const auto found = std::ranges::find(page->rows(), name, &QueueRow::queue);
        return found == page->rows().end() ? nullptr : *found;
    }
    void key(Qt::Key key) { QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : page, key); }
};

bool hasText(QWidget *where, const QString &text)
{
    const QList<PlainLabel *> labels = where->findChildren<PlainLabel *>();
    return std::ranges::any_of(labels, [&text](const PlainLabel *label) { return label->isVisible() && label->text().contains(text); });
}

} // namespace

class tst_QueuesPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsTellNumbersAndWhatWaitsAndWhy()
    {
        Desk desk;
        QVERIFY(desk.show());
        QCOMPARE(desk.page->rows().size(), 2);
        QueueRow *agent = desk.row(u"agent"_s);
        QCOMPARE(agent->content().facts.waiting, 2);
        QCOMPARE(agent->content().facts.failed, 2);
        QCOMPARE(agent->content().oldest, u"3\u00A0m"_s);
        QTRY_VERIFY(agent->content().why.startsWith(u"hello: "_s));
        QCOMPARE(desk.row(u"browser"_s)->content().why, u"Nothing waits"_s);
        QCOMPARE(desk.row(u"browser"_s)->content().over, u"1 completed"_s);
        QVERIFY2(agent->accessibleName().contains(u"2 waiting"_s) && agent->accessibleName().contains(u"oldest waits"_s), qPrintable(agent->accessibleName()));
    }

    void numbersLeadToTheirJobs()
    {
        Desk desk;
        QVERIFY(desk.show());
        desk.page->focusList();
        desk.key(Qt::Key_Down);
        QCOMPARE(desk.page->currentRow()->queue(), u"browser"_s);
        desk.key(Qt::Key_Return);
        QCOMPARE(desk.wanted.size(), 1);
        QCOMPARE(desk.wanted.last().queue, u"browser"_s);
        QVERIFY(!desk.wanted.last().state);

        QueueRow *agent = desk.row(u"agent"_s);
        for (const QueueRowPlaces::Number &one : queueRowPlaces(agent->rect()).numbers) {
            QTest::mouseClick(agent, Qt::LeftButton, {}, one.number.center().toPoint());
            QCOMPARE(desk.wanted.last().state, one.state);
            QCOMPARE(desk.wanted.last().queue, u"agent"_s);
        }
        JobCell *cell = desk.page->findChild<JobStats *>()->cell(JobState::Failed);
        QCOMPARE(cell->count(), 3);
        cell->setFocus();
        desk.key(Qt::Key_Space);
        QCOMPARE(desk.wanted.last().state, JobState::Failed);
        QVERIFY(desk.wanted.last().queue.isEmpty());
        QVERIFY(!cell->isChecked());
    }

    void queueIsPausedAndResumedByKeyboard()
    {
        Desk desk;
        desk.cluster->can |= Feature::Audit;
        desk.cluster->about.version = u"1"_s;
        desk.cluster->about.callerTier = Tier::Admin;
        AuditEntry entry;
        entry.actor = u"kim"_s;
        entry.at = desk.clock.now();
        entry.verb = u"queue.pause"_s;
        entry.target = u"queue/agent"_s;
        entry.outcome = u"ok"_s;
        desk.cluster->entries = {entry};
        QVERIFY(desk.show());
        desk.page->focusList();

        desk.key(Qt::Key_P);

        QTRY_COMPARE(desk.cluster->verbs, QStringList{u"pause agent"_s});
        QTRY_VERIFY(desk.row(u"agent"_s)->content().facts.isPaused);
        QCOMPARE(desk.row(u"agent"_s)->button()->text(), u"Resume"_s);
        QTRY_VERIFY_WITH_TIMEOUT(desk.row(u"agent"_s)->content().why.startsWith(u"Paused by kim"_s), 10'000);
        desk.row(u"agent"_s)->button()->setFocus();
        desk.key(Qt::Key_Space);
        QTRY_COMPARE(desk.cluster->verbs.size(), 2);
        QCOMPARE(desk.cluster->verbs.last(), u"resume agent"_s);
    }

    void failuresAreGroupedAndRetried()
    {
        Desk desk;
        QVERIFY(desk.show());
        QTRY_COMPARE(desk.page->failed()->rows().size(), 2);
        FailedRow *first = desk.page->failed()->rows().first();
        QCOMPARE(first->group().jobs, 2);
        first->setFocus();
        desk.key(Qt::Key_Return);
        QCOMPARE(desk.wanted.last().search, u"HTTP 503 from api.mail.example"_s);
        QCOMPARE(desk.wanted.last().state, JobState::Failed);

        QVERIFY(desk.page->failed()->retryButton()->text().contains(u"3"_s));
        desk.page->failed()->retryButton()->click();
        QuestionDialog *question = nullptr;
        QTRY_VERIFY((question = desk.page->findChild<QuestionDialog *>()));
        QCOMPARE(question->windowTitle(), u"Retry 3 jobs"_s);
        question->verbButton()->click();
        QTRY_COMPARE(desk.cluster->verbs.size(), 3);
    }

    void whoMayNotIsToldWhy()
    {
        Desk desk;
        desk.cluster->about.callerTier = Tier::Operator;
        desk.cluster->about.callerTenants = {TenantId(u"acme"_s)};
        QVERIFY(desk.show());
        QTRY_VERIFY(!desk.row(u"agent"_s)->button()->isEnabled());
        QVERIFY(desk.row(u"agent"_s)->button()->toolTip().contains(u"acme"_s));
        QVERIFY(desk.page->failed()->retryButton()->isEnabled()); // Its own jobs.
        desk.page->focusList();
        desk.key(Qt::Key_P);
        QVERIFY(desk.cluster->verbs.isEmpty());
        desk.cluster->setLink(LinkState::Reconnecting);
        QTRY_VERIFY(desk.row(u"agent"_s)->button()->toolTip().contains(u"Not connected"_s));
        QTRY_VERIFY(!desk.row(u"agent"_s)->content().isLive);
    }

    void statesSayWhatTheyAre()
    {
        {
            Desk desk(false);
            QVERIFY(desk.show());
            QTRY_VERIFY(hasText(desk.page, u"No queue yet"_s));
        }
        Desk desk;
        desk.cluster->can = Feature::Follow;
        QVERIFY(!desk.show() || true);
        QTRY_VERIFY(hasText(desk.page, u"This cluster has no queues"_s));
    }

    void ratesAreWordsThatSaySomething()
    {
        QCOMPARE(rateText({}), u"—"_s);
        QCOMPARE(rateText(0.0), u"0/s"_s);
        QCOMPARE(rateText(14.23), QLocale().toString(14.2, 'f', 1) + u"/s"_s);
        QCOMPARE(rateText(2.0 / 60), u"2/min"_s);
    }

    void showsThePage()
    {
        Desk desk;
        QVERIFY(desk.show());
        for (int i = 0; i < 30; ++i) {
            desk.clock.advance(10s);
            desk.session->tick();
        }
        desk.cluster->setPaused(true, u"browser"_s);
        desk.cluster->tellQueue(0, u"browser"_s);
        QTRY_COMPARE(desk.page->failed()->rows().size(), 2);
        desk.page->focusList();
        for (const bool isDark : {false, true}) {
            desk.theme.setChoice(isDark ? Theme::Choice::Dark : Theme::Choice::Light);
            for (const QSize size : {QSize(1232, 826), QSize(640, 520)}) {
                desk.page->resize(size);
                QCoreApplication::processEvents();
                const QDir folder(QStringLiteral(MUSTER_BINARY_DIR));
                QVERIFY(folder.mkpath(u"pictures"_s));
                QPixmap picture(size);
                picture.fill(tokens().canvas);
                desk.page->render(&picture);
                QVERIFY(picture.save(folder.filePath(u"pictures/14-queues-%1-%2.png"_s.arg(isDark ? u"dark"_s : u"light"_s).arg(size.width()))));
            }
        }
        const QueueRow *row = desk.row(u"agent"_s);
        const QueueRowPlaces places = queueRowPlaces(QRectF(0, 0, 620, row->height()));
        QVERIFY(places.why.width() > 80); // A small window still says why.
    }
};

QTEST_MAIN(tst_QueuesPage)
#include "tst_QueuesPage.moc"
