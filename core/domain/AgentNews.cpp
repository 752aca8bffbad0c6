// SPDX-License-Identifier: Apache-2.0
#include "core/domain/AgentNews.h"

#include <algorithm>
#include <cmath>

namespace muster {

namespace {

constexpr qint64 kMemoryMoved = 1024 * 1024;
constexpr double kMemoryShareMoved = 0.05;
constexpr double kCpuMoved = 0.02;
constexpr milliseconds kUseApart = std::chrono::seconds(15);

bool isSameButUse(const Agent &told, Agent now)
{
    now.memoryBytes = told.memoryBytes;
    now.cpu = told.cpu;
    return now == told;
}

//! It is known now and was not, or the other way.
bool isNewlyKnown(const Agent &told, const Agent &now)
{
    return told.memoryBytes.has_value() != now.memoryBytes.has_value() || told.cpu.has_value() != now.cpu.has_value();
}

bool hasMoved(const Agent &told, const Agent &now)
{
    const qint64 memory = std::abs(now.memoryBytes.value_or(0) - told.memoryBytes.value_or(0));
    const double share = kMemoryShareMoved * double(told.memoryBytes.value_or(0));
    return isNewlyKnown(told, now) || (memory > kMemoryMoved && double(memory) > share) ||
           std::abs(now.cpu.value_or(0) - told.cpu.value_or(0)) > kCpuMoved;
}

} // namespace

AgentNews newsOf(const QList<Agent> &told, const QList<Agent> &now)
{
    if (!std::ranges::equal(told, now, isSameButUse))
        return AgentNews::Agents;
    return std::ranges::equal(told, now, std::not_fn(hasMoved)) ? AgentNews::None : AgentNews::Use;
}

bool mayTellUse(const QList<Agent> &told, const QList<Agent> &now, milliseconds sinceTold)
{
    return sinceTold >= kUseApart || !std::ranges::equal(told, now, std::not_fn(isNewlyKnown));
}

} // namespace muster
