// SPDX-License-Identifier: Apache-2.0
#pragma once
// How an agent is started: the settings of an Entity of kind agent.

#include "core/base/Result.h"
#include "core/base/Timestamp.h"

#include <QJsonObject>
#include <QMap>
#include <QStringList>

#include <optional>

namespace muster {

//! No shell ever sees these: argv is given to the kernel as it is (decisions.md 16).
struct AgentSettings {
    QStringList argv;                //!< The program (a path, or a name to be found on the worker's PATH) and its arguments.
    QMap<QString, QString> env;      //!< Added to the few that the worker passes on (core/handlers/agent).
    QString cwd;                     //!< Absolute; empty: a folder of its own in the node's data folder.
    std::optional<qint64> memoryBytes; //!< Most address space of one of its processes; none: as the node.
    milliseconds stopGrace{0};       //!< Between SIGTERM and SIGKILL; 0: limits::kAgentStopGrace.

    bool operator==(const AgentSettings &) const = default;

    //! {"argv":[…],"env":{…},"cwd":"…","memoryBytes":n,"stopGraceMs":n}; what is unset is left out.
    QJsonObject toJson() const;
    //! Reads toJson(). Invalid blames the field: no argv, more than limits::kAgentArguments, a NUL, a name of a variable outside
    //! [A-Za-z_][A-Za-z0-9_]*, a relative folder, figures out of range.
    static Result<AgentSettings> fromJson(const QJsonObject &json);
};

//! Whether \a name can be the name of an environment variable or of a secret: [A-Za-z_][A-Za-z0-9_]{0,127}.
bool isVariableName(QStringView name);

} // namespace muster
