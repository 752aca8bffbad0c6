// SPDX-License-Identifier: Apache-2.0
#pragma once
// What musterctl was asked to do. Pure but for reading the token's file.

#include "core/domain/ClusterAddress.h"
#include "core/domain/ClusterEvent.h"

#include <QProcessEnvironment>
#include <QStringList>

#include <optional>

namespace muster {

enum class CtlVerb { ShowHelp, ShowVersion, Status, NodesList, NodesShow, NodesRemove, NodesPing, Events };
enum class OutputForm { Table, Json, Csv };

struct CtlOptions {
    CtlVerb verb = CtlVerb::ShowHelp;
    ClusterAddress address;
    Credentials credentials;
    OutputForm form = OutputForm::Table;
    QString node;          //!< Id or unique name, for the verbs on one node.
    bool isDryRun = false; //!< Say what would be done.
    bool isSure = false;   //!< --yes: do not ask.
    bool isFollowing = false;
    bool wantsBeats = false;
    std::optional<EventPosition> since;
};

//! Reads \a arguments (without the program); options stand before or after the verb, and win over MUSTER_URL and
//! MUSTER_TOKEN_FILE. Invalid blames the option, the variable or the word. Source: interface.md, musterctl.
Result<CtlOptions> parseCtlOptions(const QStringList &arguments, const QProcessEnvironment &environment);
//! What --help prints.
QString ctlHelp();

} // namespace muster
