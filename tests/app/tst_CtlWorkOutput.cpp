// SPDX-License-Identifier: Apache-2.0
// What musterctl prints of entities, pins, jobs and queues: the shapes of interface.md, and nothing that acts (T-17, T-19).

#include "app/ctl/ChangeOutput.h"
#include "app/ctl/CtlText.h"
#include "app/ctl/EntityOutput.h"
#include "app/ctl/EventOutput.h"
#include "app/ctl/JobOutput.h"
#include "app/ctl/LogOutput.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr Timestamp kNow{1'800'000'000'000};
//! Clears the screen, sets the clipboard, turns the direction, and is a formula.
const QString kHostile = QString::fromUtf8("=a\x1b[2Jb\x1b]52;c;eA==\x07" "c\xc2\x9b" "31m\xe2\x80\xae" "d\r\ne");

EntityState stateOf(const QString &id, const std::optional<QString> &node = {})
{
    EntityState state;
    state.entity.ref = {EntityKind::Agent, defaultTenant(), EntityId(id)};
    state.entity.settings = {{u"argv"_s, QJsonArray{u"/bin/sh"_s, u"-c"_s, u"cat; echo done"_s}}};
    state.entity.createdAt = state.entity.updatedAt = kNow;
    state.placement = {NodeId(u"main-1"_s), AssignmentMode::Preferred, false, {}, u"pinned nowhere; runs on the default node main-1"_s};
    if (node) {
        state.assignment = Assignment{state.entity.ref, NodeId(*node), AssignmentMode::Strict, kNow, u"kim"_s, 4};
        state.placement.waiting = Waiting{WaitReason::StrictNodeOffline, u"pi-lab is offline since 14 m"_s};
    }
    return state;
}

Job jobThatIs(JobState state)
{
    Job job;
    job.id = JobId(u"job-1"_s);
    job.queue = u"agent"_s;
    job.entity = {EntityKind::Agent, defaultTenant(), EntityId(u"hello"_s)};
    job.state = state;
    job.payload = "{\"x\":1}";
    job.attemptsMade = 2;
    job.createdAt = kNow - milliseconds(5000);
    job.node = NodeId(u"main-1"_s);
    if (state == JobState::Failed) {
        job.error = JobError{u"exit-status"_s, u"it returned 3: no such host"_s};
        job.history = {{1, job.node, kNow, kNow, JobError{u"timeout"_s, u"it took longer than 5 s"_s}},
                       {2, job.node, kNow, kNow, job.error}};
    }
    if (state == JobState::Completed)
        job.result = "{\"exitStatus\":0,\"output\":\"done\\n\"}";
    return job;
}

QJsonDocument parsed(const QString &text)
{
    return QJsonDocument::fromJson(text.toUtf8());
}

bool isHarmless(const QString &text)
{
    for (const QChar c : text) {
        const char16_t unit = c.unicode();
        if ((unit < 0x20 && unit != u'\n' && unit != u'\r') || (unit >= 0x7f && unit <= 0x9f) || unit == 0x202e)
            return false;
    }
    return true;
}

} // namespace

class tst_CtlWorkOutput final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void linesAreTheirTextAndCannotAct()
    {
        const LogLine out{7, kNow, LogStream::Output, NodeId(u"w1"_s), JobId(u"j-1"_s), u"as it is: \"a\", b"_s};
        const LogLine err{8, kNow, LogStream::Error, {}, {}, kHostile};
        const LogLine ours{12, kNow, LogStream::Muster, {}, {}, u"completed"_s};
        const QString text = logText({out, err, ours}, 6, OutputForm::Table);
        QVERIFY(text.startsWith(u"as it is: \"a\", b\nerr| =a\u241b[2Jb"_s));
        QVERIFY(text.endsWith(u"\nmuster| 3 lines are missing here\nmuster| completed\n"_s));
        QCOMPARE(text.count(u'\n'), 4);
        const QJsonObject json = QJsonDocument::fromJson(logText({out}, 0, OutputForm::Json).toUtf8()).object();
        QCOMPARE(json.value("number"_L1).toInt(), 7);
        QCOMPARE(json.value("stream"_L1).toString(), u"out"_s);
        QCOMPARE(json.value("job"_L1).toString(), u"j-1"_s);
        QVERIFY(!logText({err}, 7, OutputForm::Json).contains(u'\x1b'));
        QVERIFY(logText({err}, 7, OutputForm::Csv).contains(u"'=a"_s)); // No formula.
        QCOMPARE(logHeading(OutputForm::Csv), u"number,at,stream,node,job,text\r\n"_s);
    }

    void entitiesHaveTheirShape()
    {
        const QJsonArray list = parsed(entitiesText({stateOf(u"hello"_s), stateOf(u"lab"_s, u"pi-lab"_s)}, OutputForm::Json)).array();
        QCOMPARE(list.size(), 2);
        for (const auto &key : {u"kind"_s, u"id"_s, u"tenant"_s, u"title"_s, u"subtitle"_s, u"needs"_s, u"resident"_s, u"settings"_s, u"placement"_s})
            QVERIFY2(list.at(0).toObject().contains(key), qPrintable(key));
        const QJsonObject place = list.at(1).toObject().value("placement"_L1).toObject();
        QCOMPARE(place.value("waiting"_L1).toObject().value("reason"_L1).toString(), u"strict-node-offline"_s);

        const QString table = entitiesText({stateOf(u"hello"_s), stateOf(u"lab"_s, u"pi-lab"_s)}, OutputForm::Table);
        QVERIFY2(table.contains("pi-lab, strict"_L1) && table.contains("waits: pi-lab is offline since 14 m"_L1), qPrintable(table));
        QVERIFY2(table.contains("nowhere         main-1"_L1), qPrintable(table));
        QCOMPARE(entitiesText({}, OutputForm::Json), u"[]\n"_s);
        QVERIFY(entitiesText({}, OutputForm::Table).contains("entities add"_L1)); // What to do.
    }

    void aCommandIsShownAsItCouldBeTyped()
    {
        const QString text = entityText(stateOf(u"hello"_s), OutputForm::Table);
        QVERIFY2(text.contains("/bin/sh -c 'cat; echo done'"_L1), qPrintable(text));
        EntityState tools = stateOf(u"tools"_s);
        tools.entity.settings = {{u"port"_s, 7}};
        QVERIFY(entityText(tools, OutputForm::Table).contains("{\"port\":7}"_L1));
    }

    void assignmentsAreThosePinned()
    {
        const QList<EntityState> states{stateOf(u"hello"_s), stateOf(u"lab"_s, u"pi-lab"_s)};
        const QJsonArray list = parsed(assignmentsText(states, OutputForm::Json)).array();
        QCOMPARE(list.size(), 1);
        const QJsonObject pin = list.at(0).toObject();
        QCOMPARE(pin.keys(), QStringList({u"entity"_s, u"mode"_s, u"node"_s, u"updatedAt"_s, u"updatedBy"_s, u"version"_s}));
        QCOMPARE(pin.value("entity"_L1).toString(), u"agent/lab"_s);
        QCOMPARE(pin.value("version"_L1).toInt(), 4);
        QCOMPARE(assignmentsText(states, OutputForm::Csv).count("\r\n"_L1), 2);
    }

    void aChangeTellsBeforeAndAfter()
    {
        const CtlChange change{u"agent/lab"_s, u"Would pin agent/lab"_s, u"nowhere"_s, u"pi-lab, strict"_s, {}, u"pi-lab"_s};
        QCOMPARE(wouldChangeText(change, OutputForm::Table), u"Would pin agent/lab: nowhere -> pi-lab, strict.\n"_s);
        const QJsonObject json = parsed(wouldChangeText(change, OutputForm::Json)).object();
        QVERIFY(json.value("before"_L1).isNull() && json.value("dryRun"_L1).toBool());
        QCOMPARE(json.value("after"_L1).toString(), u"pi-lab"_s);
        QCOMPARE(wouldChangeText(change, OutputForm::Csv), u"what,before,after,dryRun\r\nagent/lab,nowhere,\"pi-lab, strict\",true\r\n"_s);
    }

    void pinsTellWhatTheyWere()
    {
        const EntityState lab = stateOf(u"lab"_s, u"pi-lab"_s);
        const QString pinned = pinnedText(lab, std::nullopt, OutputForm::Table);
        QVERIFY2(pinned.contains("nowhere -> pi-lab, strict"_L1) && pinned.contains("waits: "_L1), qPrintable(pinned));
        QCOMPARE(parsed(pinnedText(lab, {}, OutputForm::Json)).object().value("node"_L1).toString(), u"pi-lab"_s);
        QVERIFY(clearedText(stateOf(u"lab"_s), lab.assignment, OutputForm::Table).contains("pi-lab, strict -> nowhere"_L1));
        QCOMPARE(parsed(clearedText(stateOf(u"lab"_s), lab.assignment, OutputForm::Json)).object().value("cleared"_L1).toString(),
                 u"agent/lab"_s);
    }

    void candidatesSayWhyNot()
    {
        const QList<Candidate> candidates{{NodeId(u"n1"_s), u"alpha"_s, true, 0.12, u"online, 12 % busy"_s},
                                          {NodeId(u"n2"_s), u"beta"_s, false, 0, u"no gpu"_s}};
        const QJsonArray list = parsed(candidatesText(candidates, OutputForm::Json)).array();
        QCOMPARE(list.at(0).toObject().value("fits"_L1).toBool(), true);
        const QString table = candidatesText(candidates, OutputForm::Table);
        QVERIFY2(table.contains("12 %"_L1) && table.contains("no gpu"_L1), qPrintable(table));
    }

    void aDeadJobShowsItsErrors()
    {
        const QString text = jobText(jobThatIs(JobState::Failed), OutputForm::Table);
        QVERIFY2(text.contains("it returned 3: no such host"_L1), qPrintable(text));
        QVERIFY2(text.contains("1 on main-1"_L1) && text.contains("it took longer than 5 s"_L1), qPrintable(text));
        const QJsonObject json = parsed(jobText(jobThatIs(JobState::Failed), OutputForm::Json)).object();
        QCOMPARE(json.value("error"_L1).toObject().value("code"_L1).toString(), u"exit-status"_s);
        QCOMPARE(json.value("history"_L1).toArray().size(), 2);
        QVERIFY(jobsText({jobThatIs(JobState::Failed)}, kNow, OutputForm::Csv).contains("exit-status,it returned 3: no such host"_L1));
    }

    void jobsHaveTheirShape()
    {
        const QJsonArray list = parsed(jobsText({jobThatIs(JobState::Waiting)}, kNow, OutputForm::Json)).array();
        for (const auto &key : {u"id"_s, u"queue"_s, u"entity"_s, u"state"_s, u"attemptsMade"_s, u"attempts"_s, u"node"_s, u"result"_s, u"error"_s,
                                u"waitingFor"_s, u"createdAt"_s, u"startedAt"_s, u"finishedAt"_s})
            QVERIFY2(list.at(0).toObject().contains(key), qPrintable(key));
        Job waiting = jobThatIs(JobState::Waiting);
        waiting.waitingFor = Waiting{WaitReason::QueuePaused, u"the queue agent is paused"_s};
        const QString table = jobsText({waiting}, kNow, OutputForm::Table);
        QVERIFY2(table.contains("2 of 3"_L1) && table.contains("5 s"_L1) && table.contains("waits: the queue agent is paused"_L1), qPrintable(table));
        QCOMPARE(jobIdsText({JobId(u"job-1"_s), JobId(u"job-2"_s)}, OutputForm::Table), u"job-1\njob-2\n"_s);
        QCOMPARE(jobIdsText({JobId(u"job-1"_s)}, OutputForm::Json), u"{\"id\":\"job-1\"}\n"_s);
    }

    void aLongPayloadIsCutInTheTableOnly()
    {
        Job job = jobThatIs(JobState::Completed);
        job.payload = '"' + QByteArray(100'000, 'x') + '"';
        QVERIFY(jobText(job, OutputForm::Table).size() < 4000);
        QVERIFY(jobText(job, OutputForm::Json).size() > 100'000);
    }

    void queuesHaveTheirCounts()
    {
        QueueFacts queue{.name = u"agent"_s, .isPaused = true, .waiting = 3, .failed = 7, .oldestWaiting = kNow - milliseconds(9000)};
        const QJsonObject json = parsed(queuesText({queue}, kNow, OutputForm::Json)).array().at(0).toObject();
        QCOMPARE(json.value("paused"_L1).toBool(), true);
        QCOMPARE(json.value("failed"_L1).toInt(), 7);
        const QString table = queuesText({queue}, kNow, OutputForm::Table);
        QVERIFY2(table.contains("paused"_L1) && table.contains("9 s"_L1), qPrintable(table));
        QVERIFY(changedQueueText(queue, OutputForm::Table).contains("paused"_L1));
        queue.isPaused = false;
        QVERIFY(changedQueueText(queue, OutputForm::Table).contains("runs"_L1));
    }

    void eventsOfWorkTellAllInJson()
    {
        JobChanged changed;
        changed.job = JobId(u"job-1"_s);
        changed.entity = {EntityKind::Agent, defaultTenant(), EntityId(u"hello"_s)};
        changed.state = JobState::Failed;
        changed.error = JobError{u"timeout"_s, u"too long"_s};
        const QJsonObject job = parsed(eventText({{u"e1"_s, 1}, kNow, changed}, OutputForm::Json)).object();
        QCOMPARE(job.value("entity"_L1).toString(), u"agent/hello"_s);
        QCOMPARE(job.value("job"_L1).toObject().value("state"_L1).toString(), u"failed"_s);
        const QJsonObject entity
            = parsed(eventText({{u"e1"_s, 2}, kNow, EntityChanged{stateOf(u"lab"_s, u"pi-lab"_s)}}, OutputForm::Json)).object();
        QCOMPARE(entity.value("assignment"_L1).toObject().value("node"_L1).toString(), u"pi-lab"_s);
        QueueChanged moved;
        moved.queue.name = u"agent"_s;
        const QJsonObject queue = parsed(eventText({{u"e1"_s, 3}, kNow, moved}, OutputForm::Json)).object();
        QCOMPARE(queue.value("queue"_L1).toObject().value("name"_L1).toString(), u"agent"_s);
    }

    void nothingFromOutsideActs()
    {
        EntityState state = stateOf(u"lab"_s, u"pi-lab"_s);
        state.entity.title = state.placement.reason = state.placement.waiting->text = kHostile;
        state.entity.settings = {{u"argv"_s, QJsonArray{kHostile}}};
        Job job = jobThatIs(JobState::Failed);
        job.error->text = job.dedupeKey = job.createdBy = kHostile;
        job.payload = kHostile.toUtf8();
        for (const OutputForm form : {OutputForm::Table, OutputForm::Json, OutputForm::Csv}) {
            for (const QString &text : {entitiesText({state}, form), entityText(state, form), assignmentsText({state}, form),
                                        pinnedText(state, state.assignment, form), jobsText({job}, kNow, form), jobText(job, form),
                                        wouldChangeText({kHostile, kHostile, kHostile, kHostile, kHostile, kHostile}, form),
                                        candidatesText({{NodeId(u"n1"_s), kHostile, true, 0, kHostile}}, form)}) {
                QVERIFY2(isHarmless(text), qPrintable(text));
                QVERIFY2(form != OutputForm::Csv || !text.contains(",=a"_L1), qPrintable(text));
            }
        }
        QVERIFY(isHarmless(jsonTextLine('"' + kHostile.toUtf8() + '"')));
        QCOMPARE(jsonTextLine(" { \"x\" :\n12345678901234567890 }\n"), u"{\"x\":12345678901234567890}\n"_s);
    }
};

QTEST_GUILESS_MAIN(tst_CtlWorkOutput)
#include "tst_CtlWorkOutput.moc"
