// SPDX-License-Identifier: Apache-2.0
#pragma once
// "Test connection": what was asked, and how far we came, stage by stage (reliability.md T-15).

#include "core/base/Error.h"
#include "core/base/Timestamp.h"

#include <QList>
#include <QString>

#include <optional>

namespace muster {

//! An address that a person typed: a host name or IP address, and a port.
struct ReachTarget {
    QString host;
    int port = 3101; //!< 1 to 65535. Default: AgenticMail's.
    //! Whether an admin asks: only then may loopback be asked, and only where the control plane itself is on loopback.
    //! Set by routes from the caller; never read from a request's body.
    bool isAdmin = false;
    QString askedBy = {}; //!< Name of the caller's key, whose tests are counted together; set by routes as well.
};

//! One stage. Stages come in order; the first that failed is the last.
struct ReachStage {
    QString name;                //!< "resolve", "connect", "answer".
    double tookMs = 0;
    std::optional<Error> cause;  //!< Why it failed; coarse, so that it tells nothing about networks that are none of theirs.
};

//! The outcome.
struct ReachReport {
    bool isReachable = false;
    double latencyMs = 0; //!< All stages together.
    QString version;      //!< As the other end says; empty when it does not.
    QString agentId;      //!< The same.
    QList<ReachStage> stages;
};

} // namespace muster
