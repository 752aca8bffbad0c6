// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/rules/SourceFile.h"

#include <QRegularExpression>

#include <algorithm>

namespace muster::tidy
{

namespace
{

// Walks a C++ text once and blanks what is not code.
class Blanker
{
public:
    explicit Blanker(const QString &text) : m_text(text), m_code(text) {}

    QString run()
    {
        while (m_at < m_text.size()) {
            if (startsWith(u"//"))
                blankUntil(m_text.indexOf(u'\n', m_at));
            else if (startsWith(u"/*"))
                blankUntil(after(u"*/", m_at + 2));
            else if (startsWith(u"R\"") && isAfterPrefix())
                rawLiteral();
            else if (m_text[m_at] == u'"')
                literal(u'"');
            else if (m_text[m_at] == u'\'' && isAfterPrefix()) // 10'000 is a number.
                literal(u'\'');
            else
                ++m_at;
        }
        return m_code;
    }

private:
    bool startsWith(QStringView what) const { return QStringView(m_text).mid(m_at).startsWith(what); }
    bool isWord(qsizetype at) const
    {
        return at >= 0 && at < m_text.size() && (m_text[at].isLetterOrNumber() || m_text[at] == u'_');
    }
    // Whether a literal may begin here: after nothing, or after u, U, L or u8 alone.
    bool isAfterPrefix() const
    {
        qsizetype from = m_at;
        while (isWord(from - 1))
            --from;
        const QStringView word = QStringView(m_text).mid(from, m_at - from);
        return word.isEmpty() || word == u"u" || word == u"U" || word == u"L" || word == u"u8";
    }
    qsizetype after(QStringView what, qsizetype from) const
    {
        const qsizetype found = m_text.indexOf(what, from);
        return found < 0 ? m_text.size() : found + what.size();
    }
    void blankUntil(qsizetype end)
    {
        end = end < 0 ? m_text.size() : end;
        for (; m_at < end; ++m_at) {
            if (m_text[m_at] != u'\n')
                m_code[m_at] = u' ';
        }
    }
    void literal(QChar quote)
    {
        qsizetype end = m_at + 1;
        while (end < m_text.size() && m_text[end] != quote && m_text[end] != u'\n')
            end += m_text[end] == u'\\' ? 2 : 1;
        ++m_at; // The quotes stay, so that an argument is still seen to be there.
        blankUntil(std::min(end, m_text.size()));
        ++m_at;
    }
    void rawLiteral()
    {
        const qsizetype open = m_text.indexOf(u'(', m_at);
        const QString close = u')' + m_text.mid(m_at + 2, open - m_at - 2) + u'"';
        blankUntil(after(close, open));
    }

    const QString &m_text;
    QString m_code;
    qsizetype m_at = 0;
};

QList<Include> includesOf(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral(R"RE(^\s*#\s*include\s*([<"])([^>"]+)[>"])RE"));
    QList<Include> found;
    int line = 0;
    for (const QStringView one : QStringView(text).split(u'\n')) {
        ++line;
        if (!one.contains(u'#'))
            continue;
        const QRegularExpressionMatch match = pattern.match(one.toString());
        if (match.hasMatch())
            found.append({.target = match.captured(2), .quoted = match.captured(1) == u'"', .line = line});
    }
    return found;
}

} // namespace

QString SourceFile::folder() const
{
    return path.left(std::max<qsizetype>(0, path.lastIndexOf(u'/')));
}

QString SourceFile::name() const
{
    return path.mid(path.lastIndexOf(u'/') + 1);
}

QString SourceFile::stem() const
{
    const QString whole = name();
    return whole.left(whole.indexOf(u'.'));
}

int SourceFile::lineAt(qsizetype position) const
{
    return 1 + static_cast<int>(QStringView(text).left(position).count(u'\n'));
}

int SourceFile::lineCount() const
{
    return static_cast<int>(text.count(u'\n')) + (text.isEmpty() || text.endsWith(u'\n') ? 0 : 1);
}

QStringList SourceFile::lines() const
{
    return text.split(u'\n');
}

QString blanked(const QString &text)
{
    return Blanker(text).run();
}

SourceFile sourceFile(const QString &path, const QString &text)
{
    SourceFile file{.path = path, .text = text, .code = text, .includes = {}};
    if (file.isCpp()) {
        file.code = blanked(text);
        file.includes = includesOf(text);
    }
    return file;
}

} // namespace muster::tidy
