// SPDX-License-Identifier: Apache-2.0
#include "core/base/Limits.h"
#include "core/base/Log.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_Log : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void harmlessTextStaysAsItIs()
    {
        QCOMPARE(escapedForLog(u"mac-office – käse 漢字 😀"_s), u"mac-office – käse 漢字 😀"_s);
    }

    void whatCouldForgeALineIsEscaped()
    {
        QCOMPARE(escapedForLog(u"a\nb"_s), u"a\\u000ab"_s);
        QCOMPARE(escapedForLog(u"\x1b[31m"_s), u"\\u001b[31m"_s);
        QCOMPARE(escapedForLog(u"\r"_s), u"\\u000d"_s);
        QCOMPARE(escapedForLog(QString(QChar(0x202e))), u"\\u202e"_s); // Right-to-left override.
        QCOMPARE(escapedForLog(QString(QChar(0x200b))), u"\\u200b"_s); // Zero width.
        QCOMPARE(escapedForLog(QString(QChar(0x9b))), u"\\u009b"_s);   // One-byte escape sequence.
        QCOMPARE(escapedForLog(QString(QChar(0))), u"\\u0000"_s);
    }

    void endlessTextIsCut()
    {
        const QString cut = escapedForLog(QString(1'000'000, u'x'));

        QVERIFY(cut.size() <= limits::kLogLineCharacters + 1);
        QVERIFY(cut.endsWith(u'…'));
        QVERIFY(escapedForLog(QString(1'000'000, u'\n')).size() <= limits::kLogLineCharacters + 8);
    }

    void levelIsCheckedByName()
    {
        const auto outcome = startLogging(u"loud"_s);

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().field, u"--log-level"_s);
    }

    void levelDecidesWhatIsWritten()
    {
        QVERIFY(startLogging(u"warning"_s).has_value());
        QVERIFY(!logStore().isInfoEnabled());
        QVERIFY(logStore().isWarningEnabled());
        QVERIFY(startLogging(u"debug"_s).has_value());
        QVERIFY(logStore().isDebugEnabled());
        qInstallMessageHandler(nullptr);
    }
};

QTEST_GUILESS_MAIN(tst_Log)
#include "tst_Log.moc"
