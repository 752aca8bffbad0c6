// SPDX-License-Identifier: Apache-2.0
#pragma once
// A demo with a hand on its clock; for the tests of this folder only.

#include "core/dialects/demo/DemoCluster.h"
#include "tests/support/ManualClock.h"
#include "tests/support/Outcome.h"

#include <algorithm>

namespace muster {

struct DemoStage {
    explicit DemoStage(DemoOptions options = {}) : cluster(options, clock)
    {
        QObject::connect(&cluster, &Cluster::eventArrived, &cluster, [this](const ClusterEvent &e) { events.append(e); });
        cluster.start();
    }
    void run(milliseconds span, milliseconds step = milliseconds(500))
    {
        for (milliseconds passed{0}; passed < span; passed += step) {
            clock.advance(step);
            cluster.play();
        }
    }
    ClusterSnapshot snapshot() { return outcomeOf(cluster.snapshot()).value(); }
    Node node(const QString &id)
    {
        for (const Node &one : snapshot().nodes) {
            if (one.id().text() == id)
                return one;
        }
        return {};
    }
    EntityState entity(const QString &text)
    {
        for (const EntityState &one : snapshot().entities) {
            if (one.entity.ref.text() == text)
                return one;
        }
        return {};
    }
    Job job(const QString &id) { return outcomeOf(cluster.job(JobId(id))).value_or(Job()); }
    QList<Job> jobs(const JobQuery &query) { return outcomeOf(cluster.jobs(query)).value_or(JobPage()).jobs; }
    QList<Job> jobsIn(JobState state)
    {
        JobQuery query;
        query.state = state;
        query.most = 1000;
        return jobs(query);
    }
    //! How many events of \a kind came.
    qsizetype count(const QString &kind)
    {
        return std::ranges::count_if(events, [&kind](const ClusterEvent &one) { return one.kind() == kind; });
    }

    ManualClock clock;
    DemoCluster cluster;
    QList<ClusterEvent> events;
};

} // namespace muster
