// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a console with a window holds of a fleet, in a process that has nothing else: this program again, fed from files.

#include <QJsonObject>
#include <QString>

namespace muster::bench
{

//! What the other process is told.
struct MemoryPlan {
    QString snapshot{}; //!< File with the bytes of a snapshot.
    QString events{};   //!< File with a stream of events.
    int nodes = 0;      //!< In the snapshot.
    double seconds = 0; //!< That the events take.

    QJsonObject toJson() const;
    static MemoryPlan fromJson(const QJsonObject &json);
};

//! Runs the other process; resident megabytes of it after the last event, or a negative number when it failed.
double measuredConsoleMb(const MemoryPlan &plan);
//! The other process: prints its figure; gives its exit code.
int runMemoryConsole(const MemoryPlan &plan);

} // namespace muster::bench
