// SPDX-License-Identifier: Apache-2.0
#pragma once
// How often: little in every run, much at night; and always from a seed that is told.

#include <QtGlobal>

#include <random>

namespace muster {

//! MUSTER_QUEUE_RUNS, or \a usually.
inline int wantedRuns(int usually)
{
    bool isSet = false;
    const int runs = qEnvironmentVariableIntValue("MUSTER_QUEUE_RUNS", &isSet);
    return isSet ? runs : usually;
}
//! MUSTER_QUEUE_SEED, or one that is drawn; logged, so that a failure can be seen again.
inline quint32 toldSeed()
{
    bool isSet = false;
    const int given = qEnvironmentVariableIntValue("MUSTER_QUEUE_SEED", &isSet);
    const quint32 seed = isSet ? static_cast<quint32>(given) : std::random_device()();
    qInfo("MUSTER_QUEUE_SEED=%d", static_cast<int>(seed));
    return seed;
}

} // namespace muster
