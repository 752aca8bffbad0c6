// SPDX-License-Identifier: Apache-2.0
#pragma once
// A job, or a request for one, as JSON text in which payload and result are as they were given: not parsed and written again.

#include "core/domain/Job.h"

namespace muster {

//! toJson(job), with `data` and `result` byte for byte; null where they are empty, or no JSON.
QByteArray textOf(const Job &job);
//! toJson(request), likewise; without `data` where there is no payload.
QByteArray textOf(const JobRequest &request);

//! \a job as jobFromJson() read it from the object \a text, with payload and result as they stand there.
Job withExactBytes(Job job, const QByteArray &text);

} // namespace muster
