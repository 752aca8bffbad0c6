// SPDX-License-Identifier: Apache-2.0
#pragma once
// What AgenticMail's workers send to our server, checked. Pure. Source: @agenticmail/enterprise 0.5.559, src/cli-agent.ts.

#include "core/domain/Heartbeat.h"

#include <QByteArray>

namespace muster {

//! POST /register.
struct AgenticmailRegistration {
    NodeIdentity who; //!< Without labels.
    std::optional<QMap<QString, QString>> labels; //!< Of "metadata"; nullopt: as known.
    std::optional<qint64> memoryTotalBytes;
    std::optional<QStringList> agents; //!< nullopt: as known.
};

//! POST /heartbeat/{id}.
struct AgenticmailBeat {
    std::optional<QStringList> agents; //!< nullopt: as known.
    std::optional<double> cpu;         //!< 0 to 1.
    std::optional<double> memoryShare; //!< 0 to 1.
};

//! Reads bodies. Errors are Invalid and blame the field. null is absent, "unknown" and 0 are its words for unknown.
struct AgenticmailRequests {
    //! nodeId, host and port are required; a port in quotes is one, too. What a worker was given as one capability
    //! "gpu,docker" are two.
    static Result<AgenticmailRegistration> readRegistration(const QByteArray &body);
    //! An empty body is a beat that says nothing else.
    static Result<AgenticmailBeat> readBeat(const QByteArray &body);
};

} // namespace muster
