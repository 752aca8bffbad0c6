// SPDX-License-Identifier: Apache-2.0
// Rules about how a file begins, and about markdown.
#include "tests/tidy/rules/Rule.h"

#include <QRegularExpression>

namespace muster::tidy
{

namespace
{

void checkLicence(const SourceTree &tree, QList<Finding> *found)
{
    static const QRegularExpression held(
        QStringLiteral(R"(\.(h|cpp|cmake|sh|mjs|sql|yaml|h\.in)$|(^|/)CMakeLists\.txt$|^\.ci/run$)"));
    for (const SourceFile &file : tree.files) {
        if (!held.match(file.path).hasMatch())
            continue;
        const QStringList lines = file.lines();
        const QString &first = lines.first().startsWith(u"#!") && lines.size() > 1 ? lines.at(1) : lines.first();
        if (!first.contains(u"SPDX-License-Identifier: Apache-2.0"))
            found->append({{}, file.path, 1, QStringLiteral("no SPDX line"), 0});
    }
}

void checkHeaders(const SourceTree &tree, QList<Finding> *found)
{
    for (const SourceFile &file : tree.files) {
        if (!file.isHeader())
            continue;
        const QStringList lines = file.lines();
        if (lines.value(1) != u"#pragma once" || !lines.value(2).startsWith(u"// "))
            found->append(
                {{}, file.path, 2, QStringLiteral("wanted: #pragma once, then what the file is and who uses it"), 0});
    }
}

void checkStatements(const SourceTree &tree, QList<Finding> *found)
{
    for (const SourceFile &file : tree.files) {
        if ((file.path.endsWith(u".sql") || file.path.endsWith(u".lua")) && !file.lines().value(1).startsWith(u"-- "))
            found->append({{}, file.path, 2, QStringLiteral("wanted: a comment that says what the statement does"), 0});
    }
}

void checkMarkdown(const SourceTree &tree, QList<Finding> *found)
{
    for (const SourceFile &file : tree.files) {
        if (!file.path.endsWith(u".md"))
            continue;
        int titles = 0;
        bool fenced = false;
        const QStringList lines = file.lines();
        for (const QString &line : lines) {
            if (line.startsWith(u"```"))
                fenced = !fenced;
            titles += !fenced && line.startsWith(u"# ") ? 1 : 0;
        }
        if (titles != 1 || !lines.first().startsWith(u"# "))
            found->append({{}, file.path, 1, QStringLiteral("%1 titles").arg(titles), 0});
    }
}

void checkSpaces(const SourceTree &tree, QList<Finding> *found)
{
    static const QRegularExpression loose(QStringLiteral(R"([ \t]+$|\t)"), QRegularExpression::MultilineOption);
    for (const SourceFile &file : tree.files) {
        if (!file.isCpp())
            continue;
        const QRegularExpressionMatch match = loose.match(file.text);
        if (match.hasMatch())
            found->append(
                {{}, file.path, file.lineAt(match.capturedStart()), QStringLiteral("a tab, or a blank at the end"), 0});
        if (!file.text.endsWith(u'\n'))
            found->append({{}, file.path, file.lineCount(), QStringLiteral("no line end at the end"), 0});
    }
}

} // namespace

QList<Rule> pageRules()
{
    return {
        {QStringLiteral("licence"), QStringLiteral("Every source file says its licence in the first line."),
         checkLicence},
        {QStringLiteral("header-comment"), QStringLiteral("A header says in its third line what it is."), checkHeaders},
        {QStringLiteral("statement-comment"), QStringLiteral("A statement says what it does before it does it."),
         checkStatements},
        {QStringLiteral("one-title"), QStringLiteral("A page has one title, and begins with it."), checkMarkdown},
        {QStringLiteral("spaces"), QStringLiteral("Tabs and trailing blanks make changes where there are none."),
         checkSpaces},
    };
}

} // namespace muster::tidy
