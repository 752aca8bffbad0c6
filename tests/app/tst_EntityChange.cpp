// SPDX-License-Identifier: Apache-2.0
// What `entities change` is told, what it makes of an entity, and what it says of that.

#include "app/ctl/CtlCall.h"
#include "app/ctl/EntityChange.h"
#include "app/ctl/EntityChangeOutput.h"
#include "tests/app/WorkPlane.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_EntityChange final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_DATA_HOME", m_rig.folder.path().toUtf8()); } // No token of this machine's own node.

    void whatIsNotNamedOfAnEntityStays()
    {
        const QString key = m_rig.folder.filePath(u"key"_s);
        write(key, "s3cret");
        QVERIFY(QFile::setPermissions(key, QFile::ReadOwner | QFile::WriteOwner));
        QVERIFY_RESULT(call(u"entities add agent hello --title Hello --needs gpu --env A=1 --env B=2 --secret KEY=%1 -- /bin/cat -n"_s.arg(key)));

        const QString change = u"entities change agent/hello --subtitle more --needs --env B=3 --unset-env A --resident"_s;
        const QStringList words = change.split(u' ').replaceInStrings(u"--needs"_s, u"--needs="_s);
        const QJsonObject dry = object(call(words + QStringList{u"--dry-run"_s}));
        QCOMPARE(dry.value("changes"_L1).toArray().size(), 5);
        QCOMPARE(object(call(u"entities show agent/hello"_s)).value("subtitle"_L1), QJsonValue(QJsonValue::Null));

        const QJsonObject now = object(call(words + QStringList{u"--note"_s, u"it grew"_s}));
        QCOMPARE(now.value("title"_L1).toString(), u"Hello"_s);
        QCOMPARE(now.value("subtitle"_L1).toString(), u"more"_s);
        QVERIFY(now.value("needs"_L1).toArray().isEmpty() && now.value("resident"_L1).toBool());
        QCOMPARE(now.value("settings"_L1).toObject().value("env"_L1), (QJsonObject{{u"B"_s, u"3"_s}}));
        QCOMPARE(now.value("settings"_L1).toObject().value("argv"_L1).toArray().size(), 2);
        QCOMPARE(now.value("secrets"_L1).toArray(), QJsonArray{u"KEY"_s});
        const QJsonObject entry = array(call(u"audit list --limit 1"_s)).at(0).toObject();
        QCOMPARE(entry.value("note"_L1).toString(), u"it grew"_s);
        QVERIFY(entry.value("before"_L1).toObject().value("subtitle"_L1) != entry.value("after"_L1).toObject().value("subtitle"_L1));

        QVERIFY(call(words.mid(0, 5) + QStringList{u"-o"_s, u"table"_s})->output.contains("so already"));
        QCOMPARE(call(u"entities change agent/hello --unset-secret NONE"_s).error().field, u"--unset-secret"_s);
        QCOMPARE(call(u"entities change agent/nobody --title x"_s).error().kind, ErrorKind::NotFound);
    }

    void mistakesAreBlamed_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("field");
        QTest::newRow("nothing") << QStringList() << u"entities change"_s;
        QTest::newRow("both ways") << QStringList{u"--resident"_s, u"--no-resident"_s} << u"--no-resident"_s;
        QTest::newRow("set and unset") << QStringList{u"--env"_s, u"A=1"_s, u"--unset-env"_s, u"A"_s} << u"--unset-env"_s;
        QTest::newRow("odd name") << QStringList{u"--unset-env"_s, u"A=1"_s} << u"--unset-env"_s;
        QTest::newRow("twice") << QStringList{u"--unset-secret"_s, u"A"_s, u"--unset-secret"_s, u"A"_s} << u"--unset-secret"_s;
        QTest::newRow("relative folder") << QStringList{u"--cwd"_s, u"tmp"_s} << u"--cwd"_s;
        QTest::newRow("tenant") << QStringList{u"--tenant"_s, u"acme"_s} << u"--tenant"_s; // It is part of who it is.
        QTest::newRow("long note") << QStringList{u"--title"_s, u"x"_s, u"--note"_s, u"x"_s.repeated(257)} << u"--note"_s;
        QTest::newRow("no such secret") << QStringList{u"--secret"_s, u"A=/nonexistent"_s} << u"--secret"_s;
        QTest::newRow("empty command") << QStringList{u"--"_s} << u"--"_s;
    }
    void mistakesAreBlamed()
    {
        QFETCH(QStringList, options);
        (void)call(QStringList{u"entities"_s, u"add"_s, u"agent"_s, u"there"_s, u"--"_s, u"/bin/true"_s});
        QTEST(call(QStringList{u"entities"_s, u"change"_s, u"agent/there"_s} + options).error().field, "field");
    }

    void aNameIsAVariableOrASecret()
    {
        Entity entity = agent();
        entity.secrets = {u"KEY"_s};
        EntityChange change;
        change.env = {{u"KEY"_s, u"1"_s}};
        QCOMPARE(changedRequest(entity, change).error().field, u"--env"_s);
        change.unsetSecrets = {u"KEY"_s};
        QVERIFY(changedRequest(entity, change));

        EntityChange other;
        other.secrets = {{u"A"_s, Secret("s")}};
        QCOMPARE(changedRequest(entity, other).error().field, u"--secret"_s);
        other.unsetEnv = {u"A"_s};
        const auto request = changedRequest(entity, other);
        QVERIFY(request);
        QCOMPARE(request->keptSecrets, QStringList{u"KEY"_s});
        QVERIFY(!request->mustBeNew);
    }

    //! What this program does not know of its settings is not lost by it.
    void settingsThatAreNotNamedStay()
    {
        Entity entity = agent();
        entity.settings.insert(u"stopGraceMs"_s, 5000);
        entity.settings.insert(u"ofAnotherRelease"_s, true);
        EntityChange change;
        change.cwd = u"/srv"_s;
        QJsonObject expected = entity.settings;
        expected.insert(u"cwd"_s, u"/srv"_s);
        QCOMPARE(changedRequest(entity, change)->entity.settings, expected);
        entity.settings = expected;
        change.cwd = QString();
        expected.remove(u"cwd"_s);
        QCOMPARE(changedRequest(entity, change)->entity.settings, expected);
    }

    void otherKindsHaveNoCommandToChange()
    {
        Entity entity = agent();
        entity.ref.kind = EntityKind::Mcp;
        entity.settings = {};
        EntityChange change;
        change.env = {{u"A"_s, u"1"_s}};
        QCOMPARE(changedRequest(entity, change).error().field, u"--"_s);
        entity.settings = {{u"url"_s, u"http://x"_s}};
        change.argv = QStringList{u"/bin/true"_s};
        QCOMPARE(changedRequest(entity, change).error().field, u"--"_s);
        EntityChange title;
        title.title = u"Tools"_s;
        QCOMPARE(changedRequest(entity, title)->entity.settings, entity.settings);
    }

    void theDifferenceIsALineAField()
    {
        Entity entity = agent();
        entity.secrets = {u"KEY"_s, u"OLD"_s};
        EntityChange change;
        change.title = u"New\u202e"_s;
        change.argv = QStringList{u"/bin/sh"_s, u"-c"_s, u"echo $A"_s};
        change.env = {{u"B"_s, QString()}};
        change.unsetEnv = {u"A"_s};
        change.secrets = {{u"KEY"_s, Secret("s3cret")}};
        change.unsetSecrets = {u"OLD"_s};
        const auto request = changedRequest(entity, change);
        QVERIFY(request);
        QStringList lines;
        for (const FieldChange &one : differences(entity, *request))
            lines.append(one.field + u'|' + one.before + u'|' + one.after);
        QCOMPARE(lines, (QStringList{u"title||New\u202e"_s, u"command|/bin/cat|/bin/sh -c 'echo $A'"_s, u"variable A|1|"_s,
                                     u"variable B||''"_s, u"secret KEY|kept|a new value"_s, u"secret OLD|kept|"_s}));
        for (const OutputForm form : {OutputForm::Table, OutputForm::Json, OutputForm::Csv}) {
            const QString text = wouldChangeText(entity, *request, differences(entity, *request), form);
            QVERIFY(text.contains("echo $A"_L1));
            QVERIFY(!text.contains("s3cret"_L1) && !text.contains(u'\u202e'));
        }
        QVERIFY(differences(entity, *changedRequest(entity, {})).isEmpty());
    }

private:
    static Entity agent()
    {
        Entity entity;
        entity.ref = {EntityKind::Agent, defaultTenant(), EntityId(u"hello"_s)};
        entity.settings = {{u"argv"_s, QJsonArray{u"/bin/cat"_s}}, {u"env"_s, QJsonObject{{u"A"_s, u"1"_s}}}};
        return entity;
    }
    Result<CtlAnswer> call(const QStringList &arguments)
    {
        const qsizetype end = arguments.indexOf(u"--"_s);
        QStringList all = arguments;
        if (!all.contains(u"-o"_s))
            all = arguments.mid(0, end) + QStringList{u"-o"_s, u"json"_s} + (end < 0 ? QStringList() : arguments.mid(end));
        const Result<CtlOptions> options = parseCtlOptions(all, QProcessEnvironment());
        if (!options)
            return options.error();
        CtlCall one(*m_rig.plane, *options, m_rig.clock, [](const QString &) { return std::nullopt; });
        return outcomeOf(one.run());
    }
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

    WorkPlane m_rig;
};

QTEST_GUILESS_MAIN(tst_EntityChange)
#include "tst_EntityChange.moc"
