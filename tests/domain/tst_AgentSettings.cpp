// SPDX-License-Identifier: Apache-2.0
#include "core/domain/AgentSettings.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_AgentSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theyAreReadBack()
    {
        AgentSettings settings;
        settings.argv = {u"/bin/sh"_s, u"-c"_s, u"cat; echo \"done\"\n"_s};
        settings.env = {{u"LANG"_s, u"C"_s}, {u"EMPTY"_s, QString(u""_s)}};
        settings.cwd = u"/srv/agent"_s;
        settings.memoryBytes = qint64(1) << 30;
        settings.stopGrace = milliseconds(3000);
        QCOMPARE(*AgentSettings::fromJson(settings.toJson()), settings);
        const AgentSettings least{{u"true"_s}, {}, {}, {}, milliseconds(0)};
        QCOMPARE(*AgentSettings::fromJson(least.toJson()), least);
        QCOMPARE(least.toJson().keys(), QStringList{u"argv"_s});
    }

    void nonsenseIsBlamed_data()
    {
        QTest::addColumn<QJsonObject>("json");
        QTest::addColumn<QString>("field");
        const QJsonArray argv{u"true"_s};
        QTest::newRow("nothing") << QJsonObject{} << u"argv"_s;
        QTest::newRow("no program") << QJsonObject{{u"argv"_s, QJsonArray{u""_s}}} << u"argv"_s;
        QTest::newRow("a number") << QJsonObject{{u"argv"_s, QJsonArray{1}}} << u"argv"_s;
        QTest::newRow("NUL") << QJsonObject{{u"argv"_s, QJsonArray{u"a\0b"_s}}} << u"argv"_s;
        QTest::newRow("long") << QJsonObject{{u"argv"_s, QJsonArray{QString(40'000, u'x')}}} << u"argv"_s;
        QTest::newRow("env name") << QJsonObject{{u"argv"_s, argv}, {u"env"_s, QJsonObject{{u"A=B"_s, u"x"_s}}}} << u"env"_s;
        QTest::newRow("env NUL") << QJsonObject{{u"argv"_s, argv}, {u"env"_s, QJsonObject{{u"A"_s, u"a\0b"_s}}}} << u"env"_s;
        QTest::newRow("relative") << QJsonObject{{u"argv"_s, argv}, {u"cwd"_s, u"here"_s}} << u"cwd"_s;
        QTest::newRow("memory") << QJsonObject{{u"argv"_s, argv}, {u"memoryBytes"_s, 1}} << u"memoryBytes"_s;
        QTest::newRow("grace") << QJsonObject{{u"argv"_s, argv}, {u"stopGraceMs"_s, -1}} << u"stopGraceMs"_s;
    }
    void nonsenseIsBlamed()
    {
        QFETCH(QJsonObject, json);
        QFETCH(QString, field);
        const Result<AgentSettings> settings = AgentSettings::fromJson(json);
        QVERIFY(!settings);
        QCOMPARE(settings.error().kind, ErrorKind::Invalid);
        QCOMPARE(settings.error().field, field);
    }

    void variableNames()
    {
        for (const QString &name : {u"A"_s, u"_x"_s, u"OPENAI_API_KEY"_s})
            QVERIFY2(isVariableName(name), qPrintable(name));
        for (const QString &name : {u""_s, u"1A"_s, u"A-B"_s, u"A B"_s, u"A="_s, u"Ä"_s, QString(129, u'A')})
            QVERIFY2(!isVariableName(name), qPrintable(name));
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AgentSettings)
#include "tst_AgentSettings.moc"
