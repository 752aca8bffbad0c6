// SPDX-License-Identifier: Apache-2.0
#include "core/base/JsonSlice.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace muster
{

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

//! Walks over a text; every step stays within it.
class Walk
{
public:
    explicit Walk(QByteArrayView text) : m_text(text) {}

    bool isAtEnd() const { return m_at >= m_text.size(); }

    //! Goes over blanks, and over \a c behind them; whether it was there.
    bool take(char c)
    {
        while (!isAtEnd() && isBlank(m_text[m_at]))
            ++m_at;
        const bool isThere = !isAtEnd() && m_text[m_at] == c;
        m_at += isThere ? 1 : 0;
        return isThere;
    }

    //! Goes over one value, and blanks before it.
    QByteArrayView takeValue()
    {
        while (!isAtEnd() && isBlank(m_text[m_at]))
            ++m_at;
        const qsizetype from = m_at;
        int depth = 0;
        while (!isAtEnd()) {
            const char c = m_text[m_at];
            if (c == '"') {
                skipString();
            } else if (c == '{' || c == '[') {
                ++depth;
                ++m_at;
            } else if (c == '}' || c == ']') {
                if (depth == 0)
                    break; // Of what the value is in.
                --depth;
                ++m_at;
            } else if (depth == 0 && (c == ',' || c == ':' || isBlank(c))) {
                break;
            } else {
                ++m_at;
            }
            const bool isWhole = depth == 0 && (c == '"' || c == '}' || c == ']');
            if (isWhole)
                break;
        }
        return m_text.sliced(from, m_at - from);
    }

private:
    void skipString()
    {
        for (++m_at; !isAtEnd() && m_text[m_at] != '"'; ++m_at) {
            if (m_text[m_at] == '\\')
                ++m_at;
        }
        m_at = std::min(m_at + 1, m_text.size());
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
};

//! Whether the string \a written, with its quotes, is \a key.
bool isKey(QByteArrayView written, QByteArrayView key)
{
    if (written.size() < 2)
        return false;
    if (!written.contains('\\'))
        return written.sliced(1, written.size() - 2) == key;
    return QJsonDocument::fromJson('[' + written.toByteArray() + ']').array().at(0).toString().toUtf8() == key;
}

} // namespace

QByteArrayView jsonMember(QByteArrayView text, QByteArrayView key)
{
    QByteArrayView found;
    Walk walk(text);
    if (!walk.take('{'))
        return found;
    while (!walk.isAtEnd()) {
        const QByteArrayView name = walk.takeValue();
        if (!walk.take(':'))
            break;
        const QByteArrayView value = walk.takeValue();
        if (isKey(name, key))
            found = value;
        if (!walk.take(','))
            break;
    }
    return found;
}

QList<QByteArrayView> jsonElements(QByteArrayView text)
{
    QList<QByteArrayView> elements;
    Walk walk(text);
    if (!walk.take('['))
        return elements;
    while (!walk.isAtEnd()) {
        const QByteArrayView value = walk.takeValue();
        if (value.isEmpty())
            break;
        elements.append(value);
        if (!walk.take(','))
            break;
    }
    return elements;
}

QByteArray jsonCompact(QByteArrayView text)
{
    QByteArray compact;
    compact.reserve(text.size());
    bool inString = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (!inString && isBlank(c))
            continue;
        compact += c;
        if (inString && c == '\\' && i + 1 < text.size())
            compact += text[++i];
        else if (c == '"')
            inString = !inString;
    }
    return compact;
}

} // namespace muster
