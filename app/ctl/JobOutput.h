// SPDX-License-Identifier: Apache-2.0
#pragma once
// Jobs and queues as musterctl prints them, in each form. Pure. JSON: interface.md, Job.

#include "app/ctl/CtlOptions.h"

namespace muster {

//! "waits: pi-lab is offline since 14 m", "exit status 3: no such host"; empty when there is nothing to say.
QString whyText(const Job &job);

QString jobsText(const QList<Job> &jobs, Timestamp now, OutputForm form);
//! All of one job, with its attempts.
QString jobText(const Job &job, OutputForm form);
//! A line with the id of each job.
QString jobIdsText(const QList<JobId> &jobs, OutputForm form);
//! jobs retry or cancel has done its work; \a before is the state that was.
QString changedJobText(const Job &job, JobState before, OutputForm form);
QString discardedText(const JobId &job, OutputForm form);

QString queuesText(const QList<QueueFacts> &queues, Timestamp now, OutputForm form);
//! queues pause or resume has done its work.
QString changedQueueText(const QueueFacts &queue, OutputForm form);

} // namespace muster
