// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlOptions.h"

#include "app/ctl/CtlArguments.h"
#include "app/shared/NodeFolder.h"
#include "core/cluster/Dialect.h"

#include <QFileInfo>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct VerbWords {
    QString words;
    CtlVerb verb;
    bool takesNode;
};

const QList<VerbWords> kVerbs{{u"status"_s, CtlVerb::Status, false},
                              {u"nodes list"_s, CtlVerb::NodesList, false},
                              {u"nodes show"_s, CtlVerb::NodesShow, true},
                              {u"nodes remove"_s, CtlVerb::NodesRemove, true},
                              {u"nodes ping"_s, CtlVerb::NodesPing, true},
                              {u"events"_s, CtlVerb::Events, false},
                              {u"help"_s, CtlVerb::ShowHelp, false}};

Result<void> readVerb(const QStringList &words, CtlOptions *options)
{
    if (words.isEmpty())
        return invalid({}, u"what should be done? See musterctl --help"_s);
    const QString all = words.join(u' ');
    for (const VerbWords &one : kVerbs) {
        if (all != one.words && !all.startsWith(one.words + u' '))
            continue;
        const QStringList rest = words.mid(one.words.count(u' ') + 1);
        if (rest.size() != (one.takesNode ? 1 : 0))
            return invalid(one.words, one.takesNode ? u"%1 needs one NODE: an id or a unique name"_s.arg(one.words)
                                                    : u"%1 takes no more words"_s.arg(one.words));
        options->verb = one.verb;
        options->node = rest.value(0);
        return {};
    }
    return invalid(words.first(), u"\"%1\" is not a verb; see musterctl --help"_s.arg(all.left(80)));
}

Result<void> readForm(const CtlArguments &given, CtlOptions *options)
{
    const QString word = given.options.value(u"output"_s, u"table"_s);
    if (word == "json"_L1)
        options->form = OutputForm::Json;
    else if (word == "csv"_L1)
        options->form = OutputForm::Csv;
    else if (word != "table"_L1)
        return invalid(u"--output"_s, u"--output: must be table, json or csv"_s);
    return {};
}

Result<void> readFlags(const CtlArguments &given, CtlOptions *options)
{
    options->isDryRun = given.has(u"dry-run"_s);
    options->isSure = given.has(u"yes"_s);
    options->isFollowing = given.has(u"follow"_s);
    options->wantsBeats = given.has(u"beats"_s);
    const bool isEvents = options->verb == CtlVerb::Events;
    for (const auto &name : {u"follow"_s, u"beats"_s, u"since"_s}) {
        if (given.has(name) && !isEvents)
            return invalid(u"--"_s + name, u"--%1 goes with events"_s.arg(name));
    }
    if (options->isDryRun && options->verb != CtlVerb::NodesRemove)
        return invalid(u"--dry-run"_s, u"--dry-run goes with verbs that change something"_s);
    if (isEvents && !options->isFollowing)
        return invalid(u"--follow"_s, u"events needs --follow"_s);
    if (given.has(u"since"_s)) {
        options->since = EventPosition::fromText(given.options.value(u"since"_s));
        if (!options->since)
            return invalid(u"--since"_s, u"--since: expected the id of an event, like 5f0c2d-17"_s);
    }
    return {};
}

Result<void> readAddress(const CtlArguments &given, const QProcessEnvironment &environment, CtlOptions *options)
{
    options->address.dialect = given.options.value(u"dialect"_s, u"native"_s);
    if (!dialectById(options->address.dialect)) {
        QStringList known;
        for (const Dialect *dialect : builtInDialects())
            known.append(dialect->id());
        return invalid(u"--dialect"_s, u"--dialect: this build speaks %1"_s.arg(known.join(u", "_s)));
    }
    if (options->address.dialect == "demo"_L1)
        return {}; // Needs no network.
    const QString variable = environment.value(u"MUSTER_URL"_s);
    const bool isGiven = given.has(u"url"_s);
    const QString text = isGiven ? given.options.value(u"url"_s) : variable;
    const QString field = isGiven ? u"--url"_s : u"MUSTER_URL"_s;
    MUSTER_TRY(url, parseClusterUrl(text.isEmpty() ? u"http://127.0.0.1:3100"_s : text, field));
    options->address.url = url;
    if (!given.has(u"pin"_s))
        return {};
    MUSTER_TRY(pin, TlsPin::parse(given.options.value(u"pin"_s), u"--pin"_s));
    if (url.scheme() != "https"_L1)
        return invalid(u"--pin"_s, u"--pin: %1 is not an https address, so there is no key to pin"_s.arg(url.toString()));
    options->address.pin = pin;
    return {};
}

//! The file given, else the one of a node that this user runs, else no token: the server then says what it thinks.
Result<void> readToken(const CtlArguments &given, const QProcessEnvironment &environment, CtlOptions *options)
{
    if (options->address.dialect == "demo"_L1)
        return {};
    QString path = given.options.value(u"token-file"_s, environment.value(u"MUSTER_TOKEN_FILE"_s));
    if (path.isEmpty()) {
        path = defaultNodeFolder() + u"/admin.token"_s;
        if (!QFileInfo(path).isReadable())
            return {};
    }
    MUSTER_TRY(token, Secret::fromFile(path));
    options->credentials.token = token;
    return {};
}

} // namespace

Result<CtlOptions> parseCtlOptions(const QStringList &arguments, const QProcessEnvironment &environment)
{
    MUSTER_TRY(given, CtlArguments::parse(arguments));
    CtlOptions options;
    if (given.has(u"help"_s) || given.has(u"version"_s)) {
        options.verb = given.has(u"help"_s) ? CtlVerb::ShowHelp : CtlVerb::ShowVersion;
        return options;
    }
    MUSTER_CHECK(readVerb(given.words, &options));
    if (options.verb == CtlVerb::ShowHelp)
        return options;
    MUSTER_CHECK(readForm(given, &options));
    MUSTER_CHECK(readFlags(given, &options));
    MUSTER_CHECK(readAddress(given, environment, &options));
    MUSTER_CHECK(readToken(given, environment, &options));
    return options;
}

QString ctlHelp()
{
    return uR"(Usage: musterctl [OPTION]... VERB
Asks and changes a Muster cluster from a shell.

Verbs:
  status                   the cluster, its nodes by status, and what is wrong
  nodes list               all nodes
  nodes show NODE          everything about one node
  nodes remove NODE        forget a node; one that still beats returns
  nodes ping NODE          ask a node for a sign of life
  events --follow          changes as they happen, until interrupted

NODE is an id, or a name that only one node has.

Options, before or after the verb:
  --url URL                the cluster (default: $MUSTER_URL, else
                           http://127.0.0.1:3100)
  --token-file FILE        what lets you in (default: $MUSTER_TOKEN_FILE, else
                           $XDG_DATA_HOME/muster/node/admin.token)
  --pin sha256:HEX         the server's key, as musterd prints it
  --dialect native|demo    what it speaks; demo needs no network
  --output, -o FORM        table, json or csv (default: table)
  --dry-run                say what remove would do
  --yes, -y                do not ask
  --follow, -f             with events: go on
  --beats                  with events: heartbeats too
  --since ID               with events: from after this event
  --help, -h               show this
  --version                show the version

Exit codes: 0 ok, 1 internal, 2 usage, 3 unreachable, 4 not allowed,
6 waiting timed out, 8 not found, 9 conflict.
)"_s;
}

} // namespace muster
