// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/RelativeTime.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct RelativeTimeTr {
    Q_DECLARE_TR_FUNCTIONS(RelativeTime)
};

// The spans as whole numbers of each unit.
struct Parts {
    qint64 days;
    qint64 hours;
    qint64 minutes;
    qint64 seconds;
};

Parts partsOf(milliseconds span)
{
    const qint64 all = std::max<qint64>(0, span.count()) / 1000;
    return {all / 86400, all / 3600 % 24, all / 60 % 60, all % 60};
}

// A number and its unit never part at a line's end.
QString with(qint64 number, const QString &unit)
{
    return QString::number(number) + QChar(QChar::Nbsp) + unit;
}
QString days(qint64 n) { return with(n, RelativeTimeTr::tr("d", "days")); }
QString hours(qint64 n) { return with(n, RelativeTimeTr::tr("h", "hours")); }
QString minutes(qint64 n) { return with(n, RelativeTimeTr::tr("m", "minutes")); }
QString seconds(qint64 n) { return with(n, RelativeTimeTr::tr("s", "seconds")); }

QDateTime localOf(Timestamp at)
{
    return QDateTime::fromMSecsSinceEpoch(at.msSinceEpoch);
}

} // namespace

QString shortSpan(milliseconds span)
{
    if (span >= milliseconds(1000) || span <= milliseconds(0))
        return shortAge(span);
    const double tenths = static_cast<double>(std::max<qint64>(1, (span.count() + 50) / 100)) / 10.0;
    return QLocale().toString(tenths, 'f', 1) + QChar(QChar::Nbsp) + RelativeTimeTr::tr("s", "seconds");
}

QString shortAge(milliseconds age)
{
    const Parts p = partsOf(age);
    if (p.days > 0)
        return days(p.days);
    if (p.hours > 0)
        return hours(p.hours);
    // Up to two minutes seconds say more: "86 s" is alarming where "1 m" is not.
    if (p.minutes >= 2)
        return minutes(p.minutes);
    return seconds(p.minutes * 60 + p.seconds);
}

QString longSpan(milliseconds span)
{
    const Parts p = partsOf(span);
    if (p.days > 0)
        return p.hours > 0 ? days(p.days) + u' ' + hours(p.hours) : days(p.days);
    if (p.hours > 0)
        return p.minutes > 0 ? hours(p.hours) + u' ' + minutes(p.minutes) : hours(p.hours);
    return p.minutes > 0 ? minutes(p.minutes) : seconds(p.seconds);
}

QString countdown(milliseconds span)
{
    const Parts p = partsOf(span);
    const auto two = [](qint64 n) { return u"%1"_s.arg(n, 2, 10, QChar(u'0')); };
    const qint64 allHours = p.days * 24 + p.hours;
    if (allHours > 0)
        return u"%1:%2:%3"_s.arg(QString::number(allHours), two(p.minutes), two(p.seconds));
    return u"%1:%2"_s.arg(QString::number(p.minutes), two(p.seconds));
}

QString spokenSpan(milliseconds span)
{
    const Parts p = partsOf(span);
    const auto word = [](qint64 n, const QString &one, const QString &many) {
        return u"%1 %2"_s.arg(QString::number(n), n == 1 ? one : many);
    };
    if (p.days > 0)
        return word(p.days, RelativeTimeTr::tr("day"), RelativeTimeTr::tr("days"));
    if (p.hours > 0)
        return word(p.hours, RelativeTimeTr::tr("hour"), RelativeTimeTr::tr("hours"));
    if (p.minutes > 0)
        return word(p.minutes, RelativeTimeTr::tr("minute"), RelativeTimeTr::tr("minutes"));
    return word(p.seconds, RelativeTimeTr::tr("second"), RelativeTimeTr::tr("seconds"));
}

QString clockText(Timestamp at)
{
    return localOf(at).toString(u"HH:mm:ss"_s);
}

QString dateText(Timestamp at)
{
    return localOf(at).toString(u"yyyy-MM-dd HH:mm:ss"_s);
}

} // namespace muster
