// SPDX-License-Identifier: Apache-2.0
// Rules about continuations: each names the object whose death ends it.
#include "tests/tidy/rules/Rule.h"

#include <QRegularExpression>

namespace muster::tidy
{

namespace
{

// The arguments of the call whose '(' is at \a open, split at its own commas.
QStringList argumentsAt(const QString &code, qsizetype open)
{
    QStringList arguments;
    int depth = 0;
    qsizetype from = open + 1;
    for (qsizetype at = open; at < code.size(); ++at) {
        const QChar c = code[at];
        if (c == u'(' || c == u'{' || c == u'[') {
            ++depth;
        } else if (c == u')' || c == u'}' || c == u']') {
            if (--depth == 0) {
                arguments.append(code.mid(from, at - from).trimmed());
                return arguments;
            }
        } else if (c == u',' && depth == 1) {
            arguments.append(code.mid(from, at - from).trimmed());
            from = at + 1;
        }
    }
    return arguments;
}

template <typename IsBad>
void checkCalls(const SourceTree &tree, const QRegularExpression &call, QList<Finding> *found, IsBad isBad)
{
    for (const SourceFile &file : tree.files) {
        if (!file.isCpp())
            continue;
        QRegularExpressionMatchIterator matches = call.globalMatch(file.code);
        while (matches.hasNext()) {
            const QRegularExpressionMatch match = matches.next();
            if (isBad(argumentsAt(file.code, match.capturedEnd() - 1)))
                found->append({{}, file.path, file.lineAt(match.capturedStart()), match.captured().simplified(), 0});
        }
    }
}

// connect(sender, signal, receiver, slot): the form with three arguments has nobody whose death disconnects it.
void checkConnects(const SourceTree &tree, QList<Finding> *found)
{
    static const QRegularExpression call(QStringLiteral(R"(\bconnect\s*\()"));
    checkCalls(tree, call, found,
               [](const QStringList &arguments) { return arguments.size() == 3 && arguments.at(1).startsWith(u'&'); });
}

void checkContinuations(const SourceTree &tree, QList<Finding> *found)
{
    static const QRegularExpression then(QStringLiteral(R"((\.|->)(then|onCanceled|onFailed)\s*\()"));
    checkCalls(tree, then, found, [](const QStringList &arguments) { return arguments.first().startsWith(u'['); });
    static const QRegularExpression shot(QStringLiteral(R"(\bsingleShot\s*\()"));
    checkCalls(tree, shot, found,
               [](const QStringList &arguments) { return arguments.size() == 2 && arguments.last().startsWith(u'['); });
}

// T-18: these guess whether a text is HTML, and values from outside would be drawn as such.
void checkRichText(const SourceTree &tree, QList<Finding> *found)
{
    static const QRegularExpression guessing(QStringLiteral(
        R"(\bQMessageBox\s*::\s*(information|warning|critical|question|about)\s*\(|\bQt::(RichText|AutoText|MarkdownText)\b|\bsetHtml\s*\()"));
    for (const SourceFile &file : tree.files) {
        if (!file.isCpp() || file.isIn(u"tests"))
            continue;
        QRegularExpressionMatchIterator matches = guessing.globalMatch(file.code);
        while (matches.hasNext()) {
            const QRegularExpressionMatch match = matches.next();
            found->append({{}, file.path, file.lineAt(match.capturedStart()), match.captured(), 0});
        }
    }
}

// The kit's PlainLabel cannot guess, and its plainToolTip() leaves nothing to guess; our own words and pictures are
// harmless.
void checkKit(const SourceTree &tree, QList<Finding> *found)
{
    static const QRegularExpression box(QStringLiteral(R"(\bQ(MessageBox|ErrorMessage|WhatsThis)\b)"));
    static const QRegularExpression label(QStringLiteral(R"(\bnew\s+QLabel\s*\()"));
    static const QRegularExpression parent(QStringLiteral(R"(^\w*$)"));
    static const QRegularExpression toolTip(QStringLiteral(R"(\bsetToolTip\s*\()"));
    static const QRegularExpression harmless(
        QStringLiteral(R"(\bplainToolTip\s*\(|^([\w.()>-]+\s*\?\s*)?tr\s*\(|^QString\(\)$|^\{\}$)"));
    for (const SourceFile &file : tree.files) {
        if (!file.isCpp() || file.isIn(u"tests") || file.isIn(u"ui/kit"))
            continue;
        QRegularExpressionMatchIterator matches = box.globalMatch(file.code);
        while (matches.hasNext()) {
            const QRegularExpressionMatch match = matches.next();
            found->append({{}, file.path, file.lineAt(match.capturedStart()), match.captured(), 0});
        }
        matches = label.globalMatch(file.code);
        while (matches.hasNext()) {
            const QRegularExpressionMatch match = matches.next();
            const QStringList arguments = argumentsAt(file.code, match.capturedEnd() - 1);
            if (arguments.size() != 1 || !parent.match(arguments.first()).hasMatch())
                found->append(
                    {{}, file.path, file.lineAt(match.capturedStart()), QStringLiteral("a QLabel with text"), 0});
        }
        matches = toolTip.globalMatch(file.code);
        while (matches.hasNext()) {
            const QRegularExpressionMatch match = matches.next();
            const QString text = argumentsAt(file.code, match.capturedEnd() - 1).value(0);
            if (!harmless.match(text).hasMatch())
                found->append(
                    {{}, file.path, file.lineAt(match.capturedStart()), QStringLiteral("setToolTip: ") + text, 0});
        }
    }
}

} // namespace

QList<Rule> callRules()
{
    return {
        {QStringLiteral("connect-context"),
         QStringLiteral("A connection names its receiver, so that it ends when the receiver does."), checkConnects},
        {QStringLiteral("then-context"),
         QStringLiteral("A continuation names its context, so that it runs on its thread or not at all."),
         checkContinuations},
        {QStringLiteral("rich-text"), QStringLiteral("Text from outside is never drawn as HTML (T-18)."),
         checkRichText},
        {QStringLiteral("kit-text"),
         QStringLiteral("The kit's PlainLabel and plainToolTip() cannot mistake text for HTML (T-18)."), checkKit},
    };
}

} // namespace muster::tidy
