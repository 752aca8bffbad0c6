// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/MissedSpan.h"

#include <QDateTime>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp kGone{1'800'000'000'000};

QString clock(Timestamp at, const QString &form = u"HH:mm:ss"_s)
{
    return QDateTime::fromMSecsSinceEpoch(at.msSinceEpoch).toString(form);
}

} // namespace

class tst_MissedSpan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysFromWhenToWhenWhyAndWhatCameOfIt()
    {
        MissedSpan span;
        QVERIFY(!span.isOpen());
        span.begin(kGone, GapCause::LinkLost);
        ChangeSet read;
        read.inserted = {1};
        read.removed = {2};
        read.changed = {{3, Aspect::Status}, {4, Aspect::Beat | Aspect::Load}};

        const EventEntry entry = span.end({u"e"_s, 7}, kGone + 90s, 0s, read);

        QCOMPARE(entry.kind, u"missed-updates"_s);
        QCOMPARE(entry.at, kGone + 90s);
        QCOMPARE(entry.text, u"Not seen from %1 to %2 (link lost); 3 changes were read afterwards"_s.arg(clock(kGone),
                                                                                                   clock(kGone + 90s)));
        QVERIFY(!span.isOpen());
    }

    void firstCauseStays()
    {
        MissedSpan span;
        span.begin(kGone, GapCause::NetworkChanged);
        span.begin(kGone + 5s, GapCause::LinkLost);

        const QString text = span.end({}, kGone + 6s, 0s, {}).text;

        QVERIFY(text.contains(clock(kGone)));
        QVERIFY(text.contains(u"(the network changed); nothing had changed"_s));
    }

    void timesAreOfTheReadersClock()
    {
        MissedSpan span;
        span.begin(kGone, GapCause::EventsLost);

        QVERIFY(span.end({}, kGone + 1s, 1h, {}).text.startsWith(u"Not seen from "_s + clock(kGone + 1h)));
    }

    void daysAreNamed()
    {
        MissedSpan span;
        span.begin(kGone, GapCause::ClockJumped);

        QVERIFY(span.end({}, kGone + 25h, 0s, {}).text.contains(clock(kGone, u"yyyy-MM-dd HH:mm:ss"_s)));
    }

    void neverEndsBeforeItBegan()
    {
        MissedSpan span;
        span.begin(kGone + 10s, GapCause::LinkLost);

        QVERIFY(span.end({}, kGone, 0s, {}).text.contains(u"from %1 to %1"_s.arg(clock(kGone))));
    }
};

QTEST_GUILESS_MAIN(tst_MissedSpan)
#include "tst_MissedSpan.moc"
