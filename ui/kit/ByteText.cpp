// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/ByteText.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct Size {
    double number;
    QString unit;
};

Size sizeOf(qint64 bytes)
{
    const std::array units{u"B"_s, u"KB"_s, u"MB"_s, u"GB"_s, u"TB"_s, u"PB"_s};
    double number = static_cast<double>(std::max<qint64>(0, bytes));
    size_t unit = 0;
    while (number >= 1000 && unit + 1 < units.size()) {
        number /= 1024;
        ++unit;
    }
    return {number, units[unit]};
}

QString numberText(double number)
{
    // 7.8 and 16, but neither 8.0 nor 15.6: memory sizes are known by their round figures.
    const bool whole = number >= 10 || qAbs(number - qRound(number)) < 0.05;
    return QLocale().toString(number, 'f', whole ? 0 : 1);
}

} // namespace

QString byteText(qint64 bytes)
{
    const Size size = sizeOf(bytes);
    return numberText(size.number) + QChar(QChar::Nbsp) + size.unit;
}

QString byteShareText(qint64 used, qint64 total)
{
    const Size part = sizeOf(used);
    const Size whole = sizeOf(total);
    if (part.unit == whole.unit)
        return QCoreApplication::translate("ByteText", "%1 of %2").arg(numberText(part.number), byteText(total));
    return QCoreApplication::translate("ByteText", "%1 of %2").arg(byteText(used), byteText(total));
}

QString percentText(std::optional<double> share)
{
    if (!share)
        return unknownText();
    const int percent = qRound(std::clamp(*share, 0.0, 1.0) * 100);
    return QString::number(percent) + QChar(QChar::Nbsp) + u'%';
}

QString unknownText()
{
    return QString(QChar(0x2014));
}

QString countText(qint64 count)
{
    return QLocale().toString(count);
}

} // namespace muster
