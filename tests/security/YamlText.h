// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads the YAML of resources/openapi.yaml: block maps and lists by indentation, [flow] and {flow: ones}, quoted words, and
// folded or literal texts, which are dropped. Not more of YAML than that file has.

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

namespace muster {

//! One document.
class YamlText
{
public:
    explicit YamlText(const QString &text)
    {
        const QStringList all = text.split(u'\n');
        for (const QString &line : all) {
            const QString bare = line.trimmed();
            if (!bare.isEmpty() && !bare.startsWith(u'#'))
                m_lines.append(line);
        }
    }
    QJsonValue value() { return blockAt(0); }

private:
    static int indentOf(const QString &line)
    {
        int count = 0;
        while (count < line.size() && line[count] == u' ')
            ++count;
        return count;
    }
    bool isWithin(int indent) const { return m_at < m_lines.size() && indentOf(m_lines[m_at]) >= indent; }

    //! The block whose lines have \a indent or more.
    QJsonValue blockAt(int indent)
    {
        if (!isWithin(indent))
            return {};
        const int own = indentOf(m_lines[m_at]);
        return m_lines[m_at].mid(own).startsWith(QStringLiteral("- ")) ? QJsonValue(listAt(own)) : QJsonValue(mapAt(own));
    }
    QJsonArray listAt(int indent)
    {
        QJsonArray list;
        while (isWithin(indent) && m_lines[m_at].mid(indent).startsWith(QStringLiteral("- "))) {
            const QString rest = m_lines[m_at].mid(indent + 2);
            const bool isMap = !rest.startsWith(u'{') && !rest.startsWith(u'[') && keyEnd(rest) > 0;
            if (isMap) {
                m_lines[m_at].replace(indent, 1, u' '); // The dash is as good as the indentation of its map.
                list.append(mapAt(indent + 2));
            } else {
                ++m_at;
                list.append(flow(rest));
            }
        }
        return list;
    }
    QJsonObject mapAt(int indent)
    {
        QJsonObject map;
        while (m_at < m_lines.size() && indentOf(m_lines[m_at]) == indent) {
            const QString line = m_lines[m_at].mid(indent);
            const qsizetype end = keyEnd(line);
            if (end <= 0)
                break;
            const QString key = unquoted(line.first(end));
            const QString rest = line.mid(end + 1).trimmed();
            ++m_at;
            if (rest.isEmpty())
                map.insert(key, blockAt(indent + 1));
            else if (rest.startsWith(u'|') || rest.startsWith(u'>'))
                skip(indent + 1);
            else
                map.insert(key, flow(rest));
        }
        return map;
    }
    void skip(int indent)
    {
        while (isWithin(indent))
            ++m_at;
    }
    //! Where the key of "key: value" ends.
    static qsizetype keyEnd(const QString &line)
    {
        if (line.startsWith(u'"'))
            return line.indexOf(QStringLiteral("\":")) + 1;
        return line.endsWith(u':') ? line.size() - 1 : line.indexOf(QStringLiteral(": "));
    }
    static QString unquoted(const QString &text)
    {
        return text.size() > 1 && text.startsWith(u'"') ? text.sliced(1, text.size() - 2) : text;
    }
    static QJsonValue flow(const QString &text)
    {
        qsizetype at = 0;
        return flowAt(text, &at, QString());
    }
    //! The value at \a at, up to one of \a ends.
    static QJsonValue flowAt(const QString &text, qsizetype *at, const QString &ends)
    {
        skipSpace(text, at);
        if (*at < text.size() && (text[*at] == u'{' || text[*at] == u'['))
            return text[*at] == u'{' ? QJsonValue(flowMap(text, at)) : QJsonValue(flowList(text, at));
        if (*at < text.size() && text[*at] == u'"') {
            const qsizetype end = text.indexOf(u'"', *at + 1);
            const QString word = text.sliced(*at + 1, end - *at - 1);
            *at = end + 1;
            return word;
        }
        qsizetype end = *at;
        while (end < text.size() && !ends.contains(text[end]))
            ++end;
        const QString word = text.sliced(*at, end - *at).trimmed();
        *at = end;
        return plain(word);
    }
    static QJsonObject flowMap(const QString &text, qsizetype *at)
    {
        QJsonObject map;
        for (++*at; *at < text.size() && text[*at] != u'}';) {
            const QString key = flowAt(text, at, QStringLiteral(":")).toString();
            *at = text.indexOf(u':', *at) + 1;
            map.insert(key, flowAt(text, at, QStringLiteral(",}")));
            skipSpace(text, at);
        }
        ++*at;
        return map;
    }
    static QJsonArray flowList(const QString &text, qsizetype *at)
    {
        QJsonArray list;
        for (++*at; *at < text.size() && text[*at] != u']';) {
            list.append(flowAt(text, at, QStringLiteral(",]")));
            skipSpace(text, at);
        }
        ++*at;
        return list;
    }
    static void skipSpace(const QString &text, qsizetype *at)
    {
        while (*at < text.size() && (text[*at] == u' ' || text[*at] == u','))
            ++*at;
    }
    static QJsonValue plain(const QString &word)
    {
        bool isNumber = false;
        const double number = word.toDouble(&isNumber);
        if (isNumber)
            return number;
        if (word == QStringLiteral("true") || word == QStringLiteral("false"))
            return word == QStringLiteral("true");
        return word == QStringLiteral("null") ? QJsonValue(QJsonValue::Null) : QJsonValue(word);
    }

    QStringList m_lines;
    qsizetype m_at = 0;
};

} // namespace muster
