// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/JsonText.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

namespace muster {

namespace {

constexpr qint64 kMsPerDay = 86'400'000;

void putDigits(char *at, qint64 number, int width)
{
    for (int i = width - 1; i >= 0; --i, number /= 10)
        at[i] = static_cast<char>('0' + number % 10);
}

//! Escapes a character that may not stand in a JSON string as it is.
char *putEscaped(char *at, char16_t c)
{
    constexpr char hex[] = "0123456789abcdef";
    *at++ = '\\';
    if (c == u'"' || c == u'\\') {
        *at++ = static_cast<char>(c);
        return at;
    }
    *at++ = 'u';
    *at++ = '0';
    *at++ = '0';
    *at++ = hex[c >> 4];
    *at++ = hex[c & 15];
    return at;
}

//! The UTF-8 of \a code, which is not ASCII.
char *putUtf8(char *at, char32_t code)
{
    const auto tail = [&at](char32_t bits) { *at++ = static_cast<char>(0x80 | (bits & 0x3f)); };
    if (code < 0x800) {
        *at++ = static_cast<char>(0xc0 | (code >> 6));
    } else if (code < 0x10000) {
        *at++ = static_cast<char>(0xe0 | (code >> 12));
        tail(code >> 6);
    } else {
        *at++ = static_cast<char>(0xf0 | (code >> 18));
        tail(code >> 12);
        tail(code >> 6);
    }
    tail(code);
    return at;
}

} // namespace

JsonText::JsonText(qsizetype expectedBytes) : m_bytes(expectedBytes, Qt::Uninitialized) {}

char *JsonText::room(qsizetype bytes)
{
    if (m_bytes.size() - m_size < bytes)
        m_bytes.resize(std::max(m_bytes.size() * 2, m_size + bytes));
    return m_bytes.data() + m_size;
}

void JsonText::raw(QByteArrayView json)
{
    std::memcpy(room(json.size()), json.data(), static_cast<size_t>(json.size()));
    m_size += json.size();
}

void JsonText::text(QStringView text)
{
    char *at = room(text.size() * 6 + 2); // The longest form of one unit is a \u escape.
    const char *const begin = at;
    *at++ = '"';
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        if (c < 0x80) {
            if (c < 0x20 || c == 0x7f || c == u'"' || c == u'\\')
                at = putEscaped(at, c);
            else
                *at++ = static_cast<char>(c);
        } else if (!QChar::isSurrogate(c)) {
            at = putUtf8(at, c);
        } else if (QChar::isHighSurrogate(c) && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            at = putUtf8(at, QChar::surrogateToUcs4(c, text[i + 1].unicode()));
            ++i;
        } else {
            at = putUtf8(at, QChar::ReplacementCharacter); // Half a pair has no UTF-8.
        }
    }
    *at++ = '"';
    m_size += at - begin;
}

void JsonText::textOrNull(QStringView text)
{
    if (text.isEmpty())
        raw("null");
    else
        this->text(text);
}

void JsonText::number(qint64 value)
{
    char *at = room(24);
    m_size += std::to_chars(at, at + 24, value).ptr - at;
}

void JsonText::number(double value)
{
    if (!std::isfinite(value)) {
        raw("null");
        return;
    }
    char *at = room(32);
    m_size += std::to_chars(at, at + 32, value).ptr - at;
}

void JsonText::boolean(bool value)
{
    if (value)
        raw("true");
    else
        raw("false");
}

void JsonText::time(Timestamp at)
{
    qint64 rest = at.msSinceEpoch % kMsPerDay;
    if (rest < 0)
        rest += kMsPerDay;
    const qint64 day = (at.msSinceEpoch - rest) / kMsPerDay;
    if (day != m_day) {
        const QByteArray iso = at.toIso8601().toLatin1();
        if (iso.size() != 24) { // A year beyond four digits: rare, and not worth a fast way.
            text(QString::fromLatin1(iso));
            return;
        }
        std::memcpy(m_dayText, iso.constData(), sizeof m_dayText);
        m_day = day;
    }
    char *out = room(26);
    *out = '"';
    std::memcpy(out + 1, m_dayText, sizeof m_dayText); // "2026-11-21T"
    std::memcpy(out + 12, "00:00:00.000Z\"", 14);
    putDigits(out + 12, rest / 3'600'000, 2);
    putDigits(out + 15, rest / 60'000 % 60, 2);
    putDigits(out + 18, rest / 1000 % 60, 2);
    putDigits(out + 21, rest % 1000, 3);
    m_size += 26;
}

void JsonText::base64(const QByteArray &bytes)
{
    raw("\"");
    raw(bytes.toBase64());
    raw("\"");
}

void JsonText::orNull(const std::optional<qint64> &value)
{
    if (value)
        number(*value);
    else
        raw("null");
}

void JsonText::orNull(const std::optional<int> &value)
{
    if (value)
        number(qint64(*value));
    else
        raw("null");
}

void JsonText::orNull(const std::optional<double> &value)
{
    if (value)
        number(*value);
    else
        raw("null");
}

void JsonText::orNull(const std::optional<Timestamp> &value)
{
    if (value)
        time(*value);
    else
        raw("null");
}

void JsonText::orNull(const std::optional<milliseconds> &value)
{
    if (value)
        number(qint64(value->count()));
    else
        raw("null");
}

QByteArray JsonText::take()
{
    m_bytes.truncate(m_size);
    m_size = 0;
    return std::exchange(m_bytes, {});
}

} // namespace muster
