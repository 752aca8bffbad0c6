// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlOptions.h"

#include "app/ctl/CtlArguments.h"
#include "app/ctl/CtlAuditOptions.h"
#include "app/ctl/CtlCompletion.h"
#include "app/ctl/CtlSignIn.h"
#include "app/ctl/CtlTokenOptions.h"
#include "app/ctl/CtlWorkOptions.h"
#include "core/base/Log.h"

#include <QRegularExpression>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kNoteCharacters = 256; // As the native API takes.

//! Whether \a given words may follow \a verb. The verbs on entities take one in two words as well: KIND ID for KIND/ID.
bool fits(const CtlVerbWords &verb, qsizetype given)
{
    if (verb.object.isEmpty())
        return given == 0;
    const qsizetype most = verb.object.count(u' ') + 1;
    if (verb.words.startsWith("entities "_L1))
        return given == 1 || given == 2;
    return given == most || (verb.object.startsWith(u'[') && given == most - 1);
}

//! The verb, and the words after it.
Result<QStringList> readVerb(const QStringList &words, CtlOptions *options)
{
    if (words.isEmpty())
        return invalid({}, u"what should be done? See musterctl --help"_s);
    const CtlVerbWords *one = verbIn(words);
    if (!one)
        return noVerb(words);
    const QStringList rest = words.mid(one->words.count(u' ') + 1);
    if (one->object.isEmpty() && !rest.isEmpty())
        return invalid(one->words, u"%1 takes no more words"_s.arg(one->words));
    const bool isCommand = one->verb == CtlVerb::EntitiesAdd || one->verb == CtlVerb::EntitiesChange;
    if (isCommand && rest.size() > 2)
        return invalid(one->words, u"%1: a command goes after --, like %1 %2 -- /bin/cat"_s.arg(one->words, rest.mid(0, 2).join(u' ').left(80)));
    if (!fits(*one, rest.size()))
        return invalid(one->words, u"%1 needs one %2: %3"_s.arg(one->words, one->object, one->objectHelp));
    options->verb = one->verb;
    return rest;
}

Result<void> readForm(const CtlArguments &given, CtlOptions *options)
{
    const bool isJson = given.has(u"json"_s);
    if (isJson && given.has(u"output"_s))
        return invalid(u"--json"_s, u"--json is --output json; give one of them"_s);
    const QString word = given.options.value(u"output"_s, isJson ? u"json"_s : u"table"_s);
    if (word == "json"_L1)
        options->form = OutputForm::Json;
    else if (word == "csv"_L1)
        options->form = OutputForm::Csv;
    else if (word != "table"_L1)
        return invalid(u"--output"_s, u"--output: must be table, json or csv"_s);
    return {};
}

//! "entities add, entities change": whose option \a name is.
QString ownersOf(const QString &name)
{
    QStringList owners;
    for (const CtlVerbWords &one : ctlVerbs()) {
        if (one.options.contains(name))
            owners.append(one.words);
    }
    return owners.join(u", "_s);
}

//! Blames an option that belongs to another verb.
Result<void> checkTogether(const CtlArguments &given, CtlVerb verb)
{
    QStringList names = given.options.keys() + given.lists.keys();
    names.sort(); // One of several is blamed, and always the same.
    for (const QString &name : std::as_const(names)) {
        const QString owners = ownersOf(name);
        if (!owners.isEmpty() && !wordsOf(verb).options.contains(name))
            return invalid(u"--"_s + name, u"--%1 goes with %2"_s.arg(name, owners));
    }
    if (!given.emptied.isEmpty() && verb != CtlVerb::EntitiesChange)
        return invalid(u"--"_s + given.emptied.constFirst(), u"--%1 must not be empty"_s.arg(given.emptied.constFirst()));
    if (given.command && verb != CtlVerb::EntitiesAdd && verb != CtlVerb::EntitiesChange && verb != CtlVerb::Completion)
        return invalid(u"--"_s, u"a command after -- goes with entities add and entities change"_s);
    if (given.has(u"dry-run"_s) && !wordsOf(verb).isChanging)
        return invalid(u"--dry-run"_s, u"--dry-run goes with verbs that change something"_s);
    return {};
}

Result<void> readNote(const CtlArguments &given, CtlOptions *options)
{
    options->note = given.options.value(u"note"_s);
    if (options->note.size() > kNoteCharacters || escapedForLog(options->note) != options->note)
        return invalid(u"--note"_s, u"--note: at most %1 visible characters"_s.arg(kNoteCharacters));
    return {};
}

//! The help that was asked for by --help or as a verb; nullopt when it was not.
Result<std::optional<CtlOptions>> readHelp(const CtlArguments &given)
{
    const bool isVerb = given.words.value(0) == "help"_L1;
    if (!isVerb && !given.has(u"help"_s))
        return std::optional<CtlOptions>();
    CtlOptions options;
    options.help = given.words.mid(isVerb ? 1 : 0);
    if (!options.help.isEmpty() && !verbIn(options.help) && (options.help.size() > 1 || verbsUnder(options.help.constFirst()).isEmpty()))
        return noVerb(options.help);
    return std::optional(options);
}

Result<void> readEvents(const CtlArguments &given, CtlOptions *options)
{
    options->isFollowing = given.has(u"follow"_s);
    options->wantsBeats = given.has(u"beats"_s);
    if (!given.has(u"since"_s))
        return {};
    options->since = EventPosition::fromText(given.options.value(u"since"_s));
    if (!options->since)
        return invalid(u"--since"_s, u"--since: expected the id of an event, like 5f0c2d-17"_s);
    return {};
}

Result<ReachTarget> readTarget(const QString &text)
{
    static const QRegularExpression grammar(u"^(?:\\[([0-9A-Fa-f:.]+)\\]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?\\z"_s);
    const auto match = grammar.match(text);
    ReachTarget target;
    target.host = match.captured(1) + match.captured(2);
    if (match.hasMatch() && !match.captured(3).isEmpty())
        target.port = match.captured(3).toInt();
    if (!match.hasMatch() || target.host.size() > 253 || target.port < 1 || target.port > 65'535)
        return invalid(u"HOST[:PORT]"_s, u"\"%1\" is not a host with a port, like build-7.example:3101 or [fd00::7]:3101"_s.arg(text.left(80)));
    return target;
}

Result<void> readTokenId(const QString &text, CtlOptions *options)
{
    if (tokenIdOf(text.toUtf8())) // Sent, it would stand in a path; said again, in whatever keeps our words.
        return invalid(u"ID"_s, u"ID is what stands before the dot of a token; leave out the dot and the secret behind it"_s);
    MUSTER_TRY(id, TokenId::parse(text, u"ID"_s));
    options->tokenId = id;
    return {};
}

Result<void> readDataFolder(const CtlArguments &given, CtlOptions *options)
{
    if (!given.has(u"data"_s))
        return invalid(u"--data"_s, u"restore needs --data DIR: the data folder of a stopped musterd, or a new one"_s);
    options->dataFolder = given.options.value(u"data"_s);
    return {};
}

Result<void> readShell(const CtlArguments &given, const QString &shell, CtlOptions *options)
{
    if (completionScript(shell).isEmpty() && shell != "words"_L1)
        return invalid(u"SHELL"_s, u"SHELL: must be bash, zsh or fish"_s);
    options->shell = shell;
    options->typed = given.command.value_or(QStringList());
    return {};
}

//! What goes with one verb alone.
Result<void> readDetails(const CtlArguments &given, const QStringList &words, CtlOptions *options)
{
    const QString object = words.value(0);
    switch (options->verb) {
    case CtlVerb::NodesShow:
    case CtlVerb::NodesRemove:
    case CtlVerb::NodesPing:
    case CtlVerb::NodesRestart:
        options->node = object;
        return {};
    case CtlVerb::Events:
        return readEvents(given, options);
    case CtlVerb::Reach: {
        MUSTER_TRY(target, readTarget(object));
        options->target = target;
        return {};
    }
    case CtlVerb::TokensCreate: {
        MUSTER_TRY(request, readTokenRequest(given));
        options->token = request;
        options->tokenOut = given.options.value(u"token-out"_s);
        return {};
    }
    case CtlVerb::TokensRevoke:
        return readTokenId(object, options);
    case CtlVerb::Restore:
        options->file = object;
        return readDataFolder(given, options);
    case CtlVerb::Backup:
        options->file = object;
        return {};
    case CtlVerb::AuditList:
    case CtlVerb::AuditVerify:
    case CtlVerb::AuditExport:
        return readAudit(given, words, options);
    case CtlVerb::Completion:
        return readShell(given, object, options);
    case CtlVerb::ShowHelp:
    case CtlVerb::ShowVersion:
    case CtlVerb::Status:
    case CtlVerb::NodesList:
    case CtlVerb::TokensList:
        return {};
    case CtlVerb::NodesBest:
    case CtlVerb::NodesCordon:
    case CtlVerb::NodesUncordon:
    case CtlVerb::NodesDrain:
    case CtlVerb::NodesStopDrain:
    case CtlVerb::Logs:
    case CtlVerb::EntitiesAdd:
    case CtlVerb::EntitiesList:
    case CtlVerb::EntitiesShow:
    case CtlVerb::EntitiesChange:
    case CtlVerb::EntitiesRemove:
    case CtlVerb::AssignmentsSet:
    case CtlVerb::AssignmentsClear:
    case CtlVerb::AssignmentsList:
    case CtlVerb::JobsSubmit:
    case CtlVerb::JobsList:
    case CtlVerb::JobsShow:
    case CtlVerb::JobsRetry:
    case CtlVerb::JobsCancel:
    case CtlVerb::JobsDiscard:
    case CtlVerb::QueuesList:
    case CtlVerb::QueuesPause:
    case CtlVerb::QueuesResume:
        return readWork(given, words, options);
    }
    Q_UNREACHABLE();
}

} // namespace

Result<CtlOptions> parseCtlOptions(const QStringList &arguments, const QProcessEnvironment &environment)
{
    MUSTER_TRY(given, CtlArguments::parse(arguments));
    MUSTER_TRY(help, readHelp(given));
    if (help)
        return *help;
    CtlOptions options;
    if (given.has(u"version"_s)) {
        options.verb = CtlVerb::ShowVersion;
        return options;
    }
    MUSTER_TRY(words, readVerb(given.words, &options));
    MUSTER_CHECK(readForm(given, &options));
    MUSTER_CHECK(checkTogether(given, options.verb));
    options.isDryRun = given.has(u"dry-run"_s);
    options.isSure = given.has(u"yes"_s);
    MUSTER_CHECK(readNote(given, &options));
    MUSTER_CHECK(readDetails(given, words, &options));
    if (options.verb != CtlVerb::Restore && options.verb != CtlVerb::Completion && !options.isOffline) // Asks no server.
        MUSTER_CHECK(readSignIn(given, environment, &options));
    return options;
}

} // namespace muster
