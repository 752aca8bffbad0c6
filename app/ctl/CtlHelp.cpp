// SPDX-License-Identifier: Apache-2.0
// What musterctl says of itself. The man page says more; a test holds that it knows all that stands here.
#include "app/ctl/CtlOptions.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kTextAt = 27;   // Where the second column begins.
constexpr qsizetype kLineWidth = 80;

struct HelpRow {
    QString form; //!< "--tail N", "nodes show NODE".
    QString text;
};

//! An option that goes with some verbs.
struct OptionHelp {
    QString form;
    QString text;
    QString of = {}; //!< Of the verbs whose words begin with this; empty: of all that have it.

    //! Without dashes.
    QString name() const { return form.section(u' ', 0, 0).section(u',', 0, 0).mid(2); }
};

const QList<OptionHelp> &options()
{
    static const QList<OptionHelp> all{
        {u"--follow, -f"_s, u"go on, until interrupted"_s, u"events"_s},
        {u"--beats"_s, u"heartbeats too"_s},
        {u"--since ID"_s, u"from after this event"_s},
        {u"--follow, -f"_s, u"go on: until interrupted, or until the job is over"_s, u"logs"_s},
        {u"--tail N"_s, u"only the newest N lines of what is there, up to 100000; without it all that is kept"_s},
        {u"--deadline SPAN"_s, u"queue again what still runs after 15m, 1h; up to 7d"_s},
        {u"--now"_s, u"queue again what runs, at once"_s},
        {u"--tenant T"_s, u"whose it is (default: default)"_s, u"entities"_s},
        {u"--title TEXT"_s, u"its name for people"_s},
        {u"--subtitle TEXT"_s, u"one more line about it"_s},
        {u"--needs A,B"_s, u"capabilities that its node must have"_s},
        {u"--resident"_s, u"runs all the time, not once a job; takes no jobs then"_s},
        {u"--no-resident"_s, u"runs once a job again"_s},
        {u"--env NAME=VALUE"_s, u"a variable for its command; again for another"_s},
        {u"--unset-env NAME"_s, u"take a variable away; again for another"_s},
        {u"--secret NAME=FILE"_s, u"the same, from a file of yours alone; kept encrypted and never shown again"_s},
        {u"--unset-secret NAME"_s, u"take a secret away; again for another"_s},
        {u"--cwd DIR"_s, u"where its command runs (default: a folder of its own)"_s},
        {u"--note TEXT"_s, u"why, for the audit log"_s},
        {u"--mode M"_s, u"strict waits for the node, preferred runs elsewhere while it is away (default: strict)"_s},
        {u"--data JSON"_s, u"what the job gets; @FILE or - takes a file or standard input, byte for byte"_s, u"jobs"_s},
        {u"--attempts N"_s, u"tries before it is given up (default: the cluster's, 3 unless it was told otherwise)"_s},
        {u"--backoff-ms N"_s, u"before the second try; doubles (default: the cluster's, 1000)"_s},
        {u"--delay-ms N"_s, u"not before then"_s},
        {u"--priority N"_s, u"higher first (default: 0)"_s},
        {u"--dedupe KEY"_s, u"the same key gives the same job while that is kept"_s},
        {u"--attempt-timeout-ms N"_s, u"longest time of one try; then it is told to stop (SIGTERM), and killed when it is not over 10 s later"_s},
        {u"--wait"_s, u"wait, and print the result as JSON"_s},
        {u"--wait-ms N"_s, u"wait so long at most"_s},
        {u"--timeout-ms N"_s, u"the same as --wait-ms"_s},
        {u"--bulk FILE"_s, u"many jobs; each line says entity, data and the rest"_s},
        {u"--state S"_s, u"waiting, delayed, active, completed, failed, cancelled"_s},
        {u"--entity KIND/ID"_s, u"of one entity"_s},
        {u"--most N"_s, u"so many at most (default: 1000)"_s},
        {u"--tier T"_s, u"viewer, operator or admin"_s},
        {u"--tenant T"_s, u"sees and changes only what is this tenant's; again for another (default: all)"_s, u"tokens"_s},
        {u"--name N"_s, u"whose it is; with --join, the one node id let in"_s},
        {u"--ttl SPAN"_s, u"90s, 15m, 1h, 30d (default: 30d; with --join 1h)"_s},
        {u"--join"_s, u"a join token"_s},
        {u"--role worker"_s, u"what its nodes may be; nothing else can join yet"_s},
        {u"--capabilities A,B"_s, u"what its nodes may offer at most (default: anything)"_s},
        {u"--uses N"_s, u"how many nodes it lets in (default: 1)"_s},
        {u"--token-out FILE"_s, u"write the secret there (0600) and do not print it"_s},
        {u"--search TEXT"_s, u"part of actor, verb or target"_s},
        {u"--limit N"_s, u"so many at most (default: 100)"_s},
        {u"--export FILE"_s, u"look at an export instead, without a server"_s},
        {u"--against FILE"_s, u"whether the log still has what the export has"_s},
        {u"--data DIR"_s, u"the data folder"_s, u"restore"_s}};
    return all;
}

const QList<HelpRow> &rowsOf(CtlVerb verb)
{
    static const QHash<CtlVerb, QList<HelpRow>> rows{
        {CtlVerb::Status, {{u"status"_s, u"the cluster, its nodes by status, and what is wrong"_s}}},
        {CtlVerb::NodesList, {{u"nodes list"_s, u"all nodes"_s}}},
        {CtlVerb::NodesShow, {{u"nodes show NODE"_s, u"everything about one node, with its agents, pins and jobs"_s}}},
        {CtlVerb::NodesRemove, {{u"nodes remove NODE"_s, u"put a node out, end its credentials and its agents"_s}}},
        {CtlVerb::NodesPing, {{u"nodes ping NODE"_s, u"ask a node for a sign of life"_s}}},
        {CtlVerb::NodesRestart, {{u"nodes restart NODE"_s, u"restart the agents of a node"_s}}},
        {CtlVerb::NodesBest, {{u"nodes best"_s, u"which node fits best, and why not the others"_s}}},
        {CtlVerb::NodesCordon, {{u"nodes cordon NODE"_s, u"give a node nothing new that is not pinned to it"_s}}},
        {CtlVerb::NodesUncordon, {{u"nodes uncordon NODE"_s, u"let it take work again"_s}}},
        {CtlVerb::NodesDrain, {{u"nodes drain NODE"_s, u"cordon a node and empty it"_s}}},
        {CtlVerb::NodesStopDrain, {{u"nodes stop-drain NODE"_s, u"end that; it stays cordoned"_s}}},
        {CtlVerb::EntitiesAdd,
         {{u"entities add KIND ID [-- PROGRAM [ARGUMENT]...]"_s, u"register an agent with its command, or another kind"_s}}},
        {CtlVerb::EntitiesList, {{u"entities list"_s, u"all entities, where they run and why"_s}}},
        {CtlVerb::EntitiesShow, {{u"entities show KIND/ID"_s, u"everything about one"_s}}},
        {CtlVerb::EntitiesChange,
         {{u"entities change KIND/ID [-- PROGRAM [ARGUMENT]...]"_s, u"change what is named; all else of it stays, its secrets too"_s}}},
        {CtlVerb::EntitiesRemove, {{u"entities remove KIND/ID"_s, u"forget it, and cancel its jobs"_s}}},
        {CtlVerb::AssignmentsSet, {{u"assignments set KIND/ID NODE"_s, u"pin an entity to a node"_s}}},
        {CtlVerb::AssignmentsClear, {{u"assignments clear KIND/ID"_s, u"let it run where there is room"_s}}},
        {CtlVerb::AssignmentsList, {{u"assignments list"_s, u"all pins"_s}}},
        {CtlVerb::JobsSubmit,
         {{u"jobs submit KIND/ID"_s, u"queue a job, and perhaps wait for its result"_s},
          {u"jobs submit --bulk FILE"_s, u"queue many, a JSON object a line"_s}}},
        {CtlVerb::JobsList, {{u"jobs list"_s, u"the newest jobs, and what they wait for"_s}}},
        {CtlVerb::JobsShow, {{u"jobs show ID"_s, u"everything about one job, with its attempts"_s}}},
        {CtlVerb::JobsRetry, {{u"jobs retry ID"_s, u"run a job that is over again"_s}}},
        {CtlVerb::JobsCancel, {{u"jobs cancel ID"_s, u"end a job that is not over"_s}}},
        {CtlVerb::JobsDiscard, {{u"jobs discard ID"_s, u"forget a job that is over"_s}}},
        {CtlVerb::QueuesList, {{u"queues list"_s, u"the queues, one a kind of entities, with counts"_s}}},
        {CtlVerb::QueuesPause, {{u"queues pause QUEUE"_s, u"start nothing of it; what runs goes on"_s}}},
        {CtlVerb::QueuesResume, {{u"queues resume QUEUE"_s, u"go on"_s}}},
        {CtlVerb::Logs, {{u"logs KIND/ID|job/ID"_s, u"what an entity, or one of its jobs, wrote"_s}}},
        {CtlVerb::Events,
         {{u"events"_s, u"the last changes that the control plane has kept"_s},
          {u"events --follow"_s, u"changes as they happen, until interrupted"_s}}},
        {CtlVerb::Reach, {{u"reach HOST[:PORT]"_s, u"try to connect to an address from the control plane"_s}}},
        {CtlVerb::TokensCreate,
         {{u"tokens create --tier T"_s, u"a token for a person or a script"_s},
          {u"tokens create --join"_s, u"a token that lets a new machine in"_s}}},
        {CtlVerb::TokensList, {{u"tokens list"_s, u"all tokens, without their secrets"_s}}},
        {CtlVerb::TokensRevoke, {{u"tokens revoke ID"_s, u"end a token, and close what it opened"_s}}},
        {CtlVerb::AuditList, {{u"audit list"_s, u"who did what, newest first"_s}}},
        {CtlVerb::AuditVerify, {{u"audit verify"_s, u"whether the log of that is whole, and what that proves"_s}}},
        {CtlVerb::AuditExport, {{u"audit export FILE"_s, u"all of it as JSON lines, to be kept elsewhere; - prints it"_s}}},
        {CtlVerb::Backup, {{u"backup FILE"_s, u"a copy of what the control plane keeps; - prints it"_s}}},
        {CtlVerb::Restore, {{u"restore FILE --data DIR"_s, u"put a backup into the folder of a stopped musterd"_s}}},
        {CtlVerb::Completion, {{u"completion SHELL"_s, u"a script by which bash, zsh or fish complete what is typed"_s}}},
        {CtlVerb::ShowHelp, {{u"help [VERB]"_s, u"this; of one verb, or of jobs, nodes and so on, with the options"_s}}}};
    static const QList<HelpRow> none;
    const auto found = rows.constFind(verb);
    return found == rows.constEnd() ? none : *found;
}

const QString kNode = u"\nNODE is an id, or a name that only one node has.\n"_s;
const QString kKind = u"\nKIND is agent, mcp, browser, js-runtime, inference-server, alert-rule or\n"
                      "automation; KIND/TENANT:ID outside the default tenant. QUEUE is a KIND.\n"_s;

const QString kEverywhere = uR"(
Which cluster, before or after the verb:
  --url URL                the cluster (default: $MUSTER_URL, else
                           http://127.0.0.1:3100)
  --token-file FILE        what lets you in (default: $MUSTER_TOKEN_FILE, else
                           on loopback $XDG_DATA_HOME/muster/node/admin.token)
  --api-key-file FILE      the API key of an AgenticMail server
  --login-file FILE        e-mail, password and maybe company, a line each, for
                           AgenticMail or Cognipeer
  --pin sha256:HEX         the server's key, as musterd prints it
  --insecure               plain HTTP beyond loopback: anybody on the way can
                           read the token
  --dialect D              native, agenticmail, cognipeer or demo (default: what
                           the server speaks; native with a token)

How:
  --output, -o FORM        table, json or csv (default: table); --json is json
  --dry-run                say what a changing verb would do
  --yes, -y                do not ask; replace files
  --help, -h               this; after a verb its options: jobs submit --help
  --version                show the version

Exit codes: 0 ok, 1 internal, 2 usage, or the server lacks it, 3 unreachable,
4 not allowed, 5 job failed or cancelled, 6 waiting timed out, 7 server not
trusted, 8 not found, 9 conflict.
)"_s;

//! Two columns; the second is broken at blanks, and begins on a line of its own where the first is long.
QString lineOf(const HelpRow &row)
{
    QString text;
    QString line = u"  "_s + row.form;
    if (line.size() + 1 > kTextAt) {
        text = line + u'\n';
        line.clear();
    }
    line = line.leftJustified(kTextAt - 1);
    const QStringList words = row.text.split(u' ');
    for (const QString &word : words) {
        if (line.size() + 1 + word.size() > kLineWidth) {
            text += line + u'\n';
            line = QString().leftJustified(kTextAt - 1);
        }
        line += u' ' + word;
    }
    return text + line + u'\n';
}

QString linesOf(CtlVerb verb)
{
    QString text;
    for (const HelpRow &row : rowsOf(verb))
        text += lineOf(row);
    return text;
}

QString allHelp()
{
    QString text = u"Usage: musterctl [OPTION]... VERB\nAsks and changes a Muster cluster from a shell.\n\nVerbs:\n"_s;
    for (const CtlVerbWords &one : ctlVerbs())
        text += linesOf(one.verb);
    return text + kNode + kKind + kEverywhere;
}

QString groupHelp(const QString &word)
{
    QString text = u"Usage: musterctl %1 VERB [OPTION]...\n\nVerbs:\n"_s.arg(word);
    for (const CtlVerbWords &one : verbsUnder(word))
        text += linesOf(one.verb);
    return text + u"\nThe options of one: musterctl %1 VERB --help\nWhich cluster, and how: musterctl --help\n"_s.arg(word);
}

//! In the order of the verb's table.
QList<HelpRow> optionsOf(const CtlVerbWords &verb)
{
    QList<HelpRow> rows;
    for (const QString &name : verb.options) {
        for (const OptionHelp &one : options()) {
            if (one.name() == name && verb.words.startsWith(one.of))
                rows.append({one.form, one.text});
        }
    }
    return rows;
}

QString oneHelp(const CtlVerbWords &verb)
{
    QString text = u"Usage:\n"_s;
    for (const HelpRow &row : rowsOf(verb.verb))
        text += u"  musterctl [OPTION]... %1\n      %2\n"_s.arg(row.form, row.text);
    QString rows;
    for (const HelpRow &option : optionsOf(verb))
        rows += lineOf(option);
    if (verb.isChanging)
        rows += lineOf({u"--dry-run"_s, u"say what it would do, and do nothing"_s});
    text += rows.isEmpty() ? QString() : u"\nOptions:\n"_s + rows;
    text += verb.object.contains("NODE"_L1) ? kNode : QString();
    text += verb.object.contains("KIND"_L1) || verb.object.contains("QUEUE"_L1) ? kKind : QString();
    const bool asksTier = verb.tier != Tier::Viewer;
    text += asksTier ? u"\nA Muster control plane asks for a token of tier %1.\n"_s.arg(wordOf(verb.tier)) : QString();
    return text + u"\nWhich cluster, and how (--url, --token-file, --output …): musterctl --help\n"_s;
}

} // namespace

QString ctlHelp(const QStringList &words)
{
    if (words.isEmpty())
        return allHelp();
    const CtlVerbWords *verb = verbIn(words);
    return verb ? oneHelp(*verb) : groupHelp(words.constFirst());
}

} // namespace muster
