// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a control plane and a worker say to each other about work. Source: issue 4, Dispatch; reliability.md W-1, Q-5.

#include "core/base/Limits.h"
#include "core/handlers/Handler.h"

#include <variant>

namespace muster {

//! Of the frames; a peer of another one is turned away with a sentence.
inline constexpr int kMeshVersion = 1;

//! Worker: first frame of a line. What it still runs goes on (decisions.md 12).
struct MeshHello {
    int version = kMeshVersion;
    NodeId node;
    QString build;
    int window = limits::kAgentConcurrency; //!< Attempts that it takes at once, 1 … limits::kMeshWindow.
    QList<EntityKind> kinds;                //!< What it may and can execute.
    QList<RunId> running;                   //!< Attempts under way, and ended ones that were not settled.
    QString log = {};                       //!< Random, of this process: numbers of its MeshLines count from 1. Empty: it has none.

    bool operator==(const MeshHello &) const = default;
};

//! Control plane: the answer; from now on the worker is served.
struct MeshWelcome {
    int version = kMeshVersion;
    //! The last MeshLines that came from the hello's log, over any line; 0: none. Unknown: it says nothing of what came.
    std::optional<quint64> log = std::nullopt;
    bool isNewLog = false; //!< It knows of that log only now: whether something came of it to who was there before, it cannot say.
    bool operator==(const MeshWelcome &) const = default;
};

//! Control plane: a delivery. Sent again with the same numbers until it is taken; a worker that has it does not run it twice.
struct MeshRun {
    quint64 delivery = 0; //!< Grows within a line.
    Run run;
};

//! Worker: it has the delivery and runs it, or it cannot (with an error).
struct MeshTaken {
    quint64 delivery = 0;
    RunId run;
    std::optional<JobError> error;
    bool operator==(const MeshTaken &) const = default;
};

//! Worker: an attempt ended. Said again after each connection until it is settled.
struct MeshEnded {
    RunId run;
    RunOutcome outcome;
    bool operator==(const MeshEnded &) const = default;
};

//! Control plane: the end of an attempt is durable, or came too late; the worker may forget it.
struct MeshSettled {
    RunId run;
    bool wasLate = false;
    bool operator==(const MeshSettled &) const = default;
};

//! Control plane: stop an attempt; nobody waits for what it says.
struct MeshCancel {
    RunId run;
    bool operator==(const MeshCancel &) const = default;
};

//! A resident, with what it is started with.
struct MeshResident {
    Entity entity;
    QMap<QString, Secret> secrets;
};

//! Control plane: keep these residents and no others. A long list comes in parts, each once the worker has the one before.
struct MeshResidents {
    QList<MeshResident> residents;
    quint64 list = 1;     //!< Which list the part belongs to; grows with each within a line.
    bool hasMore = false; //!< Not the last part.
};

//! Worker: it has a part of that list, which is not the last one.
struct MeshKept {
    quint64 list = 1;
    bool operator==(const MeshKept &) const = default;
};

//! Control plane: restart one resident (or all: empty), as a person asked for.
struct MeshRestart {
    quint64 order = 0;
    std::optional<EntityRef> entity;
    bool operator==(const MeshRestart &) const = default;
};

//! Worker: the order was carried out, or not.
struct MeshRestarted {
    quint64 order = 0;
    int count = 0; //!< Residents that were started anew.
    QString error; //!< Empty: done.
    bool operator==(const MeshRestarted &) const = default;
};

//! Worker: output, oldest first, at most limits::kLogBatch lines. Kept until it has come, and said again over the next line.
struct MeshLines {
    OutputSource source;
    QList<OutputLine> lines;
    quint64 number = 0; //!< Grows within a log; 0: without one.
    bool operator==(const MeshLines &) const = default;
};

//! Control plane: output up to this number has come.
struct MeshHeard {
    quint64 number = 0;
    bool isLast = false; //!< And nothing behind it will: the control plane stops.
    bool operator==(const MeshHeard &) const = default;
};

using MeshMessage = std::variant<MeshHello, MeshWelcome, MeshRun, MeshTaken, MeshEnded, MeshSettled, MeshCancel,
                                 MeshResidents, MeshKept, MeshRestart, MeshRestarted, MeshLines, MeshHeard>;

} // namespace muster
