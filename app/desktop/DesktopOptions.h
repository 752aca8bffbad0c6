// SPDX-License-Identifier: Apache-2.0
#pragma once
// The command line of the console, read once. Source: interface.md, muster.

#include "core/base/TlsPin.h"

#include <QStringList>
#include <QUrl>

namespace muster {

//! What to open first.
enum class StartWith {
    Remembered, //!< The cluster of last time, or the four doors.
    Local,      //!< --local
    Address,    //!< --connect URL
    Demo,       //!< --demo
};

//! Everything that was asked for; pure values, nothing is opened yet.
struct DesktopOptions {
    StartWith start = StartWith::Remembered;
    QUrl url;              //!< Of --connect.
    QString dialect;       //!< Of --dialect; empty = found by asking.
    QString tokenFile;     //!< Of --token-file, with --connect; at most one of the three files.
    QString apiKeyFile;    //!< Of --api-key-file.
    QString loginFile;     //!< Of --login-file, see LoginFile.
    TlsPin pin;            //!< Of --pin, with --connect; empty = none was given.
    std::optional<quint32> seed; //!< Of --seed, with --demo; none = the usual one.
    QString scenario;      //!< Of --scenario, with --demo; empty = the usual one.
    bool isReadOnly = false;
    QString configFolder;  //!< Of --config-dir; empty = the usual one.
    QString tourFolder;    //!< Of --tour; empty = no tour.
    bool wantsHelp = false;
    bool wantsVersion = false;

    bool operator==(const DesktopOptions &) const = default;
};

//! Reads \a arguments without the program's name. Invalid, naming the option in field, for what is unknown, missing,
//! malformed, or does not go together.
Result<DesktopOptions> parseDesktopOptions(const QStringList &arguments);
//! What --help prints.
QString desktopHelp();

} // namespace muster
