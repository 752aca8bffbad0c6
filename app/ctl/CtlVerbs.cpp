// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlVerbs.h"

#include "app/ctl/CtlNear.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

const QList<CtlVerbWords> &ctlVerbs()
{
    static const QString node = u"an id or a unique name"_s;
    static const QStringList create{u"tier"_s, u"name"_s, u"ttl"_s,  u"join"_s,
                                    u"role"_s, u"uses"_s, u"capabilities"_s, u"token-out"_s, u"tenant"_s};
    static const QString entity = u"an entity, like agent/hello"_s;
    static const QString job = u"the id of a job, see musterctl jobs list"_s;
    static const QString queue = u"a kind of entities, see musterctl queues list"_s;
    static const QStringList add{u"tenant"_s, u"title"_s, u"subtitle"_s, u"needs"_s, u"resident"_s, u"env"_s, u"secret"_s, u"cwd"_s, u"note"_s};
    static const QStringList change{u"title"_s,  u"subtitle"_s, u"needs"_s,  u"resident"_s,     u"no-resident"_s, u"env"_s, u"unset-env"_s,
                                    u"secret"_s, u"unset-secret"_s, u"cwd"_s, u"note"_s};
    static const QStringList noted{u"note"_s};
    static const QStringList submit{u"data"_s,     u"attempts"_s, u"backoff-ms"_s,         u"delay-ms"_s, u"priority"_s,
                                    u"dedupe"_s,   u"wait"_s,     u"attempt-timeout-ms"_s, u"wait-ms"_s,  u"timeout-ms"_s,
                                    u"bulk"_s};
    static const QList<CtlVerbWords> verbs{
        {CtlVerb::Status, u"status"_s, {}, {}, {}, false},
        {CtlVerb::NodesList, u"nodes list"_s, {}, {}, {}, false},
        {CtlVerb::NodesShow, u"nodes show"_s, u"NODE"_s, node, {}, false},
        {CtlVerb::NodesRemove, u"nodes remove"_s, u"NODE"_s, node, {}, true, Tier::Operator},
        {CtlVerb::NodesPing, u"nodes ping"_s, u"NODE"_s, node, {}, false, Tier::Operator},
        {CtlVerb::NodesRestart, u"nodes restart"_s, u"NODE"_s, node, {}, true, Tier::Operator},
        {CtlVerb::NodesBest, u"nodes best"_s, {}, {}, {u"needs"_s}, false},
        {CtlVerb::NodesCordon, u"nodes cordon"_s, u"NODE"_s, node, noted, true, Tier::Operator},
        {CtlVerb::NodesUncordon, u"nodes uncordon"_s, u"NODE"_s, node, noted, true, Tier::Operator},
        {CtlVerb::NodesDrain, u"nodes drain"_s, u"NODE"_s, node, {u"deadline"_s, u"now"_s, u"note"_s}, true, Tier::Operator},
        {CtlVerb::NodesStopDrain, u"nodes stop-drain"_s, u"NODE"_s, node, {}, true, Tier::Operator},
        {CtlVerb::EntitiesAdd, u"entities add"_s, u"KIND ID"_s, u"what it is and its name, like agent hello"_s, add, true, Tier::Admin},
        {CtlVerb::EntitiesList, u"entities list"_s, {}, {}, {}, false},
        {CtlVerb::EntitiesShow, u"entities show"_s, u"KIND/ID"_s, entity, {}, false},
        {CtlVerb::EntitiesChange, u"entities change"_s, u"KIND/ID"_s, entity, change, true, Tier::Admin},
        {CtlVerb::EntitiesRemove, u"entities remove"_s, u"KIND/ID"_s, entity, noted, true, Tier::Admin},
        {CtlVerb::AssignmentsSet, u"assignments set"_s, u"KIND/ID NODE"_s, u"an entity, and the id or unique name of a node"_s,
         {u"mode"_s, u"note"_s}, true, Tier::Operator},
        {CtlVerb::AssignmentsClear, u"assignments clear"_s, u"KIND/ID"_s, entity, noted, true, Tier::Operator},
        {CtlVerb::AssignmentsList, u"assignments list"_s, {}, {}, {}, false},
        {CtlVerb::JobsSubmit, u"jobs submit"_s, u"[KIND/ID]"_s, entity + u", or --bulk FILE"_s, submit, true, Tier::Operator},
        {CtlVerb::JobsList, u"jobs list"_s, {}, {}, {u"state"_s, u"entity"_s, u"most"_s}, false},
        {CtlVerb::JobsShow, u"jobs show"_s, u"ID"_s, job, {}, false},
        {CtlVerb::JobsRetry, u"jobs retry"_s, u"ID"_s, job, {}, true, Tier::Operator},
        {CtlVerb::JobsCancel, u"jobs cancel"_s, u"ID"_s, job, {}, true, Tier::Operator},
        {CtlVerb::JobsDiscard, u"jobs discard"_s, u"ID"_s, job, {}, true, Tier::Operator},
        {CtlVerb::QueuesList, u"queues list"_s, {}, {}, {}, false},
        {CtlVerb::QueuesPause, u"queues pause"_s, u"QUEUE"_s, queue, {}, true, Tier::Operator},
        {CtlVerb::QueuesResume, u"queues resume"_s, u"QUEUE"_s, queue, {}, true, Tier::Operator},
        {CtlVerb::Logs, u"logs"_s, u"KIND/ID|job/ID"_s, u"an entity, like agent/hello, or a job, like job/ID"_s, {u"follow"_s, u"tail"_s}, false},
        {CtlVerb::Events, u"events"_s, {}, {}, {u"follow"_s, u"beats"_s, u"since"_s}, false},
        {CtlVerb::Reach, u"reach"_s, u"HOST[:PORT]"_s, u"a name or address, and perhaps a port"_s, {}, false, Tier::Operator},
        {CtlVerb::TokensCreate, u"tokens create"_s, {}, {}, create, true, Tier::Admin},
        {CtlVerb::TokensList, u"tokens list"_s, {}, {}, {}, false, Tier::Admin},
        {CtlVerb::TokensRevoke, u"tokens revoke"_s, u"ID"_s, u"the id of a token, see musterctl tokens list"_s, {}, true, Tier::Admin},
        {CtlVerb::AuditList, u"audit list"_s, {}, {}, {u"search"_s, u"limit"_s}, false, Tier::Admin},
        {CtlVerb::AuditVerify, u"audit verify"_s, {}, {}, {u"export"_s, u"against"_s}, false, Tier::Admin},
        {CtlVerb::AuditExport, u"audit export"_s, u"FILE"_s, u"a new file, or - for standard output"_s, {}, true, Tier::Admin},
        {CtlVerb::Backup, u"backup"_s, u"FILE"_s, u"a new file, or - for standard output"_s, {}, true, Tier::Admin},
        {CtlVerb::Restore, u"restore"_s, u"FILE"_s, u"a file that musterctl backup wrote"_s, {u"data"_s}, true},
        {CtlVerb::Completion, u"completion"_s, u"SHELL"_s, u"bash, zsh or fish"_s, {}, false},
        {CtlVerb::ShowHelp, u"help"_s, {}, {}, {}, false}};
    return verbs;
}

const CtlVerbWords &wordsOf(CtlVerb verb)
{
    const auto found = std::ranges::find(ctlVerbs(), verb, &CtlVerbWords::verb);
    Q_ASSERT(found != ctlVerbs().end());
    return *found;
}

const CtlVerbWords *verbIn(const QStringList &words)
{
    const QString all = words.join(u' ');
    for (const CtlVerbWords &one : ctlVerbs()) {
        if (all == one.words || all.startsWith(one.words + u' '))
            return &one;
    }
    return nullptr;
}

QList<CtlVerbWords> verbsUnder(const QString &word)
{
    QList<CtlVerbWords> found;
    for (const CtlVerbWords &one : ctlVerbs()) {
        if (one.words.section(u' ', 0, 0) == word)
            found.append(one);
    }
    return found;
}

Error noVerb(const QStringList &words)
{
    const QString first = words.value(0);
    QStringList seconds; // Of its own verbs.
    for (const CtlVerbWords &one : verbsUnder(first))
        seconds.append(one.words.section(u' ', 1));
    if (words.size() == 1 && !seconds.isEmpty()) {
        const QString last = seconds.takeLast();
        return invalid(first, u"%1 needs one more word: %2 or %3; see musterctl %1 --help"_s.arg(first, seconds.join(u", "_s), last));
    }
    QStringList known;
    QStringList ending; // Said without its first word: "submit".
    for (const CtlVerbWords &one : ctlVerbs()) {
        known.append(one.words);
        if (one.words.section(u' ', 1) == first)
            ending.append(one.words);
        if (one.words.contains(u' ') && !known.contains(one.words.section(u' ', 0, 0)))
            known.append(one.words.section(u' ', 0, 0));
    }
    const QString said = words.mid(0, 2).join(u' ');
    const QString see = seconds.isEmpty() ? u"; see musterctl --help"_s : u"; see musterctl %1 --help"_s.arg(first);
    QString meant = ending.size() == 1 ? u"; did you mean %1?"_s.arg(ending.constFirst()) : didYouMean(said, known, QString());
    if (meant.isEmpty())
        meant = didYouMean(first, known, see);
    return invalid(first, u"\"%1\" is not a verb%2"_s.arg(said.left(80), seconds.isEmpty() || !nearest(said, known).isEmpty() ? meant : see));
}

} // namespace muster
