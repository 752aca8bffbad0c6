// SPDX-License-Identifier: Apache-2.0
// The verbs of musterctl on entities, pins, jobs and queues against a real control plane in this process.

#include "app/ctl/CtlCall.h"
#include "tests/app/WorkPlane.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

//! Can nothing with work, as foreign servers of today.
class OtherCluster final : public Cluster
{
public:
    Features features() const override { return Feature::Follow | Feature::Ping; }
    LinkReport link() const override { return {}; }

protected:
    void startUp() override {}
    void shutDown() override {}
};

const QStringList kAddHello{u"entities"_s, u"add"_s, u"agent"_s, u"hello"_s, u"--"_s, u"/bin/cat"_s};

} // namespace

class tst_CtlWorkCall final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_rig = std::make_unique<WorkPlane>();
        m_answers.clear();
        m_questions.clear();
    }

    void anEntityIsAddedShownAndRemoved()
    {
        QVERIFY(object(call(kAddHello.mid(0, 4) + QStringList{u"--dry-run"_s} + kAddHello.mid(4))).value("dryRun"_L1).toBool());
        QVERIFY(array(call(u"entities list"_s)).isEmpty()); // Nothing happened.
        QCOMPARE(object(call(kAddHello)).value("id"_L1).toString(), u"hello"_s);
        QCOMPARE(call(kAddHello).error().kind, ErrorKind::Conflict);
        QCOMPARE(call(kAddHello.mid(0, 4) + QStringList{u"--dry-run"_s} + kAddHello.mid(4)).error().kind, ErrorKind::Conflict);
        QCOMPARE(object(call(u"entities show agent/hello"_s)).value("settings"_L1).toObject().value("argv"_L1).toArray().size(), 1);

        QCOMPARE(call(u"entities remove agent/hello"_s).error().field, u"--yes"_s); // Nobody to ask.
        QVERIFY(object(call(u"entities remove agent/hello --dry-run"_s)).value("after"_L1).isNull());
        m_answers = {false, true};
        QVERIFY(call(u"entities remove agent/hello"_s)->output.contains("Nothing"));
        QCOMPARE(array(call(u"entities list"_s)).size(), 1);
        QCOMPARE(object(call(u"entities remove agent/hello"_s)).value("removed"_L1).toString(), u"agent/hello"_s);
        QCOMPARE(m_questions.size(), 3);
        QCOMPARE(call(u"entities show agent/hello"_s).error().kind, ErrorKind::NotFound);
        QCOMPARE(call(u"entities remove agent/hello --yes"_s).error().kind, ErrorKind::NotFound);
    }

    //! All read the same; each change is there afterwards.
    void changesAtTheSameTimeAllCount()
    {
        QVERIFY_RESULT(call(kAddHello));
        std::vector<std::unique_ptr<CtlCall>> calls;
        QList<Future<CtlAnswer>> answers;
        for (int i = 1; i <= 6; ++i) {
            const QStringList words{u"entities"_s, u"change"_s, u"agent/hello"_s, u"--env"_s, u"X%1=1"_s.arg(i), u"-o"_s, u"json"_s};
            const Result<CtlOptions> options = parseCtlOptions(words, QProcessEnvironment());
            QVERIFY_RESULT(options);
            calls.push_back(std::make_unique<CtlCall>(*m_rig->plane, *options, m_rig->clock, nullptr));
            answers.append(calls.back()->run());
        }
        for (const Future<CtlAnswer> &answer : std::as_const(answers))
            QVERIFY_RESULT(outcomeOf(answer));
        const QJsonObject settings = object(call(u"entities show agent/hello"_s)).value("settings"_L1).toObject();
        QCOMPARE(settings.value("env"_L1).toObject().size(), 6);
    }

    void notesStandInTheAuditLog()
    {
        QVERIFY_RESULT(call(kAddHello));
        for (const auto &line : {u"assignments set agent/hello pi-lab"_s, u"assignments clear agent/hello"_s, u"nodes cordon pi-lab"_s,
                                 u"nodes uncordon pi-lab"_s, u"nodes drain pi-lab"_s, u"entities remove agent/hello --yes"_s}) {
            const auto done = call(line.split(u' ') + QStringList{u"--note"_s, u"because: "_s + line});
            QVERIFY2(done, qPrintable(line));
            QCOMPARE(array(call(u"audit list --limit 1"_s)).at(0).toObject().value("note"_L1).toString(), u"because: "_s + line);
        }
    }

    void aPinIsSetAndCleared()
    {
        QVERIFY_RESULT(call(kAddHello));
        const QJsonObject dry = object(call(u"assignments set agent/hello pi-lab --dry-run"_s));
        QVERIFY(dry.value("before"_L1).isNull());
        QCOMPARE(dry.value("after"_L1).toObject().value("node"_L1).toString(), u"pi-lab"_s);
        QVERIFY(array(call(u"assignments list"_s)).isEmpty());

        QCOMPARE(object(call(u"assignments set agent/hello pi-lab"_s)).value("mode"_L1).toString(), u"strict"_s);
        QCOMPARE(object(call(u"assignments set agent/hello w-2 --mode preferred"_s)).value("version"_L1).toInt(), 2);
        QCOMPARE(array(call(u"assignments list"_s)).at(0).toObject().value("node"_L1).toString(), u"w-2"_s);
        const QJsonObject clearing = object(call(u"assignments clear agent/hello --dry-run"_s));
        QCOMPARE(clearing.value("before"_L1).toObject().value("node"_L1).toString(), u"w-2"_s);
        QCOMPARE(array(call(u"assignments list"_s)).size(), 1);
        QCOMPARE(object(call(u"assignments clear agent/hello"_s)).value("cleared"_L1).toString(), u"agent/hello"_s);
        QVERIFY(array(call(u"assignments list"_s)).isEmpty());
        QVERIFY_RESULT(call(u"assignments clear agent/hello"_s)); // As it is already.

        QCOMPARE(call(u"assignments set agent/hello nobody"_s).error().kind, ErrorKind::NotFound);
        QCOMPARE(call(u"assignments set agent/nobody pi-lab"_s).error().kind, ErrorKind::NotFound);
        QCOMPARE(call(u"assignments clear agent/nobody"_s).error().kind, ErrorKind::NotFound);
    }

    void placesAreRanked()
    {
        QCOMPARE(array(call(u"nodes best"_s)).size(), 2);
        const QJsonArray none = array(call(u"nodes best --needs quantum"_s));
        QCOMPARE(none.at(0).toObject().value("fits"_L1).toBool(true), false);
    }

    void aJobIsSubmittedCancelledAndDiscarded()
    {
        QVERIFY_RESULT(call(kAddHello));
        QVERIFY(object(call(u"jobs submit agent/hello --data 1 --dry-run"_s)).value("dryRun"_L1).toBool());
        QVERIFY(array(call(u"jobs list"_s)).isEmpty());
        QCOMPARE(call(u"jobs submit agent/nobody"_s).error().kind, ErrorKind::NotFound);
        QCOMPARE(call(u"jobs submit agent/nobody --dry-run"_s).error().kind, ErrorKind::NotFound);

        const QString id = object(call(u"jobs submit agent/hello --data [1] --attempts 2"_s)).value("id"_L1).toString();
        QCOMPARE(object(call(u"jobs show "_s + id)).value("data"_L1).toArray().size(), 1);
        QCOMPARE(object(call(u"jobs submit agent/hello --dedupe k"_s)).value("id"_L1),
                 object(call(u"jobs submit agent/hello --dedupe k"_s)).value("id"_L1));
        QCOMPARE(array(call(u"jobs list"_s)).size(), 2);

        for (const auto &verb : {u"jobs retry "_s, u"jobs discard "_s}) {
            QCOMPARE(call(verb + id).error().kind, ErrorKind::Conflict); // Not over.
            QCOMPARE(call(verb + id + u" --dry-run"_s).error().kind, ErrorKind::Conflict);
        }
        QCOMPARE(object(call(u"jobs cancel "_s + id + u" --dry-run"_s)).value("after"_L1).toString(), u"cancelled"_s);
        QCOMPARE(object(call(u"jobs show "_s + id)).value("state"_L1).toString(), u"waiting"_s);
        QCOMPARE(object(call(u"jobs cancel "_s + id)).value("state"_L1).toString(), u"cancelled"_s);
        QCOMPARE(call(u"jobs cancel "_s + id).error().kind, ErrorKind::Conflict);
        QCOMPARE(array(call(u"jobs list --state cancelled"_s)).size(), 1);
        QCOMPARE(object(call(u"jobs retry "_s + id + u" --dry-run"_s)).value("after"_L1).toString(), u"waiting"_s);
        QCOMPARE(object(call(u"jobs retry "_s + id)).value("state"_L1).toString(), u"waiting"_s);
        QVERIFY_RESULT(call(u"jobs cancel "_s + id));

        QCOMPARE(call(u"jobs discard "_s + id).error().field, u"--yes"_s);
        QVERIFY_RESULT(call(u"jobs discard "_s + id + u" --dry-run"_s));
        QCOMPARE(object(call(u"jobs discard "_s + id + u" --yes"_s)).value("discarded"_L1).toString(), id);
        QCOMPARE(call(u"jobs show "_s + id).error().kind, ErrorKind::NotFound);
    }

    void aWaitThatIsOverHasItsCode()
    {
        QVERIFY_RESULT(call(kAddHello));
        QVERIFY_RESULT(call(u"assignments set agent/hello pi-lab"_s));
        const auto late = call(u"jobs submit agent/hello --wait --wait-ms 20"_s);
        QVERIFY_RESULT(late);
        QCOMPARE(late->code, ExitCode::WaitTimedOut);
        QVERIFY(late->output.isEmpty());
        const QString id = array(call(u"jobs list"_s)).at(0).toObject().value("id"_L1).toString();
        QVERIFY2(late->complaint->what.contains(id), qPrintable(late->complaint->what)); // It can be found again.

        QVERIFY_RESULT(call(u"jobs submit agent/hello --dedupe k"_s));
        const QString other = array(call(u"jobs list"_s)).at(0).toObject().value("id"_L1).toString();
        QVERIFY_RESULT(call(u"jobs cancel "_s + other));
        const auto cancelled = call(u"jobs submit agent/hello --dedupe k --wait"_s);
        QVERIFY_RESULT(cancelled);
        QCOMPARE(cancelled->code, ExitCode::JobFailed);
        QVERIFY(cancelled->complaint->what.contains("cancelled"_L1));
    }

    void aBulkIsAllOrNothing()
    {
        QVERIFY_RESULT(call(kAddHello));
        const QString path = m_rig->folder.filePath(u"jobs.ndjson"_s);
        write(path, "{\"entity\":\"agent/hello\"}\n{\"entity\":\"agent/nobody\"}\n");
        const auto wrong = call(u"jobs submit --bulk "_s + path);
        QCOMPARE(wrong.error().kind, ErrorKind::NotFound);
        QVERIFY2(wrong.error().what.contains("line 2"_L1), qPrintable(wrong.error().what));
        QVERIFY(array(call(u"jobs list"_s)).isEmpty());

        write(path, QByteArray("{\"entity\":\"agent/hello\",\"data\":7}\n").repeated(limits::kJobBulk + 1)); // Two requests.
        QVERIFY_RESULT(call(u"jobs submit --dry-run --bulk "_s + path));
        QVERIFY(array(call(u"jobs list"_s)).isEmpty());
        const auto sent = call(u"jobs submit --bulk "_s + path + u" -o table"_s);
        QVERIFY_RESULT(sent);
        QCOMPARE(sent->output.count('\n'), limits::kJobBulk + 1);

        const auto page = call(u"jobs list"_s);
        QCOMPARE(array(page).size(), 1000);
        QVERIFY(page->complaint); // There are more.
        const auto all = call(u"jobs list --most 20000"_s);
        QCOMPARE(array(all).size(), limits::kJobBulk + 1);
        QVERIFY(!all->complaint);
    }

    void aQueueIsPausedAndResumed()
    {
        QVERIFY_RESULT(call(kAddHello));
        QVERIFY_RESULT(call(u"jobs submit agent/hello"_s));
        QCOMPARE(object(call(u"queues pause agent --dry-run"_s)).value("after"_L1).toBool(), true);
        QCOMPARE(array(call(u"queues list"_s)).at(0).toObject().value("paused"_L1).toBool(true), false);
        QCOMPARE(object(call(u"queues pause agent"_s)).value("paused"_L1).toBool(), true);
        QCOMPARE(object(call(u"queues resume agent --dry-run"_s)).value("before"_L1).toBool(), true);
        QCOMPARE(object(call(u"queues resume agent"_s)).value("paused"_L1).toBool(true), false);
        QCOMPARE(call(u"queues pause nobody"_s).error().kind, ErrorKind::NotFound);
        QCOMPARE(call(u"queues pause nobody --dry-run"_s).error().kind, ErrorKind::NotFound);
    }

    void aNodeIsCordonedAndDrained()
    {
        QVERIFY_RESULT(call(kAddHello));
        QVERIFY_RESULT(call(u"assignments set agent/hello pi-lab"_s));
        QCOMPARE(object(call(u"nodes cordon pi-lab --dry-run"_s)).value("after"_L1).toBool(), true);
        QCOMPARE(object(call(u"nodes show pi-lab"_s)).value("cordoned"_L1).toBool(true), false);
        QCOMPARE(object(call(u"nodes cordon pi-lab"_s)).value("cordoned"_L1).toBool(), true);
        QVERIFY(call(u"nodes show pi-lab -o table"_s)->output.contains("pinned to it: cordoned"));
        QCOMPARE(object(call(u"nodes uncordon pi-lab"_s)).value("cordoned"_L1).toBool(true), false);

        const auto dry = call(u"nodes drain pi-lab --deadline 15m --dry-run -o table"_s);
        QVERIFY_RESULT(dry);
        QVERIFY2(dry->output.contains("agent/hello"), dry->output.constData()); // Strict pins are named before it starts.
        QCOMPARE(object(call(u"nodes show pi-lab"_s)).value("cordoned"_L1).toBool(true), false);
        QVERIFY(object(call(u"nodes drain pi-lab --deadline 15m"_s)).value("drain"_L1).isObject());
        QVERIFY_RESULT(call(u"nodes stop-drain pi-lab --dry-run"_s));
        QVERIFY(object(call(u"nodes show pi-lab"_s)).value("drain"_L1).isObject());
        const QJsonObject stopped = object(call(u"nodes stop-drain pi-lab"_s));
        QVERIFY(stopped.value("drain"_L1).isNull() && stopped.value("cordoned"_L1).toBool());
        QCOMPARE(call(u"nodes stop-drain pi-lab"_s).error().kind, ErrorKind::Conflict);
        QCOMPARE(call(u"nodes cordon nobody"_s).error().kind, ErrorKind::NotFound);
    }

    void whatAServerLacksIsSaidInOneSentence()
    {
        OtherCluster cluster;
        for (const auto &line : {u"entities list"_s, u"entities show agent/hello"_s, u"entities remove agent/hello"_s, u"assignments list"_s,
                                 u"assignments set agent/hello w-2"_s, u"jobs submit agent/hello"_s, u"jobs list"_s,
                                 u"queues list"_s, u"nodes cordon w-2"_s, u"nodes drain w-2"_s}) {
            const Result<CtlAnswer> answer = callOn(cluster, line.split(u' '));
            QVERIFY2(!answer, qPrintable(line));
            QCOMPARE(answer.error().kind, ErrorKind::Unsupported);
            QVERIFY2(answer.error().text().startsWith("Muster cannot "_L1), qPrintable(answer.error().text()));
        }
        // It says so itself: some can rank nodes and pin nothing.
        QCOMPARE(callOn(cluster, {u"nodes"_s, u"best"_s}).error().kind, ErrorKind::Unsupported);
    }

private:
    Result<CtlAnswer> callOn(Cluster &cluster, const QStringList &arguments)
    {
        const qsizetype end = arguments.indexOf(u"--"_s);
        QStringList all = arguments;
        if (!all.contains(u"-o"_s))
            all = arguments.mid(0, end) + QStringList{u"-o"_s, u"json"_s} + (end < 0 ? QStringList() : arguments.mid(end));
        const Result<CtlOptions> options = parseCtlOptions(all, QProcessEnvironment());
        if (!options)
            return options.error();
        CtlCall one(cluster, *options, m_rig->clock, [this](const QString &question) -> std::optional<bool> {
            m_questions.append(question);
            return m_answers.isEmpty() ? std::nullopt : std::optional(m_answers.takeFirst());
        });
        return outcomeOf(one.run());
    }
    Result<CtlAnswer> call(const QStringList &arguments) { return callOn(*m_rig->plane, arguments); }
    Result<CtlAnswer> call(const QString &arguments) { return call(arguments.split(u' ')); }

    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write a file of the test");
    }
    static QJsonObject object(const Result<CtlAnswer> &answer)
    {
        return answer ? QJsonDocument::fromJson(answer->output).object() : QJsonObject();
    }
    static QJsonArray array(const Result<CtlAnswer> &answer)
    {
        return answer ? QJsonDocument::fromJson(answer->output).array() : QJsonArray{u"failed"_s};
    }

    std::unique_ptr<WorkPlane> m_rig;
    QList<bool> m_answers;
    QStringList m_questions;
};

QTEST_GUILESS_MAIN(tst_CtlWorkCall)
#include "tst_CtlWorkCall.moc"
