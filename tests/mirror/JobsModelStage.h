// SPDX-License-Identifier: Apache-2.0
#pragma once
// A JobsModel over a cluster whose jobs are what a test says.

#include "core/mirror/JobsModel.h"
#include "tests/support/JobsCluster.h"
#include "tests/support/ManualClock.h"

#include <QAbstractItemModelTester>
#include <QTest>

namespace muster {

struct JobsModelStage {
    ManualClock clock;
    JobsCluster *cluster = nullptr;
    std::unique_ptr<ClusterSession> session;
    JobsModel jobs;
    QAbstractItemModelTester tester{&jobs, QAbstractItemModelTester::FailureReportingMode::QtTest};

    explicit JobsModelStage(int count = 0, JobState state = JobState::Completed)
    {
        auto made = std::make_unique<JobsCluster>();
        cluster = made.get();
        cluster->state.takenAt = clock.now();
        cluster->fill(count, state);
        tester.setUseFetchMore(false); // Else it reads all of a hundred thousand.
        session = std::make_unique<ClusterSession>(std::move(made), clock);
        jobs.setSession(session.get());
    }
    ~JobsModelStage() { jobs.setSession(nullptr); }
    Q_DISABLE_COPY_MOVE(JobsModelStage)

    bool go()
    {
        session->start();
        return QTest::qWaitFor([this] { return jobs.phase() == JobsModel::Phase::Ready; }, 5000);
    }
    JobId idAt(int row) const { return jobs.jobAt(row).id; }
    //! Whether the rows that were read are the newest of the cluster, in order and without a gap.
    bool isTrue() const
    {
        for (int row = 0; row < jobs.rowCount(); ++row) {
            const Job &wanted = cluster->all.at(row);
            if (jobs.jobAt(row).id != wanted.id || jobs.jobAt(row).state != wanted.state)
                return false;
        }
        return true;
    }
};

} // namespace muster
