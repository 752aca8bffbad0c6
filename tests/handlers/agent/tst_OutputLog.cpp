// SPDX-License-Identifier: Apache-2.0
// Bytes, split anywhere, become lines; floods are bounded, and what is dropped is said.
#include "core/handlers/agent/OutputLog.h"

#include "core/base/Limits.h"
#include "tests/support/ManualClock.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace
{

constexpr int kBurst = limits::kLogLinesPerSecond * 10;

QList<OutputLine> allOf(OutputLog *log)
{
    QList<OutputLine> all;
    while (!log->isEmpty())
        all += log->give();
    return all;
}

QStringList textsOf(OutputLog *log)
{
    QStringList texts;
    for (const OutputLine &line : allOf(log))
        texts.append(line.text);
    return texts;
}

} // namespace

class tst_OutputLog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splitAnywhereTheLinesAreTheSame()
    {
        const QByteArray bytes("one\n\ntwo \xc3\xa9\r\nthree");
        const ManualClock clock;
        for (qsizetype at = 0; at <= bytes.size(); ++at) {
            OutputLog log({});

            log.take(LogStream::Output, bytes.first(at), clock.steadyNow());
            log.take(LogStream::Output, bytes.sliced(at), clock.steadyNow());
            log.finish(clock.steadyNow());

            QCOMPARE(textsOf(&log), (QStringList{u"one"_s, u""_s, u"two é"_s, u"three"_s}));
        }
    }

    void streamsDoNotMix()
    {
        const ManualClock clock;
        OutputLog log({});

        log.take(LogStream::Output, "out ", clock.steadyNow());
        log.take(LogStream::Error, "err\n", clock.steadyNow());
        log.take(LogStream::Output, "put\n", clock.steadyNow());

        const QList<OutputLine> lines = allOf(&log);
        QCOMPARE(lines, (QList<OutputLine>{{LogStream::Error, u"err"_s}, {LogStream::Output, u"out put"_s}}));
    }

    void aLineWithoutEndCostsAsMuchAsALine()
    {
        const ManualClock clock;
        OutputLog log({});
        const QByteArray part(64 * 1024, 'x');

        for (int i = 0; i < 80; ++i)
            log.take(LogStream::Output, part, clock.steadyNow());
        QVERIFY(log.isEmpty());
        log.take(LogStream::Output, "\nnext\n", clock.steadyNow());

        const QStringList texts = textsOf(&log);
        QCOMPARE(texts.size(), 2);
        QVERIFY(texts[0].toUtf8().size() <= limits::kLogLineBytes);
        const qint64 kept = texts[0].indexOf(u'…');
        QVERIFY(texts[0].endsWith(u"… (%1 bytes more)"_s.arg(80 * part.size() - kept)));
        QCOMPARE(texts[1], u"next"_s);
    }

    void aFloodIsBoundedAndCounted()
    {
        ManualClock clock;
        OutputLog log({});
        const QByteArray flood = QByteArray("y\n").repeated(100'000);

        log.take(LogStream::Output, flood, clock.steadyNow());
        QCOMPARE(textsOf(&log).size(), kBurst); // Ten seconds' worth at once.
        log.take(LogStream::Output, flood, clock.steadyNow());
        clock.advance(milliseconds(500)); // Not yet: for a second nothing, rather than a little ever so often.
        log.take(LogStream::Output, flood, clock.steadyNow());
        QVERIFY(log.isEmpty());
        clock.advance(milliseconds(500));
        log.take(LogStream::Output, flood, clock.steadyNow());

        const QStringList texts = textsOf(&log);
        QCOMPARE(texts.size(), 1 + limits::kLogLinesPerSecond);
        QCOMPARE(texts[0], u"%1 lines dropped: more than %2 a second"_s.arg(300'000 - kBurst).arg(limits::kLogLinesPerSecond));
        QCOMPARE(texts[1], u"y"_s);
    }

    void whatWasDroppedAtTheEndIsSaidToo()
    {
        const ManualClock clock;
        OutputLog log({});
        log.take(LogStream::Output, QByteArray("y\n").repeated(kBurst), clock.steadyNow());
        log.take(LogStream::Output, "last words\nbut", clock.steadyNow());
        log.take(LogStream::Error, "why it ended\n", clock.steadyNow());
        textsOf(&log);

        log.finish(clock.steadyNow());

        QCOMPARE(textsOf(&log), QStringList{u"3 lines dropped: more than 2000 a second"_s});
        QCOMPARE(log.lastLine(LogStream::Error), u"why it ended"_s); // A reason is kept whatever is dropped.
    }

    void aQuietSourceLosesNothing()
    {
        ManualClock clock;
        OutputLog log({});
        qsizetype lines = 0;
        for (int second = 0; second < 60; ++second) {
            log.take(LogStream::Output, QByteArray("line\n").repeated(limits::kLogLinesPerSecond), clock.steadyNow());
            clock.advance(milliseconds(1000));
            lines += textsOf(&log).size();
        }

        QCOMPARE(lines, 60 * limits::kLogLinesPerSecond);
    }

    void batchesAreBounded()
    {
        const ManualClock clock;
        OutputLog log({});
        log.take(LogStream::Output, QByteArray("y\n").repeated(limits::kLogBatch + 1), clock.steadyNow());
        log.say(u"ours"_s);

        QCOMPARE(log.give().size(), limits::kLogBatch);
        QCOMPARE(log.give(), (QList<OutputLine>{{LogStream::Output, u"y"_s}, {LogStream::Muster, u"ours"_s}}));
        QVERIFY(log.isEmpty());
    }
};

QTEST_GUILESS_MAIN(tst_OutputLog)
#include "tst_OutputLog.moc"
