// SPDX-License-Identifier: Apache-2.0
#pragma once
// The life of the demo's jobs: nodes take what waits, attempts end, new work comes.

#include "core/dialects/demo/DemoBoard.h"
#include "core/dialects/demo/DemoFleet.h"
#include "core/dialects/demo/DemoQueue.h"

namespace muster {

//! Moves the jobs of a queue on, by the places of a board. Everything is decided by the seed and the time.
class DemoWork
{
public:
    //! All must outlive it.
    struct Parts {
        DemoQueue &queue;
        const DemoBoard &board;
        const QList<DemoNode> &nodes;
        const DemoOptions &options;
    };
    explicit DemoWork(Parts parts);

    //! One moment of the demo's time: what is due at \a now.
    void step(Timestamp now);
    //! Nothing happened for \a span: what runs now ends so much later. After a sleep of the machine.
    void skip(milliseconds span) { m_nextNews = m_nextNews + span; }
    //! Why \a job, which waits in a queue that is not paused, has not started; nullopt: it is about to.
    std::optional<Waiting> whyWaits(const Job &job) const;

private:
    void endAttempts(Timestamp now);
    void startAttempts(Timestamp now);
    void addNews(Timestamp now);
    const Node *nodeCalled(const NodeId &node) const;

    Parts m_parts;
    DemoRandom m_random;
    Timestamp m_nextNews;
};

//! How many jobs \a node runs at once.
int demoSlotsOf(const Node &node);

} // namespace muster
