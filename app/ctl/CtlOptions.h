// SPDX-License-Identifier: Apache-2.0
#pragma once
// What musterctl was asked to do. Pure but for reading the files of secrets.

#include "app/ctl/CtlVerbs.h"
#include "app/ctl/CtlWork.h"
#include "core/domain/AccessToken.h"
#include "core/domain/AuditEntry.h"
#include "core/domain/ClusterAddress.h"
#include "core/domain/ClusterEvent.h"
#include "core/domain/Reach.h"

#include <QProcessEnvironment>
#include <QStringList>

#include <optional>

namespace muster {

enum class OutputForm { Table, Json, Csv };

struct CtlOptions {
    CtlVerb verb = CtlVerb::ShowHelp;
    ClusterAddress address; //!< Its dialect is empty when the server is to be asked what it speaks.
    bool isDialectGiven = false;
    bool isUrlGiven = false; //!< Else it is the default one.
    Credentials credentials;
    QString tokenFile; //!< Where they are from, when it was given as an option.
    OutputForm form = OutputForm::Table;
    QString node;          //!< Id or unique name, for the verbs on one node.
    ReachTarget target;    //!< Of reach.
    TokenRequest token;    //!< Of tokens create.
    QString tokenOut;      //!< Where its secret goes; empty: to standard output.
    TokenId tokenId;       //!< Of tokens revoke.
    QString file;          //!< Of backup and audit export ("-": standard output), restore, and audit verify, where it is an export.
    bool isOffline = false; //!< Of audit verify: \a file alone is looked at, and no server asked.
    AuditQuery audit;      //!< Of audit list; pages of any size.
    int auditMost = 0;     //!< Of audit list: how many at most.
    QString dataFolder;    //!< Of restore.
    QString note;          //!< Of the verbs that the audit log can say why of.
    QStringList help;      //!< Of help: about which verb or verbs; empty: all.
    QString shell;         //!< Of completion: "bash", "zsh", "fish"; "words" to be asked by their scripts.
    QStringList typed;     //!< The words that those ask for.
    std::optional<QString> namesLike; //!< Set: of the answer only names that begin so, and no complaints.
    CtlWork work;          //!< Of the verbs on entities, pins, places, jobs and queues.
    bool isDryRun = false; //!< Say what would be done.
    bool isSure = false;   //!< --yes: do not ask.
    bool isFollowing = false;
    bool wantsBeats = false;
    std::optional<EventPosition> since;
};

//! Reads \a arguments (without the program); options stand before or after the verb, and win over MUSTER_URL and
//! MUSTER_TOKEN_FILE. Invalid blames the option, the variable or the word. Source: interface.md, musterctl.
Result<CtlOptions> parseCtlOptions(const QStringList &arguments, const QProcessEnvironment &environment);
//! What --help prints: all verbs, those that begin with \a words ("jobs"), or one with its options ("jobs submit").
QString ctlHelp(const QStringList &words = {});

} // namespace muster
