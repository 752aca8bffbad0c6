// SPDX-License-Identifier: Apache-2.0
#pragma once
// What --dry-run tells of a verb on work: what would be, and what is. Pure.

#include "app/ctl/CtlOptions.h"

#include <QJsonValue>

namespace muster {

//! One change that is not made.
struct CtlChange {
    QString what;      //!< "agent/hello", "j1k0sv31qrzg", "agent".
    QString sentence;  //!< "Would pin agent/hello", without what is before and after.
    QString before;    //!< In a few words.
    QString after;     //!< The same.
    QJsonValue beforeJson; //!< Null: nothing.
    QJsonValue afterJson;
};

//! "Would pin agent/hello: nowhere -> main-1, strict."; {"what","before","after","dryRun":true}.
QString wouldChangeText(const CtlChange &change, OutputForm form);

} // namespace muster
