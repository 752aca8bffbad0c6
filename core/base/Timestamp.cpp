// SPDX-License-Identifier: Apache-2.0
#include "core/base/Timestamp.h"

#include <QDateTime>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! The civil date of a day number since 1970-01-01; Howard Hinnant's published algorithm, restated.
void civilFromDays(qint64 days, qint64 *year, int *month, int *day)
{
    days += 719468;
    const qint64 era = (days >= 0 ? days : days - 146096) / 146097;
    const auto dayOfEra = static_cast<int>(days - era * 146097);
    const int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const int shifted = (5 * dayOfYear + 2) / 153;
    *day = dayOfYear - (153 * shifted + 2) / 5 + 1;
    *month = shifted < 10 ? shifted + 3 : shifted - 9;
    *year = yearOfEra + era * 400 + (*month <= 2 ? 1 : 0);
}

void putDigits(QChar *at, qint64 number, int width)
{
    for (int i = width - 1; i >= 0; --i, number /= 10)
        at[i] = QChar(static_cast<char16_t>(u'0' + number % 10));
}

} // namespace

QString Timestamp::toIso8601() const
{
    // By hand: QDateTime's way takes 2 µs, too much for two of them in each of 10,000 nodes of a snapshot.
    constexpr qint64 msPerDay = 86'400'000;
    qint64 days = msSinceEpoch / msPerDay;
    qint64 rest = msSinceEpoch % msPerDay;
    if (rest < 0) {
        rest += msPerDay;
        --days;
    }
    qint64 year = 0;
    int month = 0;
    int day = 0;
    civilFromDays(days, &year, &month, &day);
    if (year < 0 || year > 9999)
        return QDateTime::fromMSecsSinceEpoch(msSinceEpoch, Qt::UTC).toString(Qt::ISODateWithMs);
    QString text = u"0000-00-00T00:00:00.000Z"_s;
    QChar *at = text.data();
    putDigits(at, year, 4);
    putDigits(at + 5, month, 2);
    putDigits(at + 8, day, 2);
    putDigits(at + 11, rest / 3'600'000, 2);
    putDigits(at + 14, rest / 60'000 % 60, 2);
    putDigits(at + 17, rest / 1000 % 60, 2);
    putDigits(at + 20, rest % 1000, 3);
    return text;
}

Result<Timestamp> Timestamp::fromIso8601(const QString &text, const QString &field)
{
    const QDateTime parsed = text.size() <= 40 ? QDateTime::fromString(text, Qt::ISODateWithMs) : QDateTime();
    if (!parsed.isValid() || parsed.timeSpec() == Qt::LocalTime)
        return invalid(field, u"expected a time like 2026-11-21T09:30:00.000Z"_s);
    return Timestamp{parsed.toMSecsSinceEpoch()};
}

} // namespace muster
