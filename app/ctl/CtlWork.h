// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the verbs of musterctl on entities, pins, places, jobs and queues were told. A part of CtlOptions.

#include "app/ctl/EntityChange.h"
#include "core/domain/Assignment.h"
#include "core/domain/Drain.h"
#include "core/domain/Job.h"
#include "core/domain/LogLine.h"

namespace muster {

//! One job of `jobs submit --bulk`.
struct BulkLine {
    int number = 0; //!< From 1, empty lines counted.
    JobRequest job;
};

struct CtlWork {
    EntityRequest request; //!< Of entities add.
    EntityChange change;   //!< Of entities change.
    EntityRef entity;      //!< Of the verbs on one entity.
    AssignmentMode mode = AssignmentMode::Strict;
    QStringList needs; //!< Of nodes best.
    DrainRequest drain;
    JobRequest job;       //!< Of jobs submit, but for a bulk.
    QList<BulkLine> bulk; //!< Empty: it is no bulk.
    bool isWaiting = false;
    std::optional<milliseconds> waitMost; //!< None: as long as it takes.
    JobId jobId;
    JobQuery jobs;    //!< Of jobs list; pages of any size.
    int jobsMost = 0; //!< Of jobs list: how many at most.
    QString queue;
    LogSource log;           //!< Of logs.
    std::optional<int> tail; //!< The newest so many only; none: all that is kept.
};

} // namespace muster
