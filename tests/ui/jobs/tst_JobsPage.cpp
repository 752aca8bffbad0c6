// SPDX-License-Identifier: Apache-2.0
// The page of jobs by keyboard: why a job waits and the way out, verbs that ask, filters, states, and the form for a new one.
#include "tests/ui/jobs/JobsStage.h"
#include "ui/jobs/JobActions.h"
#include "ui/jobs/JobStats.h"
#include "ui/jobs/JobWhyPanel.h"
#include "ui/jobs/JsonText.h"
#include "ui/jobs/JsonWell.h"
#include "ui/jobs/SubmitSheet.h"
#include "ui/kit/Button.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/Field.h"
#include "ui/kit/Note.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/QuestionDialog.h"

#include <QAccessible>
#include <QClipboard>
#include <QComboBox>
#include <QMenu>
#include <QSignalSpy>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_JobsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whyIsOneSentenceAndOneFix()
    {
        JobsStage stage;
        QVERIFY(stage.show());
        stage.page->focusList();
        QVERIFY(stage.page->selectJob(stage.waiting));

        stage.key(Qt::Key_Return);

        QTRY_VERIFY(hasText(stage.details, u"Pinned strictly to pi-lab, which is offline"_s));
        QVERIFY(hasText(stage.details, u"Starts when pi-lab is online, or when the pin changes."_s));
        QVERIFY(hasText(stage.details, u"Attempt 3"_s));
        QVERIFY(hasText(stage.details, u"Node went offline while running; requeued · 31"_s));
        Button *fix = buttonCalled(stage.details, u"Make preferred"_s);
        QVERIFY(fix);
        fix->setFocus();
        stage.key(Qt::Key_Space);
        QTRY_COMPARE(stage.cluster->verbs, QStringList{u"assign agent/scraper-7 pi-lab preferred"_s});
    }

    void secretsAreMaskedUntilRevealed()
    {
        JobsStage stage;
        QVERIFY(stage.show());
        QVERIFY(stage.open(stage.failed));
        JsonWell *well = nullptr;
        QTRY_VERIFY((well = stage.details->findChild<JsonWell *>(u"payload"_s)) && !well->toPlainText().isEmpty());
        QVERIFY(!well->toPlainText().contains(u"k-123"_s));
        Button *reveal = buttonCalled(stage.details, u"Reveal 2 masked"_s);
        QVERIFY(reveal);

        reveal->click();

        QVERIFY(well->toPlainText().contains(u"k-123"_s));
        QVERIFY(stage.open(stage.waiting)); // Another job is another secret.
        QTRY_VERIFY(buttonCalled(stage.details, u"Reveal 2 masked"_s));
    }

    void retryActsOnWhatIsOver()
    {
        JobsStage stage;
        QVERIFY(stage.show());
        stage.page->focusList();
        stage.page->selectJob(stage.failed);

        stage.key(Qt::Key_R);

        QTRY_COMPARE(stage.cluster->verbs, QStringList{u"retry "_s + stage.failed.text()});
        QTRY_COMPARE(stage.page->model()->jobAt(stage.page->model()->rowOf(stage.failed)).state, JobState::Waiting);
    }

    void severalAreAskedForWithTheirCounts()
    {
        JobsStage stage;
        QVERIFY(stage.show());
        stage.page->focusList();
        stage.key(Qt::Key_A, Qt::ControlModifier);

        stage.key(Qt::Key_Delete);

        QuestionDialog *question = nullptr;
        QTRY_VERIFY((question = stage.page->findChild<QuestionDialog *>()));
        const int over = 25;
        QCOMPARE(question->windowTitle(), u"Discard %1 jobs"_s.arg(over));
        QVERIFY(hasText(question, u"4 of the 29 selected are not over and stay as they are."_s));
        QCOMPARE(question->focusWidget(), static_cast<QWidget *>(question->cancelButton()));
        question->verbButton()->click();
        QTRY_COMPARE(stage.cluster->verbs.size(), over);
        QTRY_COMPARE(stage.page->model()->rowCount(), 4);
    }

    void cancelAsksAndNamesWhatRuns()
    {
        JobsStage stage;
        QVERIFY(stage.show());
        stage.page->focusList();
        stage.page->selectJob(stage.active);

        stage.key(Qt::Key_X);

        QuestionDialog *question = nullptr;
        QTRY_VERIFY((question = stage.page->findChild<QuestionDialog *>()));
        QVERIFY(hasText(question, u"It runs now."_s));
        question->reject();
        QVERIFY(stage.cluster->verbs.isEmpty());
    }

    void refusedOnesAreNamed()
    {
        JobsStage stage;
        QVERIFY(stage.show());
        stage.cluster->refusal = conflict(u"the job is active"_s, u"job-not-over"_s);
        stage.page->focusList();
        stage.page->selectJob(stage.failed);

        stage.key(Qt::Key_R);

        QTRY_VERIFY(hasText(stage.page, stage.failed.text() + u" was not retried"_s));
        QVERIFY(hasText(stage.page, u"It changed before the order came."_s));
    }

    void filtersByCellFieldAndChip()
    {
        JobsStage stage;
        QVERIFY(stage.show());
        JobCell *cell = stage.page->stats()->cell(JobState::Failed);
        QCOMPARE(cell->count(), 2);
        cell->setFocus();
        stage.key(Qt::Key_Space);
        QTRY_COMPARE(stage.page->model()->rowCount(), 2);
        stage.page->focusFilter();
        QTest::keyClicks(stage.page->field(), u"locked"_s);
        QTRY_COMPARE(stage.page->model()->rowCount(), 1);
        QTest::keyClicks(stage.page->field(), u" node:nobody"_s);
        stage.key(Qt::Key_Return);
        QTRY_VERIFY(hasText(stage.page, u"No job matches"_s));
        QVERIFY(hasText(stage.page, u"29 other jobs are hidden by the filter."_s));
        QCOMPARE(stage.page->saveState(), u"state:failed node:nobody"_s);

        stage.page->clearFilter();

        QTRY_COMPARE(stage.page->model()->rowCount(), 29);
    }

    void pausedQueueIsSeenAndResumed()
    {
        JobsStage stage;
        stage.cluster->setPaused(true);
        QVERIFY(stage.show());
        QTRY_VERIFY(hasText(stage.page, u"The queue agent is paused: 2 jobs wait. 1 goes on."_s));
        Button *resume = buttonCalled(stage.page, u"Resume"_s);
        QVERIFY(resume);

        resume->click();

        QTRY_COMPARE(stage.cluster->verbs, QStringList{u"resume agent"_s});
        QTRY_VERIFY(!hasText(stage.page, u"is paused"_s));
    }

    void statesSayWhatTheyAre()
    {
        {
            JobsStage stage(false);
            QVERIFY(stage.show());
            QTRY_VERIFY(hasText(stage.page, u"No jobs yet"_s));
        }
        {
            JobsStage stage;
            stage.cluster->can = Feature::Follow;
            QVERIFY(!stage.show(0) || true);
            QTRY_VERIFY(hasText(stage.page, u"This cluster has no jobs"_s));
        }
        JobsStage stage;
        stage.cluster->about.callerTier = Tier::Viewer;
        QVERIFY(stage.show());
        QVERIFY(stage.open(stage.failed));
        QTRY_COMPARE(stage.page->actions()->refusal(), u"Your token may look, not change."_s);
        QVERIFY(hasText(stage.details, u"Your token may look, not change."_s));
        stage.cluster->setLink(LinkState::Reconnecting);
        QTRY_COMPARE(stage.page->actions()->refusal(), u"Not connected: changes are off."_s);
        QCOMPARE(stage.page->model()->rowCount(), 29);
        stage.page->actions()->setReadOnly(true);
        stage.cluster->setLink(LinkState::Live);
        QTRY_COMPARE(stage.page->actions()->refusal(), u"This window only looks; changes are off."_s);
    }

    void jobIsSubmittedByKeyboard()
    {
        JobsStage stage;
        QVERIFY(stage.show());
        stage.page->focusList();
        stage.key(Qt::Key_S);
        SubmitSheet *sheet = nullptr;
        QTRY_VERIFY((sheet = stage.page->findChild<SubmitSheet *>()));
        QVERIFY(QTest::qWaitForWindowExposed(sheet));
        QTest::keyClicks(sheet->entity(), u"agent/nobody"_s);
        sheet->payload()->setPlainText(u"{\"x\": }"_s);
        sheet->submitButton()->click();
        QVERIFY(hasText(sheet, u"There is no entity agent/nobody here."_s));
        QVERIFY(hasText(sheet, u"Line 1, column"_s));
        QVERIFY(stage.cluster->submissions.isEmpty());
        sheet->setEntity(stage.cluster->state.entities.last().entity.ref);
        sheet->payload()->setPlainText(u"{\"x\": 1}"_s);
        QVERIFY(hasText(sheet, u"musterctl jobs submit agent/hello --data '{\"x\": 1}'"_s));

        sheet->submitButton()->click();

        QTRY_COMPARE(stage.cluster->submissions.size(), 1);
        QCOMPARE(stage.cluster->submissions.first().payload, QByteArray("{\"x\": 1}"));
        QTRY_VERIFY(stage.details->follower()->job());
        QCOMPARE(stage.details->follower()->job()->entity.text(), u"agent/hello"_s);
    }

    void allThatMatchAreTakenAlsoThoseNotListed()
    {
        JobsStage stage(false);
        stage.cluster->fill(1250, JobState::Waiting);
        QVERIFY(stage.show(200));
        stage.page->focusFilter();
        QTest::keyClicks(stage.page->field(), u"hello"_s);
        stage.key(Qt::Key_Return);
        QTRY_COMPARE(stage.page->hits().value_or(0), 1250); // Counted, for the list has not all of them.
        stage.key(Qt::Key_A, Qt::ControlModifier);
        const int listed = stage.page->model()->rowCount();
        QVERIFY(listed < 1250);
        QTRY_VERIFY(hasText(stage.page, u"%1 of %2 selected"_s.arg(listed).arg(QLocale().toString(1250))));

        stage.key(Qt::Key_A, Qt::ControlModifier);
        QVERIFY(stage.page->takesAll());
        stage.key(Qt::Key_X);

        QuestionDialog *question = nullptr;
        QTRY_VERIFY((question = stage.page->findChild<QuestionDialog *>()));
        QCOMPARE(question->windowTitle(), u"Cancel %1 jobs"_s.arg(QLocale().toString(1250)));
        stage.cluster->heldFrom = 100;
        question->verbButton()->click();
        QTRY_VERIFY(hasText(stage.page, u"Cancelling jobs: 100 of"_s));
        Button *stop = buttonCalled(stage.page, u"Stop"_s);
        QVERIFY(stop && stop->isEnabled());
        stop->click();
        stage.cluster->releaseVerbs();
        QTRY_VERIFY(!stop->isVisible());
        QCOMPARE(stage.cluster->verbs.size(), 108);
    }

    void aJobThatIsNotListedYetLeavesNoOtherSelected()
    {
        JobsStage stage;
        QVERIFY(stage.show());
        QVERIFY(stage.open(stage.waiting));
        QVERIFY(stage.page->selectJob(stage.waiting));
        QCOMPARE(stage.page->selectedJobs().size(), 1);
        QVERIFY(!stage.page->selectJob(JobId(u"j-not-yet"_s)));
        QVERIFY(stage.page->selectedJobs().isEmpty()); // Else X would be about it.
    }

    void rowsSpeakAndEverythingHasAName()
    {
        JobsStage stage;
        QVERIFY(stage.show());
        QVERIFY(stage.open(stage.waiting));
        const int row = stage.page->model()->rowOf(stage.waiting);
        const QString spoken = stage.page->model()->index(row).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(spoken.contains(u"agent/scraper-7"_s) && spoken.contains(u"Waiting"_s) && spoken.contains(u"offline"_s), qPrintable(spoken));

        const QList<QWidget *> all = stage.window.findChildren<QWidget *>();
        for (QWidget *one : all) {
            if (!one->isVisible() || one->focusPolicy() == Qt::NoFocus || one->focusProxy())
                continue;
            const QAccessibleInterface *face = QAccessible::queryAccessibleInterface(one);
            QVERIFY2(face && !face->text(QAccessible::Name).isEmpty(), one->metaObject()->className());
        }
    }
};

QTEST_MAIN(tst_JobsPage)
#include "tst_JobsPage.moc"
