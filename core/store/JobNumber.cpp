// SPDX-License-Identifier: Apache-2.0
#include "core/store/JobNumber.h"

#include <algorithm>

namespace muster {

namespace {

constexpr char kDigits[] = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int kBits = 5;
constexpr qsizetype kDigitsMost = 12; // 60 bits: in microseconds, 36,000 years.

} // namespace

JobId jobIdOf(qint64 number)
{
    char text[kDigitsMost + 2];
    char *end = text + sizeof text;
    char *begin = end;
    for (qint64 rest = number; rest > 0 && begin > text + 1; rest >>= kBits)
        *--begin = kDigits[rest & 31];
    *--begin = 'j';
    return JobId(QString::fromLatin1(begin, end - begin));
}

qint64 jobNumberOf(const JobId &id)
{
    const QString &text = id.text();
    if (text.size() < 2 || text.size() > kDigitsMost + 1 || text[0] != u'j' || text[1] == u'0')
        return 0;
    qint64 number = 0;
    for (const QChar c : QStringView(text).mid(1)) {
        const char *end = kDigits + 32;
        const char *digit = std::find(kDigits, end, c.toLatin1());
        if (digit == end)
            return 0;
        number = (number << kBits) | (digit - kDigits);
    }
    return number;
}

} // namespace muster
