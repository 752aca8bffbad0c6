// SPDX-License-Identifier: Apache-2.0
#pragma once
// The words, shapes and colours of jobs; a state is always shape, word and colour together.

#include "core/mirror/JobWhy.h"
#include "ui/kit/Tokens.h"

namespace muster {

//! "Waiting" … "Cancelled".
QString jobStateTitle(JobState state);
//! Name of the shape for Icons.h; \a isPaused: it waits in a queue that is paused.
QLatin1StringView jobStateIcon(JobState state, bool isPaused = false);
//! Colours of shape and word, and of the patch under a word that stands on a selection.
StatusColor jobStateColor(JobState state);

//! How old it is since it was created, as the list is ordered; "in 40 s" for one that starts later.
QString jobAge(const Job &job, Timestamp now);
//! How old it is in its state: since when it waits, runs or is over; "in 40 s" for one that starts later.
QString jobStateAge(const Job &job, Timestamp now);
//! How long its last attempt took, or takes; an em dash before the first.
QString jobTook(const Job &job, Timestamp now);
//! "2/5".
QString jobTries(const Job &job);

//! \a words in the language of the console.
QString whyText(const Words &words);
//! What the console knows of \a job besides: for whyOf().
JobWhyFacts whyFacts(const Job &job, const ClusterMirror &mirror, Timestamp now);
//! One line for a table: why it waits, or its error; empty for one that runs or is done.
QString jobWhyLine(const Job &job, const ClusterMirror &mirror, Timestamp now);
//! The text of the button that does \a fix; empty for None.
QString fixTitle(JobFix fix, const QString &node);
//! Name of a node for people.
QString nodeTitle(const ClusterMirror &mirror, const NodeId &node);

//! "Job agent/hello, failed, 3/3 attempts, on w1, 6 minutes: exit status 1" for screen readers.
QString jobSpoken(const Job &job, const ClusterMirror &mirror, Timestamp now);

} // namespace muster
