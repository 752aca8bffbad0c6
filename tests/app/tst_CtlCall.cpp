// SPDX-License-Identifier: Apache-2.0
// The verbs of musterctl against a real control plane in this process.

#include "app/ctl/CtlCall.h"
#include "app/ctl/CtlFile.h"
#include "tests/support/ControlPlaneRig.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

CtlOptions optionsFor(CtlVerb verb)
{
    CtlOptions options;
    options.verb = verb;
    options.address = {u"native"_s, QUrl(u"https://cp.example:3100"_s)};
    options.form = OutputForm::Json;
    return options;
}

QByteArray textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

//! A control plane that cannot do what later ones can.
class OldCluster final : public Cluster
{
public:
    Features features() const override { return Feature::Follow | Feature::Ping; }
    LinkReport link() const override { return {}; }

protected:
    void startUp() override {}
    void shutDown() override {}
};

} // namespace

class tst_CtlCall final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_rig = std::make_unique<ControlPlaneRig>();
        m_folder = std::make_unique<QTemporaryDir>();
        m_answers.clear();
        m_questions.clear();
    }

    void aTokenIsMadeListedAndRevoked()
    {
        CtlOptions create = optionsFor(CtlVerb::TokensCreate);
        create.token.name = u"kim"_s;
        const QJsonObject made = object(call(create));
        const QByteArray secret = made.value("token"_L1).toString().toLatin1();
        QVERIFY_RESULT(m_rig->plane->callerOf(secret));
        QCOMPARE(array(call(optionsFor(CtlVerb::TokensList))).at(0).toObject().value("state"_L1).toString(), u"active"_s);

        CtlOptions revoke = optionsFor(CtlVerb::TokensRevoke);
        revoke.tokenId = TokenId(made.value("id"_L1).toString());
        revoke.isDryRun = true;
        QCOMPARE(object(call(revoke)).value("dryRun"_L1).toBool(), true);
        QVERIFY(m_rig->plane->callerOf(secret)); // Nothing happened.
        revoke.isDryRun = false;
        QCOMPARE(object(call(revoke)).value("revoked"_L1), made.value("id"_L1));

        QVERIFY(!m_rig->plane->callerOf(secret));
        QCOMPARE(array(call(optionsFor(CtlVerb::TokensList))).at(0).toObject().value("state"_L1).toString(), u"revoked"_s);
        revoke.tokenId = TokenId(u"nobody"_s);
        QCOMPARE(call(revoke).error().kind, ErrorKind::NotFound);
    }

    void aDryRunMakesNoToken()
    {
        CtlOptions create = optionsFor(CtlVerb::TokensCreate);
        create.isDryRun = true;
        QVERIFY_RESULT(call(create));
        QVERIFY(array(call(optionsFor(CtlVerb::TokensList))).isEmpty());
    }

    void aSecretGoesIntoAFileOfItsOwner()
    {
        CtlOptions create = optionsFor(CtlVerb::TokensCreate);
        create.token.kind = TokenKind::Join;
        create.tokenOut = m_folder->filePath(u"join.token"_s);
        const auto made = call(create);
        QVERIFY_RESULT(made);
        const Result<Secret> secret = Secret::fromFile(create.tokenOut); // Refuses what others can read.
        QVERIFY_RESULT(secret);
        QVERIFY(!made->output.contains(secret->reveal()));
        QVERIFY_RESULT(m_rig->plane->callerOf(secret->reveal()));

        QCOMPARE(call(create).error().kind, ErrorKind::Conflict); // Never over another by accident.
        QCOMPARE(Secret::fromFile(create.tokenOut)->reveal(), secret->reveal());
        create.isSure = true;
        QVERIFY_RESULT(call(create));
        QVERIFY(Secret::fromFile(create.tokenOut)->reveal() != secret->reveal());
        QCOMPARE(array(call(optionsFor(CtlVerb::TokensList))).size(), 2); // The refused one was not made.
    }

    void aFileThatCannotBeWrittenMakesNoToken()
    {
        CtlOptions create = optionsFor(CtlVerb::TokensCreate);
        create.tokenOut = m_folder->filePath(u"none/join.token"_s);
        QCOMPARE(call(create).error().kind, ErrorKind::Invalid);
        create.tokenOut = m_folder->path();
        create.isSure = true;
        QCOMPARE(call(create).error().kind, ErrorKind::Invalid);
        QVERIFY(array(call(optionsFor(CtlVerb::TokensList))).isEmpty());
    }

    void aBackupIsAFileOfItsOwner()
    {
        m_rig->join(u"w-1"_s);
        CtlOptions backup = optionsFor(CtlVerb::Backup);
        backup.file = m_folder->filePath(u"cluster.backup"_s);
        const auto done = call(backup);
        QVERIFY_RESULT(done);
        const QByteArray bytes = textOf(backup.file);
        QCOMPARE(object(done).value("sizeBytes"_L1).toInteger(), bytes.size());
        QVERIFY(bytes.startsWith("SQLite format 3"));
        constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(QFile::permissions(backup.file) & others, QFile::Permissions());
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden).size(), 1); // No remains.

        QCOMPARE(call(backup).error().kind, ErrorKind::Conflict);
        backup.isSure = true;
        QVERIFY_RESULT(call(backup));
        backup.file = u"-"_s;
        QVERIFY(call(backup)->output.startsWith("SQLite format 3"));
    }

    void aBackupComesBack()
    {
        m_rig->join(u"w-1"_s);
        CtlOptions backup = optionsFor(CtlVerb::Backup);
        backup.file = m_folder->filePath(u"cluster.backup"_s);
        QVERIFY_RESULT(call(backup));
        CtlOptions restored = optionsFor(CtlVerb::Restore);
        restored.file = backup.file;
        restored.dataFolder = m_folder->filePath(u"new"_s);

        QVERIFY_RESULT(restoreHere(restored, asker()));
        QVERIFY(m_questions.isEmpty()); // Nothing to lose.
        Result<std::unique_ptr<Stores>> stores = openSqliteStores(restored.dataFolder);
        QVERIFY_RESULT(stores);
        QCOMPARE(outcomeOf((*stores)->nodes().all())->size(), 1);
        stores = Error{};

        const Error unasked = restoreHere(restored, asker()).error(); // Nobody to ask.
        QCOMPARE(unasked.kind, ErrorKind::Conflict);
        QVERIFY2(unasked.what.contains("give --yes"_L1), qPrintable(unasked.what));
        m_answers = {false, true};
        QVERIFY(restoreHere(restored, asker())->output.contains("Nothing"));
        restored.form = OutputForm::Table;
        const auto done = restoreHere(restored, asker());
        QVERIFY_RESULT(done);
        QVERIFY2(done->output.contains("kept beside it as muster.sqlite.before-restore-1."), done->output.constData());
        QVERIFY2(done->output.contains("new join token"), done->output.constData()); // Their credentials are gone.
        QVERIFY(QFile::exists(restored.dataFolder + u"/muster.sqlite.before-restore-1"_s));
    }

    void whatIsNoBackupIsNotRestored()
    {
        CtlOptions restored = optionsFor(CtlVerb::Restore);
        restored.file = m_folder->filePath(u"none"_s);
        restored.dataFolder = m_folder->filePath(u"new"_s);
        QCOMPARE(restoreHere(restored, asker()).error().kind, ErrorKind::NotFound);
        QVERIFY_RESULT(writePrivately(restored.file, "no backup", Overwrite::Refuse, {}));
        QCOMPARE(restoreHere(restored, asker()).error().kind, ErrorKind::Invalid);
        QVERIFY(!QFile::exists(restored.dataFolder)); // Nothing is left of the attempt.
        restored.dataFolder = m_rig->folder.path(); // No lock is held there, but a database is open.
        restored.isDryRun = true;
        QVERIFY_RESULT(restoreHere(restored, asker()));
    }

    void removingAsks()
    {
        m_rig->join(u"w-1"_s);
        CtlOptions remove = optionsFor(CtlVerb::NodesRemove);
        remove.node = u"w-1"_s;
        QCOMPARE(call(remove).error().field, u"--yes"_s);
        m_answers = {false, true};
        QVERIFY(call(remove)->output.contains("Nothing"));
        QVERIFY_RESULT(call(remove));
        QCOMPARE(m_questions.size(), 3);
        QVERIFY(array(call(optionsFor(CtlVerb::NodesList))).isEmpty());
    }

    void restartGoesToTheNode()
    {
        QStringList ordered;
        m_rig->plane->setRestarter([&ordered](const Node &node) {
            ordered.append(node.who.id.text());
            return ready();
        });
        m_rig->join(u"w-1"_s);
        CtlOptions restart = optionsFor(CtlVerb::NodesRestart);
        restart.node = u"w-1"_s;
        restart.isDryRun = true;
        QVERIFY_RESULT(call(restart));
        QVERIFY(ordered.isEmpty());
        restart.isDryRun = false;
        QCOMPARE(object(call(restart)).value("restarted"_L1).toString(), u"w-1"_s);
        QCOMPARE(ordered, QStringList{u"w-1"_s});

        m_rig->plane->setRestarter([](const Node &) {
            return failed<void>(Error{ErrorKind::Timeout, {}, u"it does not confirm"_s, u"unconfirmed"_s, {}});
        });
        const auto unsure = call(restart);
        QVERIFY_RESULT(unsure);
        QCOMPARE(unsure->code, ExitCode::WaitTimedOut);
        QCOMPARE(unsure->complaint->what, u"it does not confirm"_s);
    }

    void whatCannotBeReachedIsAnAnswerAndACode()
    {
        bool isOpen = true;
        m_rig->plane->setReacher([&isOpen](const ReachTarget &) {
            ReachReport report{.isReachable = isOpen, .latencyMs = 1.5, .version = {}, .agentId = {}, .stages = {}};
            report.stages = {{u"connect"_s, 1.5, isOpen ? std::nullopt : std::optional(Error{ErrorKind::Unreachable, {}, u"closed"_s, {}, {}})}};
            return ready(report);
        });
        CtlOptions reach = optionsFor(CtlVerb::Reach);
        reach.target = {.host = u"w-1.example"_s, .port = 3101};
        QCOMPARE(call(reach)->code, ExitCode::Ok);
        isOpen = false;
        const auto closed = call(reach);
        QCOMPARE(closed->code, ExitCode::Unreachable);
        QCOMPARE(object(closed).value("reachable"_L1).toBool(true), false);
    }

    void whatAServerLacksIsSaidInOneSentence_data()
    {
        QTest::addColumn<CtlVerb>("verb");
        QTest::addColumn<QString>("words");
        QTest::newRow("remove") << CtlVerb::NodesRemove << u"Muster cannot remove nodes"_s;
        QTest::newRow("restart") << CtlVerb::NodesRestart << u"Muster cannot restart the agents of nodes"_s;
        QTest::newRow("reach") << CtlVerb::Reach << u"Muster cannot test connections"_s;
        QTest::newRow("tokens") << CtlVerb::TokensList << u"Muster cannot make, list or revoke tokens"_s;
        QTest::newRow("backup") << CtlVerb::Backup << u"Muster cannot give a backup"_s;
    }
    void whatAServerLacksIsSaidInOneSentence()
    {
        QFETCH(CtlVerb, verb);
        QFETCH(QString, words);
        OldCluster cluster;
        CtlOptions options = optionsFor(verb);
        options.file = m_folder->filePath(u"x"_s);
        CtlCall one(cluster, options, m_rig->clock, asker());
        const Result<CtlAnswer> answer = outcomeOf(one.run());
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Unsupported);
        QVERIFY2(answer.error().text().contains(words), qPrintable(answer.error().text()));
        QVERIFY(!QFile::exists(options.file));
    }

private:
    Result<CtlAnswer> call(const CtlOptions &options)
    {
        CtlCall one(*m_rig->plane, options, m_rig->clock, asker());
        return outcomeOf(one.run());
    }
    CtlAsk asker()
    {
        return [this](const QString &question) -> std::optional<bool> {
            m_questions.append(question);
            return m_answers.isEmpty() ? std::nullopt : std::optional(m_answers.takeFirst());
        };
    }
    static QJsonObject object(const Result<CtlAnswer> &answer)
    {
        return answer ? QJsonDocument::fromJson(answer->output).object() : QJsonObject();
    }
    static QJsonArray array(const Result<CtlAnswer> &answer)
    {
        return answer ? QJsonDocument::fromJson(answer->output).array() : QJsonArray{u"failed"_s};
    }

    std::unique_ptr<ControlPlaneRig> m_rig;
    std::unique_ptr<QTemporaryDir> m_folder;
    QList<bool> m_answers;
    QStringList m_questions;
};

QTEST_GUILESS_MAIN(tst_CtlCall)
#include "tst_CtlCall.moc"
