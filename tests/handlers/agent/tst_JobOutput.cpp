// SPDX-License-Identifier: Apache-2.0
// What a job's result holds of its output.
#include "core/handlers/agent/JobOutput.h"

#include "core/base/Limits.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_JobOutput final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSmallOneIsWhole()
    {
        JobOutput output;
        output.take("a\n");
        output.take("\"b\" \xff");

        QCOMPARE(output.result(0), QByteArray("{\"exitStatus\":0,\"output\":\"a\\n\\\"b\\\" \xef\xbf\xbd\"}"));
        QCOMPARE(JobOutput().result(0), QByteArray(R"({"exitStatus":0,"output":""})"));
    }

    void theMostBytesAreWhole()
    {
        JobOutput output;
        output.take(QByteArray(limits::kJobOutputBytes, 'x'));

        const QJsonObject json = QJsonDocument::fromJson(output.result(0)).object();
        QCOMPARE(json.value("output"_L1).toString().size(), limits::kJobOutputBytes);
        QVERIFY(!json.contains("truncated"_L1));
    }

    void beyondItIsCutBetweenCharacters_data()
    {
        QTest::addColumn<QByteArray>("character");
        QTest::addColumn<int>("before");
        for (const char *character : {"x", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"}) {
            for (int before = 0; before < 4; ++before)
                QTest::addRow("%s after %d", character, before) << QByteArray(character) << before;
        }
    }
    void beyondItIsCutBetweenCharacters()
    {
        QFETCH(QByteArray, character);
        QFETCH(int, before);
        JobOutput output;
        output.take(QByteArray(before, '.'));
        output.take(character.repeated(limits::kJobOutputBytes + 1));

        const QJsonObject json = QJsonDocument::fromJson(output.result(0)).object();

        QVERIFY(json.value("truncated"_L1).toBool());
        const QString text = json.value("output"_L1).toString();
        QVERIFY(!text.contains(QChar::ReplacementCharacter));
        const qsizetype characters = (limits::kJobOutputBytes - before) / character.size();
        QCOMPARE(text, QString(before, u'.') + QString::fromUtf8(character).repeated(characters));
    }

    void whatGrowsAsJsonStaysWithinAResult()
    {
        JobOutput output;
        output.take(QByteArray(limits::kJobOutputBytes, '\x01')); // Six bytes each.

        const QByteArray result = output.result(0);

        QVERIFY(result.size() <= limits::kJobResultBytes);
        QVERIFY(QJsonDocument::fromJson(result).object().value("truncated"_L1).toBool());
    }

    void bytesThatContinueNothingDoNoHarm()
    {
        JobOutput output;
        output.take(QByteArray(limits::kJobOutputBytes + 1, '\x80'));

        QVERIFY(QJsonDocument::fromJson(output.result(0)).object().value("truncated"_L1).toBool());
    }
};

QTEST_GUILESS_MAIN(tst_JobOutput)
#include "tst_JobOutput.moc"
