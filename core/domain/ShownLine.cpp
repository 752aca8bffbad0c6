// SPDX-License-Identifier: Apache-2.0
#include "core/domain/ShownLine.h"

#include "core/base/Limits.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMarkBytes = 48; // "… (9223372036854775807 bytes more)"

bool isPlain(QByteArrayView bytes)
{
    return std::ranges::all_of(bytes, [](char c) { return c >= 0x20 && c < 0x7f; });
}

// As core/base/Log.h has them: bidirectional marks, zero-width characters, separators of lines, C1.
bool isSteering(char16_t c)
{
    return (c >= 0x80 && c <= 0x9f) || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x2069) || c == 0xfeff || c == 0x061c;
}

void appendShown(QString *text, QChar c)
{
    const char16_t code = c.unicode();
    if (code == u'\t')
        *text += "    "_L1;
    else if (code < 0x20)
        *text += QChar(char16_t(0x2400 + code));
    else if (code == 0x7f)
        *text += QChar(char16_t(0x2421));
    else if (isSteering(code))
        *text += u"\\u%1"_s.arg(uint(code), 4, 16, QLatin1Char('0'));
    else
        *text += c;
}

qsizetype utf8Bytes(QStringView text)
{
    qsizetype bytes = 0;
    for (const QChar c : text)
        bytes += c.unicode() < 0x80 ? 1 : c.unicode() < 0x800 || c.isSurrogate() ? 2 : 3; // Two halves have four.
    return bytes;
}

} // namespace

QString shownLine(QByteArrayView bytes, qint64 bytesMissing)
{
    if (bytesMissing == 0 && bytes.endsWith('\r'))
        bytes.chop(1);
    if (bytesMissing == 0 && bytes.size() <= limits::kLogLineBytes && isPlain(bytes))
        return QString::fromLatin1(bytes);

    const QString decoded = QString::fromUtf8(bytes);
    QString shown;
    shown.reserve(decoded.size());
    for (const QChar c : decoded)
        appendShown(&shown, c);
    const qsizetype all = utf8Bytes(shown);
    if (bytesMissing == 0 && all <= limits::kLogLineBytes)
        return shown;

    qsizetype kept = 0;
    qsizetype length = 0;
    while (length < shown.size() && kept < limits::kLogLineBytes - kMarkBytes)
        kept += utf8Bytes(QStringView(shown).mid(length++, 1));
    if (length > 0 && length < shown.size() && shown[length - 1].isHighSurrogate())
        --length; // Not half a character.
    const qint64 cut = bytesMissing + all - utf8Bytes(QStringView(shown).left(length));
    return shown.left(length) + u"… (%1 bytes more)"_s.arg(cut);
}

QString shownText(const QString &text)
{
    const bool isPlain = text.size() <= limits::kLogLineBytes
        && std::ranges::all_of(text, [](QChar c) { return c.unicode() >= 0x20 && c.unicode() < 0x7f; });
    return isPlain ? text : shownLine(text.toUtf8());
}

} // namespace muster
