// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/ArgumentText.h"

#include "ui/assignments/EntityWords.h"

namespace muster {

using namespace Qt::StringLiterals;

Result<QStringList> argumentsOf(const QString &text)
{
    QStringList arguments;
    QString word;
    bool isWord = false; // "" is an argument, too.
    QChar quote;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == u'\\' && quote != u'\'' && i + 1 < text.size()) {
            word += text[++i];
            isWord = true;
        } else if (!quote.isNull()) {
            c == quote ? void(quote = {}) : void(word += c);
        } else if (c == u'"' || c == u'\'') {
            quote = c;
            isWord = true;
        } else if (!c.isSpace()) {
            word += c;
            isWord = true;
        } else if (isWord) {
            arguments.append(std::exchange(word, {}));
            isWord = false;
        }
    }
    if (!quote.isNull())
        return invalid(u"argv"_s, u"a %1 is not closed"_s.arg(quote));
    if (isWord)
        arguments.append(word);
    return arguments;
}

QString textOf(const QStringList &arguments)
{
    QStringList words;
    for (const QString &argument : arguments)
        words.append(shellWord(argument));
    return words.join(u' ');
}

} // namespace muster
