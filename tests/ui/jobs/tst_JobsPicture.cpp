// SPDX-License-Identifier: Apache-2.0
// The page of jobs as pictures beside the design, and its form.
#include "tests/ui/jobs/JobsStage.h"
#include "ui/jobs/JobActions.h"
#include "ui/jobs/JobText.h"
#include "ui/jobs/JsonText.h"
#include "ui/jobs/JsonWell.h"
#include "ui/jobs/SubmitSheet.h"
#include "ui/kit/Button.h"
#include "ui/kit/RelativeTime.h"

#include <QComboBox>
#include <QDir>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_JobsPicture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formSaysWhereTheJsonIsWrong_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("right") << u"{\"x\":1}"_s << 0 << 0;
        QTest::newRow("a text") << u"\"ü\""_s << 0 << 0;
        QTest::newRow("nothing") << u"  "_s << 0 << 0;
        QTest::newRow("comma") << u"{\n  \"ü\": 1,\n  \"b\" 2\n}"_s << 3 << 7;
        QTest::newRow("two values") << u"1, 2"_s << 1 << 2;
        QTest::newRow("does not end") << u"{\"a\":\n1"_s << 2 << 2;
        QTest::newRow("too deep") << QString(40, u'[') << 1 << 32;
    }

    void formSaysWhereTheJsonIsWrong()
    {
        QFETCH(const QString, text);
        QFETCH(const int, line);
        QFETCH(const int, column);

        const JsonFault fault = jsonFaultOf(text);

        QCOMPARE(fault.line, line);
        QCOMPARE(fault.column, column);
        QCOMPARE(fault.isEmpty(), line == 0);
    }

    void ageIsTheOrderOfTheList()
    {
        constexpr Timestamp now{1'800'000'100'000};
        Job job;
        job.createdAt = Timestamp{now.msSinceEpoch - 40'000};
        job.finishedAt = Timestamp{now.msSinceEpoch - 5'000};
        job.state = JobState::Completed;
        QCOMPARE(jobAge(job, now), shortAge(milliseconds(40'000)));
        QCOMPARE(jobStateAge(job, now), shortAge(milliseconds(5'000)));
        job.state = JobState::Delayed;
        job.runAt = Timestamp{now.msSinceEpoch + 36'000};
        QCOMPARE(jobAge(job, now), u"in %1"_s.arg(shortAge(milliseconds(36'000))));
    }

    void residentTakesNoJobs()
    {
        JobsStage stage;
        stage.cluster->state.entities.last().entity.isResident = true;
        QVERIFY(stage.show());
        SubmitSheet *sheet = stage.page->actions()->submit();
        QVERIFY(sheet);
        sheet->setEntity(stage.cluster->state.entities.last().entity.ref);
        QVERIFY(hasText(sheet, u"It runs all the time, it takes no jobs."_s));
        QCOMPARE(sheet->entity()->findText(u"agent/hello"_s), -1); // It is not offered.
        sheet->submitButton()->click();
        QVERIFY(stage.cluster->submissions.isEmpty());
    }

    void payloadIsTakenByteForByte()
    {
        JobsStage stage;
        QVERIFY(stage.show());
        Job job = *stage.cluster->find(stage.failed);
        job.payload = "{\"id\": 9007199254740993123, \"b\":1e2}";
        stage.cluster->put(job);
        SubmitSheet *sheet = stage.page->actions()->submit(job);
        QVERIFY(sheet);
        sheet->submitButton()->click();
        QTRY_COMPARE(stage.cluster->submissions.size(), 1);
        QCOMPARE(stage.cluster->submissions.first().payload, job.payload);
        QVERIFY(shownJson(job.payload, JsonSecrets::Masked).text.contains(u"9007199254740993123"_s));
    }

    void verbsAreAboutWhatTheDrawerShows()
    {
        JobsStage stage;
        stage.page->setShown([&stage] { return stage.details->follower()->job() ? QList<Job>{*stage.details->follower()->job()} : QList<Job>(); });
        QVERIFY(stage.show());
        QVERIFY(stage.open(stage.failed));
        QVERIFY(!stage.page->selectJob(JobId(u"j-not-yet"_s))); // Nothing is selected any more.
        stage.page->list()->setFocus();

        stage.page->act(JobVerb::Retry);

        QTRY_COMPARE(stage.cluster->verbs, QStringList{u"retry "_s + stage.failed.text()});
    }

    void commandQuotesForAShell()
    {
        JobRequest request{.entity = {.id = EntityId(u"hello"_s)}, .payload = "{\"a\":\"it's\"}", .attempts = 5};
        request.delay = milliseconds(1500);

        QCOMPARE(submitCommand(request),
                 u"musterctl jobs submit agent/hello --data '{\"a\":\"it'\\''s\"}' --attempts 5 --delay-ms 1500"_s);
    }

    void showsThePage_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<int>("ratio");
        for (const bool dark : {false, true}) {
            for (const int ratio : {1, 2})
                QTest::addRow("%s@%dx", dark ? "dark" : "light", ratio) << dark << ratio;
        }
    }

    void showsThePage()
    {
        QFETCH(const bool, dark);
        QFETCH(const int, ratio);
        JobsStage stage;
        stage.theme.setChoice(dark ? Theme::Choice::Dark : Theme::Choice::Light);
        QVERIFY(stage.show());
        const QString end = dark ? u"-dark"_s : u"-light"_s;
        QVERIFY(stage.open(stage.waiting));
        save(&stage.window, u"04-jobs"_s + end, ratio);
        QVERIFY(stage.open(stage.completed));
        save(&stage.window, u"04-jobs-completed"_s + end, ratio);
        stage.drawer->hide();
        stage.cluster->setPaused(true);
        stage.cluster->tellQueue();
        QTRY_COMPARE(stage.page->queues()->paused().size(), 1);
        save(&stage.window, u"04-jobs-paused"_s + end, ratio);
        SubmitSheet *sheet = stage.page->actions()->submit(*stage.cluster->find(stage.failed));
        QVERIFY(sheet);
        sheet->payload()->setPlainText(u"{\n  \"url\": \"https://shop.example.com\",\n  \"pages\" 40\n}"_s);
        save(sheet, u"04-submit"_s + end, ratio);
        sheet->reject();
        stage.window.resize(640, 520);
        save(&stage.window, u"04-jobs-narrow"_s + end, ratio);
    }

private:
    static void save(QWidget *widget, const QString &name, int ratio)
    {
        QTest::qWait(60); // Layouts settle before a picture is taken.
        const QDir folder(QStringLiteral(MUSTER_BINARY_DIR));
        QVERIFY(folder.mkpath(u"pictures"_s));
        QPixmap picture(widget->size() * ratio);
        picture.setDevicePixelRatio(ratio);
        picture.fill(tokens().canvas);
        widget->render(&picture);
        QVERIFY(picture.save(folder.filePath(u"pictures/%1@%2x.png"_s.arg(name).arg(ratio))));
    }
};

QTEST_MAIN(tst_JobsPicture)
#include "tst_JobsPicture.moc"
