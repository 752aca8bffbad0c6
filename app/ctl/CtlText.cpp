// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlText.h"

#include "core/base/JsonSlice.h"
#include "core/base/Log.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

const QString kUnknown = u"–"_s;

//! Everything but printable text: controls, also the 8-bit ones, direction marks and invisible characters.
bool canAct(char16_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

QString escaped(const QString &text)
{
    QString safe;
    safe.reserve(text.size());
    for (const QChar c : text) {
        if (canAct(c.unicode()))
            safe += u"\\u%1"_s.arg(static_cast<uint>(c.unicode()), 4, 16, QLatin1Char('0'));
        else
            safe += c;
    }
    return safe;
}

QString lineOf(const QStringList &cells, const QList<qsizetype> &widths)
{
    QString line;
    for (qsizetype i = 0; i < cells.size(); ++i)
        line += cells[i].leftJustified(widths[i] + 2);
    while (line.endsWith(u' '))
        line.chop(1);
    return line + u'\n';
}

} // namespace

QString tableText(const QStringList &heading, const QList<QStringList> &rows)
{
    QList<QStringList> lines;
    if (!heading.isEmpty())
        lines.append(heading);
    for (const QStringList &row : rows) {
        QStringList cells;
        for (const QString &cell : row)
            cells.append(cellText(cell));
        lines.append(cells);
    }
    QList<qsizetype> widths;
    for (const QStringList &line : std::as_const(lines)) {
        widths.resize(std::max(widths.size(), line.size()));
        for (qsizetype i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], line[i].size());
    }
    QString text;
    for (const QStringList &line : std::as_const(lines))
        text += lineOf(line, widths);
    return text;
}

QString cellText(const QString &text)
{
    return text.isEmpty() ? kUnknown : escapedForLog(text);
}

QString shellWord(const QString &text)
{
    static const QRegularExpression safe(u"\\A[A-Za-z0-9_./:@%+=,-]+\\z"_s);
    if (safe.match(text).hasMatch())
        return text;
    QString quoted = escapedForLog(text);
    return u'\'' + quoted.replace(u"'"_s, u"'\\''"_s) + u'\'';
}

QString commandText(const QStringList &argv)
{
    QStringList words;
    for (const QString &word : argv)
        words.append(shellWord(word));
    return words.join(u' ');
}

QString csvLine(const QList<CsvCell> &cells)
{
    QStringList parts;
    for (const CsvCell &cell : cells) {
        QString text = cell.text;
        const bool isFormula = !text.isEmpty() && u"=+-@\t\r\0"_s.contains(text[0]);
        text = escaped(text);
        if (isFormula && !cell.isNumber)
            text.prepend(u'\'');
        const bool needsQuotes = text.contains(u',') || text.contains(u'"') || text.startsWith(u' ') || text.endsWith(u' ');
        parts.append(needsQuotes ? u'"' + text.replace(u'"', u"\"\""_s) + u'"' : text);
    }
    return parts.join(u',') + u"\r\n"_s;
}

QString csvHeading(const QStringList &names)
{
    return names.join(u',') + u"\r\n"_s;
}

QString jsonLine(const QJsonObject &object)
{
    return escaped(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact))) + u'\n';
}

QString jsonLine(const QJsonArray &array)
{
    return escaped(QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact))) + u'\n';
}

QString jsonTextLine(const QByteArray &text)
{
    return escaped(QString::fromUtf8(jsonCompact(text))) + u'\n';
}

QString shareText(std::optional<double> share)
{
    return share ? u"%1 %"_s.arg(std::lround(*share * 100)) : kUnknown;
}

QString bytesText(std::optional<qint64> bytes)
{
    if (!bytes)
        return kUnknown;
    static constexpr std::array units{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    auto number = static_cast<double>(*bytes);
    size_t unit = 0;
    while (number >= 1024 && unit + 1 < units.size()) {
        number /= 1024;
        ++unit;
    }
    const int decimals = unit == 0 || number >= 100 ? 0 : 1;
    return u"%1 %2"_s.arg(number, 0, 'f', decimals).arg(QLatin1StringView(units[unit]));
}

QString latencyText(double ms)
{
    if (ms <= 0)
        return u"under 1 ms"_s;
    return u"%1 ms"_s.arg(ms, 0, 'f', ms == std::floor(ms) ? 0 : 1);
}

QString spanText(qint64 ms)
{
    const qint64 seconds = std::max<qint64>(0, ms) / 1000;
    if (seconds < 120)
        return u"%1 s"_s.arg(seconds);
    if (seconds < 2 * 3600)
        return u"%1 min"_s.arg(seconds / 60);
    if (seconds < 48 * 3600)
        return u"%1 h"_s.arg(seconds / 3600);
    return u"%1 d"_s.arg(seconds / 86400);
}

} // namespace muster
