// SPDX-License-Identifier: Apache-2.0
#pragma once
// Why a job is not done: one sentence, what will start it, and the one thing that a person can do about it. Pure.

#include "core/mirror/ClusterMirror.h"
#include "core/mirror/RefusalWords.h"

namespace muster {

//! What mends it; the console makes a button of it.
enum class JobFix {
    None,          //!< Time alone.
    MakePreferred, //!< Its strict pin to `JobWhy::node` becomes preferred, so that it may run elsewhere.
    PinElsewhere,  //!< Its entity is pinned to another node.
    ResumeQueue,   //!< `JobWhy::queue` is resumed.
    OpenNode,      //!< `JobWhy::node` is looked at.
    ShowRunning,   //!< What runs on `JobWhy::node` is looked at.
    AddWorker,     //!< A node joins that can run it.
    OpenLog,       //!< What its attempts said is read.
    Retry,         //!< It is run again.
};

//! Words are in English, to be translated in the context "JobWhy"; see Words.
struct JobWhy {
    Words sentence; //!< The cause. Without words when there is nothing to explain.
    Words detail;   //!< What is known besides; may be without words.
    Words then;     //!< What starts it; may be without words.
    JobFix fix = JobFix::None;
    NodeId node;    //!< The one that it is about; empty: none.
    QString queue;  //!< Of the fix ResumeQueue.

    bool isEmpty() const { return sentence.isEmpty(); }
};

//! What the rule looks at besides the job.
struct JobWhyFacts {
    Timestamp now; //!< The control plane's clock.
    const ClusterMirror *nodes = nullptr; //!< Null: none is known.
    const EntityState *entity = nullptr;  //!< Of the job; null: not known.
    //! How spans and moments are written; the console gives its own.
    QString (*span)(milliseconds) = nullptr;
    QString (*moment)(Timestamp) = nullptr;
};

//! Why \a job waits, or failed; empty for one that runs or is done. Costs the same for any number of nodes, but for
//! \a isWhole, which also looks which nodes have what it needs.
enum class WhyDepth { Sentence, Whole };
JobWhy whyOf(const Job &job, const JobWhyFacts &facts, WhyDepth depth = WhyDepth::Whole);

} // namespace muster
