// SPDX-License-Identifier: Apache-2.0
#pragma once
// What musterctl can be told to do: the words, what follows them, which options go with them. One table for all that reads
// or describes a command line.

#include "core/base/Error.h"
#include "core/domain/AccessToken.h"

#include <QStringList>

namespace muster {

enum class CtlVerb {
    ShowHelp,
    ShowVersion,
    Status,
    NodesList,
    NodesShow,
    NodesRemove,
    NodesPing,
    NodesRestart,
    NodesBest,
    NodesCordon,
    NodesUncordon,
    NodesDrain,
    NodesStopDrain,
    EntitiesAdd,
    EntitiesList,
    EntitiesShow,
    EntitiesChange,
    EntitiesRemove,
    AssignmentsSet,
    AssignmentsClear,
    AssignmentsList,
    JobsSubmit,
    JobsList,
    JobsShow,
    JobsRetry,
    JobsCancel,
    JobsDiscard,
    QueuesList,
    QueuesPause,
    QueuesResume,
    Logs,
    Events,
    Reach,
    TokensCreate,
    TokensList,
    TokensRevoke,
    AuditList,
    AuditVerify,
    AuditExport,
    Backup,
    Restore,
    Completion,
};

//! One verb.
struct CtlVerbWords {
    CtlVerb verb = CtlVerb::ShowHelp;
    QString words;       //!< "nodes show".
    QString object;      //!< The words that follow: "NODE", "KIND/ID NODE", "[KIND/ID]" for one that may; empty: none.
    QString objectHelp;  //!< What they are, for a message.
    QStringList options; //!< Names of options that go with this verb or few others.
    bool isChanging = false; //!< Takes --dry-run.
    Tier tier = Tier::Viewer; //!< What a Muster control plane asks for.
};

//! All that are called by words.
const QList<CtlVerbWords> &ctlVerbs();
//! The row of \a verb, which must not be ShowVersion.
const CtlVerbWords &wordsOf(CtlVerb verb);
//! The one that \a words begin with; nullptr for none.
const CtlVerbWords *verbIn(const QStringList &words);
//! All whose first word is \a word: of "jobs" six.
QList<CtlVerbWords> verbsUnder(const QString &word);
//! Invalid, for words that are no verb: says what may follow, or what was probably meant.
Error noVerb(const QStringList &words);

} // namespace muster
