// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is typed above the table of jobs, as a query: "state:failed node:w1 timeout". Pure.

#include "core/domain/Job.h"

namespace muster {

struct JobSearch {
    JobQuery query;
    QString complaint; //!< English, one sentence; empty when all is understood. What is not understood is left out.
};

//! Words "state:", "queue:", "entity:" and "node:" narrow; all others are searched for, as one text, on the server.
JobSearch jobSearchOf(const QString &text);
//! The filters of \a query as words that jobSearchOf() reads, without the text: "state:failed".
QStringList filterWordsOf(const JobQuery &query);
//! \a query without the filter that \a word names.
JobQuery withoutFilter(JobQuery query, const QString &word);
//! \a typed over \a kept: what both say, \a typed decides.
JobQuery joined(const JobQuery &kept, const JobQuery &typed);

} // namespace muster
