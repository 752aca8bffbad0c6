// SPDX-License-Identifier: Apache-2.0
// Rules about length: 300 lines a file, 70 lines a function.
#include "tests/tidy/rules/Rule.h"

#include <QRegularExpression>

namespace muster::tidy
{

namespace
{

constexpr int kFileLines = 300;
constexpr int kFunctionLines = 70;

// Finds function bodies by their braces. Inside namespaces and classes, a brace whose head has a parameter list opens
// a function; everything in it belongs to it.
class FunctionFinder
{
public:
    struct Function {
        QString head;
        qsizetype open = 0;
        qsizetype close = 0;
    };

    explicit FunctionFinder(const QString &code) : m_code(code) {}

    QList<Function> run()
    {
        for (qsizetype at = 0; at < m_code.size(); ++at) {
            const QChar c = m_code[at];
            if (c == u'#' && isLineStart(at)) {
                at = endOfDirective(at);
                m_headFrom = at + 1;
            } else if (c == u'(') {
                ++m_parentheses;
            } else if (c == u')') {
                --m_parentheses;
            } else if (m_parentheses > 0) {
                continue;
            } else if (c == u'{') {
                if (!opensScope(at))
                    at = skipBody(at);
                m_headFrom = at + 1;
            } else if (c == u'}' || c == u';') {
                m_headFrom = at + 1;
            }
        }
        return m_found;
    }

private:
    bool isLineStart(qsizetype at) const
    {
        const qsizetype begin = m_code.lastIndexOf(u'\n', at) + 1;
        return QStringView(m_code).mid(begin, at - begin).trimmed().isEmpty();
    }
    qsizetype endOfDirective(qsizetype at) const
    {
        qsizetype end = m_code.indexOf(u'\n', at);
        while (end > 0 && m_code[end - 1] == u'\\')
            end = m_code.indexOf(u'\n', end + 1);
        return end < 0 ? m_code.size() : end;
    }
    bool opensScope(qsizetype at) const
    {
        static const QRegularExpression scope(
            QStringLiteral(R"(^(template\s*<.*>\s*)?(inline\s+)?(namespace|class|struct|union|extern)\b[^()=]*$)"),
            QRegularExpression::DotMatchesEverythingOption);
        QString head = m_code.mid(m_headFrom, at - m_headFrom).trimmed();
        static const QRegularExpression access(
            QStringLiteral(R"(^(public|private|protected|Q_SIGNALS|public Q_SLOTS|private Q_SLOTS)\s*:\s*)"));
        head.remove(access);
        static const QRegularExpression macro(QStringLiteral(R"(^([A-Z]\w*\([^)]*\)\s*)+)"));
        head.remove(macro);
        static const QRegularExpression attribute(QStringLiteral(R"(\[\[\w+\]\]|alignas\([^)]*\))"));
        head.remove(attribute);
        return scope.match(head).hasMatch();
    }
    qsizetype skipBody(qsizetype open)
    {
        const QString head = m_code.mid(m_headFrom, open - m_headFrom).trimmed();
        int depth = 0;
        qsizetype at = open;
        for (; at < m_code.size(); ++at) {
            if (m_code[at] == u'{')
                ++depth;
            else if (m_code[at] == u'}' && --depth == 0)
                break;
        }
        // An empty head follows a constructor's member in braces.
        if (head.isEmpty() || head.contains(u'('))
            m_found.append({head.section(u'\n', 0, 0), open, at});
        return at;
    }

    const QString &m_code;
    QList<Function> m_found;
    qsizetype m_headFrom = 0;
    int m_parentheses = 0;
};

void checkFiles(const SourceTree &tree, QList<Finding> *found)
{
    static const QRegularExpression counted(QStringLiteral(R"(\.(h|cpp|cmake|sh|mjs)$|(^|/)CMakeLists\.txt$)"));
    for (const SourceFile &file : tree.files) {
        const int lines = file.lineCount();
        if (lines > kFileLines && counted.match(file.path).hasMatch())
            found->append({{}, file.path, 0, QStringLiteral("%1 lines, at most %2").arg(lines).arg(kFileLines), lines});
    }
}

void checkFunctions(const SourceTree &tree, QList<Finding> *found)
{
    for (const SourceFile &file : tree.files) {
        if (!file.isCpp() || file.lineCount() <= kFunctionLines)
            continue;
        for (const FunctionFinder::Function &function : FunctionFinder(file.code).run()) {
            const int lines = file.lineAt(function.close) - file.lineAt(function.open) + 1;
            if (lines > kFunctionLines)
                found->append(
                    {{},
                     file.path,
                     file.lineAt(function.open),
                     QStringLiteral("%1: %2 lines, at most %3").arg(function.head).arg(lines).arg(kFunctionLines),
                     lines});
        }
    }
}

} // namespace

QList<Rule> sizeRules()
{
    return {
        {QStringLiteral("file-length"), QStringLiteral("A file of at most 300 lines is read in one sitting."),
         checkFiles},
        {QStringLiteral("function-length"), QStringLiteral("A function of at most 70 lines fits on a screen."),
         checkFunctions},
    };
}

} // namespace muster::tidy
