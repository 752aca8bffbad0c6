// SPDX-License-Identifier: Apache-2.0
#pragma once
// What musterd was asked to do, by its command line and its environment. Pure but for reading the
// join token's file and what a worker keeps in its data folder.

#include "app/shared/LocalNodeHost.h"

#include <QProcessEnvironment>
#include <QStringList>

namespace muster {

enum class DaemonRequest { Run, ShowHelp, ShowVersion };

struct DaemonOptions {
    DaemonRequest request = DaemonRequest::Run;
    LocalNodeOptions node;
    QString joinTokenPath; //!< Of a worker: where node.joinToken was read from, absolute; empty when there is none.
    QString logLevel = QStringLiteral("info");
    QStringList warnings; //!< What was given but cannot be honoured; one sentence each.
};

//! Reads \a arguments (without the program) and \a environment; an option wins over a variable, an empty variable is none.
//! Invalid blames the option or the variable, Unsupported names what this build lacks. Source: interface.md, musterd.
Result<DaemonOptions> parseDaemonOptions(const QStringList &arguments, const QProcessEnvironment &environment);
//! What --help prints.
QString daemonHelp();

} // namespace muster
