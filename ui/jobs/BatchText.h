// SPDX-License-Identifier: Apache-2.0
#pragma once
// The words of a verb on many jobs: the question before it, and what became of it.

#include "core/mirror/JobBatch.h"

class QWidget;

namespace muster {

class QuestionDialog;

//! Asks whether \a verb (Retry, Cancel, Discard) is meant for those of \a jobs that it can act on; tells how many it leaves alone.
QuestionDialog *batchQuestion(JobVerb verb, const QList<Job> &jobs, QWidget *parent);
//! "Retried 12 jobs", of a batch that was carried out.
QString batchDone(const JobBatch &batch);
//! "Stopped: 1,204 of 3,001 jobs were cancelled", of one that was stopped.
QString batchStopped(const JobBatch &batch);
//! "2 of 12 jobs were not retried", of one that was not.
QString batchFailed(const JobBatch &batch);
//! What it means.
QString batchAdvice(const JobBatch &batch);
//! Each job with why not, one a line.
QString batchDetails(const JobBatch &batch);
//! "Retrying 12 jobs, 3 done", while it is open.
QString batchProgress(const JobBatch &batch);
//! The ids, one a line.
QString jobIdLines(const QList<Job> &jobs);

} // namespace muster
