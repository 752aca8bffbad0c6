// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlCompletion.h"

#include "app/ctl/CtlArguments.h"
#include "core/domain/Job.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Of every verb.
const QStringList kEverywhere{u"url"_s,  u"token-file"_s, u"api-key-file"_s, u"login-file"_s, u"pin"_s,  u"insecure"_s,
                              u"dialect"_s, u"output"_s,  u"json"_s,         u"yes"_s,        u"help"_s, u"version"_s};
//! Those that say which cluster: what it is asked for names is asked in the same way.
const QStringList kWhere{u"url"_s, u"token-file"_s, u"api-key-file"_s, u"login-file"_s, u"pin"_s, u"dialect"_s};
const QStringList kListEntities{u"entities"_s, u"list"_s};

QStringList kinds()
{
    QStringList words;
    for (const EntityKind kind : kEntityKinds)
        words.append(wordOf(kind));
    return words;
}

QStringList states()
{
    QStringList words;
    for (const JobState state : kJobStates)
        words.append(wordOf(state));
    return words;
}

//! What may follow the option \a name.
QStringList valuesOf(const QString &name)
{
    static const QHash<QString, QStringList> values{{u"output"_s, {u"table"_s, u"json"_s, u"csv"_s}},
                                                    {u"dialect"_s, {u"native"_s, u"agenticmail"_s, u"cognipeer"_s, u"demo"_s}},
                                                    {u"tier"_s, {u"viewer"_s, u"operator"_s, u"admin"_s}},
                                                    {u"mode"_s, {u"strict"_s, u"preferred"_s}},
                                                    {u"role"_s, {u"worker"_s}},
                                                    {u"deadline"_s, {u"5m"_s, u"15m"_s, u"1h"_s}},
                                                    {u"ttl"_s, {u"15m"_s, u"1h"_s, u"1d"_s, u"30d"_s}},
                                                    {u"state"_s, states()}};
    return values.value(name);
}

//! The words of a command line without its options, and those of its options that say which cluster.
struct Typed {
    QStringList words;
    QStringList where;
    QString open; //!< The option whose value comes next.
    bool isCommand = false; //!< Behind "--".
};

Typed typedBefore(const QStringList &words)
{
    Typed typed;
    for (const QString &word : words) {
        if (!typed.open.isEmpty()) {
            if (kWhere.contains(typed.open))
                typed.where += QStringList{u"--"_s + typed.open, word};
            typed.open.clear();
        } else if (word == "--"_L1) {
            typed.isCommand = true;
            return typed;
        } else if (word.startsWith(u'-')) {
            const QString name = word == "-o"_L1 ? u"output"_s : word.mid(2).section(u'=', 0, 0);
            if (word.contains(u'=') && kWhere.contains(name))
                typed.where.append(word);
            else if (!word.contains(u'=') && CtlArguments::takesValue(name))
                typed.open = name;
        } else {
            typed.words.append(word);
        }
    }
    return typed;
}

//! What stands for \a placeholder: words, or what is to be asked.
CtlCompletion objectOf(const QString &placeholder, const CtlVerbWords &verb)
{
    if (placeholder == "NODE"_L1)
        return {{}, {u"nodes"_s, u"list"_s}};
    if (placeholder.contains("KIND/ID"_L1))
        return {{}, kListEntities};
    if (placeholder == "KIND"_L1 || placeholder == "QUEUE"_L1)
        return {kinds()};
    if (placeholder == "SHELL"_L1)
        return {{u"bash"_s, u"zsh"_s, u"fish"_s}};
    if (placeholder == "ID"_L1 && verb.words.startsWith("jobs"_L1))
        return {{}, {u"jobs"_s, u"list"_s, u"--most"_s, u"100"_s}};
    if (placeholder == "ID"_L1 && verb.words.startsWith("tokens"_L1))
        return {{}, {u"tokens"_s, u"list"_s}};
    return {};
}

QStringList nextWords(const QStringList &before)
{
    QStringList next;
    for (const CtlVerbWords &one : ctlVerbs()) {
        const QStringList words = one.words.split(u' ');
        if (words.size() > before.size() && words.mid(0, before.size()) == before && !next.contains(words[before.size()]))
            next.append(words[before.size()]);
    }
    return next;
}

QStringList optionsOf(const CtlVerbWords *verb)
{
    QStringList names = verb ? verb->options : QStringList();
    if (verb && verb->isChanging)
        names.append(u"dry-run"_s);
    QStringList words;
    for (const QString &name : QStringList(names + kEverywhere))
        words.append(u"--"_s + name);
    return words;
}

CtlCompletion whole(const Typed &before, const QString &current)
{
    if (!before.open.isEmpty())
        return before.open == "entity"_L1 ? CtlCompletion{{}, kListEntities} : CtlCompletion{valuesOf(before.open)};
    if (before.isCommand)
        return {};
    QStringList words = before.words;
    if (words.value(0) == "help"_L1)
        words.removeFirst();
    const CtlVerbWords *verb = verbIn(words);
    if (current.startsWith(u'-'))
        return {optionsOf(verb)};
    if (!verb)
        return {nextWords(words)};
    const qsizetype at = words.size() - verb->words.split(u' ').size();
    return before.words.size() == words.size() ? objectOf(verb->object.split(u' ').value(at), *verb) : CtlCompletion();
}

} // namespace

CtlCompletion completionOf(const QStringList &words)
{
    const QString current = words.isEmpty() ? QString() : words.constLast();
    const Typed before = typedBefore(words.mid(0, words.size() - 1));
    CtlCompletion found = whole(before, current);
    found.typed = current;
    found.words.removeIf([&current](const QString &word) { return !word.startsWith(current); });
    if (!found.ask.isEmpty())
        found.ask += QStringList{u"--output"_s, u"csv"_s} + before.where;
    return found;
}

QByteArray namesIn(const QByteArray &text, const QString &typed)
{
    QByteArray names;
    const QByteArrayList lines = text.split('\n').mid(1); // The first has the headings.
    for (const QByteArray &line : lines) {
        const QByteArray name = line.left(line.indexOf(',')).trimmed(); // Ids and references have no commas, and no quotes.
        if (!name.isEmpty() && name.startsWith(typed.toUtf8()))
            names += name + '\n';
    }
    return names;
}

} // namespace muster
