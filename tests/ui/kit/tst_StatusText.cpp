// SPDX-License-Identifier: Apache-2.0
// The words of statuses, times, sizes and errors.

#include "ui/kit/ByteText.h"
#include "ui/kit/ErrorText.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/StatusText.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

StatusWords words(NodeStatus status)
{
    return {.status = status, .was = {}, .age = {}, .drain = {}, .isLate = false};
}

// Plain spaces, so that the expectations can be read.
QString plain(QString text)
{
    return text.replace(QChar(QChar::Nbsp), u' ');
}

} // namespace

class tst_StatusText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chipSaysHowLongOffline();
    void chipCountsWhatADrainHasLeft();
    void chipRemembersWhatWasBefore();
    void joiningCanBeLate();
    void everyStatusHasAWord();
    void spokenTextCarriesTheReason();
    void agesGrowCoarser_data();
    void agesGrowCoarser();
    void longSpansHaveTwoUnits();
    void unitsDoNotPartFromNumbers();
    void sizesAreRound_data();
    void sizesAreRound();
    void unknownShareIsADash();
    void everyErrorKindHasWords();
};

void tst_StatusText::chipSaysHowLongOffline()
{
    StatusWords offline = words(NodeStatus::Offline);
    QCOMPARE(statusChipText(offline), u"Offline"_s);
    offline.age = 14min;
    QCOMPARE(plain(statusChipText(offline)), u"Offline 14 m"_s);
    QCOMPARE(spokenStatus(offline), u"Offline for 14 minutes"_s);
}

void tst_StatusText::chipCountsWhatADrainHasLeft()
{
    StatusWords draining = words(NodeStatus::Draining);
    draining.drain = Drain{.jobsLeft = 3, .jobsAtStart = 5, .deadline = {}, .waitsFor = {}};
    QCOMPARE(statusChipText(draining), u"Draining 3/5"_s);
    QCOMPARE(spokenStatus(draining), u"Draining, 3 of 5 jobs left"_s);

    draining.status = NodeStatus::Unknown;
    draining.was = NodeStatus::Draining;
    QCOMPARE(statusChipText(draining), u"Unknown (was draining 3/5)"_s);
}

void tst_StatusText::chipRemembersWhatWasBefore()
{
    StatusWords unknown = words(NodeStatus::Unknown);
    QCOMPARE(statusChipText(unknown), u"Unknown"_s);
    unknown.was = NodeStatus::Online;
    QCOMPARE(statusChipText(unknown), u"Unknown (was online)"_s);
    QCOMPARE(spokenStatus(unknown), u"Unknown, last seen online"_s);
}

void tst_StatusText::joiningCanBeLate()
{
    StatusWords joining = words(NodeStatus::Joining);
    QCOMPARE(statusChipText(joining), u"Joining"_s);
    joining.isLate = true;
    QCOMPARE(statusChipText(joining), u"Joining (late)"_s);
}

void tst_StatusText::everyStatusHasAWord()
{
    for (const NodeStatus status : kNodeStatuses)
        QVERIFY(!statusWord(status).isEmpty());
}

void tst_StatusText::spokenTextCarriesTheReason()
{
    QCOMPARE(spokenStatus(words(NodeStatus::Degraded), u"memory 96 percent"_s), u"Degraded: memory 96 percent"_s);
}

void tst_StatusText::agesGrowCoarser_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("expected");
    QTest::newRow("negative") << qint64(-5000) << u"0 s"_s;
    QTest::newRow("now") << qint64(0) << u"0 s"_s;
    QTest::newRow("tenths") << qint64(300) << u"0.3 s"_s;
    QTest::newRow("seconds") << qint64(4200) << u"4 s"_s;
    QTest::newRow("just under two minutes") << qint64(86'000) << u"86 s"_s;
    QTest::newRow("minutes") << qint64(14 * 60'000) << u"14 m"_s;
    QTest::newRow("hours") << qint64(5 * 3'600'000) << u"5 h"_s;
    QTest::newRow("days") << qint64(50) * 3'600'000 << u"2 d"_s;
}

void tst_StatusText::agesGrowCoarser()
{
    QFETCH(const qint64, ms);
    QFETCH(const QString, expected);
    QCOMPARE(plain(shortSpan(milliseconds(ms))), expected);
}

void tst_StatusText::longSpansHaveTwoUnits()
{
    QCOMPARE(plain(longSpan(41 * 24h + 6h + 20min)), u"41 d 6 h"_s);
    QCOMPARE(plain(longSpan(6h + 12min)), u"6 h 12 m"_s);
    QCOMPARE(plain(longSpan(40s)), u"40 s"_s);
    QCOMPARE(countdown(6min + 12s), u"6:12"_s);
    QCOMPARE(countdown(1h + 2min + 3s), u"1:02:03"_s);
}

void tst_StatusText::unitsDoNotPartFromNumbers()
{
    QVERIFY(!shortAge(4s).contains(u' '));
    QVERIFY(!percentText(0.35).contains(u' '));
    QVERIFY(!byteText(qint64(8) << 30).contains(u' '));
}

void tst_StatusText::sizesAreRound_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("expected");
    QTest::newRow("whole") << (qint64(8) << 30) << u"8 GB"_s;
    QTest::newRow("part") << qint64(5.1 * (1 << 30)) << u"5.1 GB"_s;
    QTest::newRow("nearly sixteen") << qint64(15.62 * (1 << 30)) << u"16 GB"_s;
    QTest::newRow("megabytes") << (qint64(512) << 20) << u"512 MB"_s;
    QTest::newRow("nothing") << qint64(0) << u"0 B"_s;
}

void tst_StatusText::sizesAreRound()
{
    QFETCH(const qint64, bytes);
    QFETCH(const QString, expected);
    QCOMPARE(plain(byteText(bytes)), expected);
}

void tst_StatusText::unknownShareIsADash()
{
    QCOMPARE(percentText(std::nullopt), unknownText());
    QCOMPARE(plain(percentText(0.354)), u"35 %"_s);
    QCOMPARE(plain(percentText(7.0)), u"100 %"_s);
}

void tst_StatusText::everyErrorKindHasWords()
{
    for (int kind = 0; kind <= static_cast<int>(ErrorKind::Internal); ++kind) {
        const Error error{.kind = static_cast<ErrorKind>(kind), .where = u"reading"_s, .what = u"broken"_s, .code = {}, .field = {}};
        const ErrorWords said = errorWords(error);
        QVERIFY(!said.heading.isEmpty());
        QVERIFY(!said.advice.isEmpty());
        QCOMPARE(said.details, error.text());
        QVERIFY(!errorLine(error).contains(u"broken"_s));
    }
}

QTEST_MAIN(tst_StatusText)
#include "tst_StatusText.moc"
