// SPDX-License-Identifier: Apache-2.0
#pragma once
// A control plane's and a worker's end of the mesh within the process, and what came of it. For tests of this folder.

#include "core/mesh/MeshLeader.h"
#include "core/mesh/MeshWorker.h"
#include "tests/mesh/ScriptedHandler.h"
#include "tests/support/ManualClock.h"

#include <QTest>

namespace muster {

//! Both ends of the mesh on a line within the process.
struct MeshStage {
    explicit MeshStage(int window = 4)
        : worker({node, QStringLiteral("abc"), window}, {&handler})
    {
        QObject::connect(&leader, &MeshLeader::ended, &leader, [this](const NodeId &, const RunId &run, const RunOutcome &outcome) {
            ends.append({run, outcome.result});
        });
        QObject::connect(&leader, &MeshLeader::notTaken, &leader,
                         [this](const NodeId &, const RunId &run, const JobError &error) { refusals.append({run, error.code}); });
        QObject::connect(&leader, &MeshLeader::lines, &leader,
                         [this](const NodeId &, const OutputSource &, const QList<OutputLine> &lines) { output += lines; });
    }
    //! A fresh line between both.
    bool connectBoth()
    {
        auto [ours, theirs] = LocalMeshLine::pair();
        line = theirs.get();
        leader.connectWorker(node, std::move(theirs));
        worker.attach(std::move(ours));
        return QTest::qWaitFor([this] { return leader.isConnected(node); });
    }

    const NodeId node{QStringLiteral("w1")};
    ManualClock clock;
    ScriptedHandler handler;
    MeshLeader leader{clock};
    MeshWorker worker;
    LocalMeshLine *line = nullptr;
    QList<std::pair<RunId, QByteArray>> ends;
    QList<std::pair<RunId, QString>> refusals;
    QList<OutputLine> output;
};

} // namespace muster
