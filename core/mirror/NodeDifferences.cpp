// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/NodeDifferences.h"

#include <cstring>

namespace muster {

namespace {

// Qt 6.4 compares strings by a call that looks at their order; ten thousand nodes have two hundred thousand of them.
bool isSame(const QString &left, const QString &right)
{
    return left.size() == right.size() &&
           (left.constData() == right.constData() ||
            std::memcmp(left.constData(), right.constData(), static_cast<size_t>(left.size()) * sizeof(QChar)) == 0);
}

bool isSame(const QStringList &left, const QStringList &right)
{
    if (left.size() != right.size())
        return false;
    for (qsizetype i = 0; i < left.size(); ++i) {
        if (!isSame(left[i], right[i]))
            return false;
    }
    return true;
}

// The bindings name every member: one that is added does not compile until it is compared.
bool isSame(const NodeIdentity &left, const NodeIdentity &right)
{
    const auto &[id, name, role, address, capabilities, labels, platform, arch, hostname, version, build, cores, pid,
                 startedAt] = left;
    return isSame(id.text(), right.id.text()) && isSame(name, right.name) && role == right.role &&
           isSame(address, right.address) && isSame(capabilities, right.capabilities) &&
           (labels.isEmpty() ? right.labels.isEmpty() : labels == right.labels) && isSame(platform, right.platform) &&
           isSame(arch, right.arch) && isSame(hostname, right.hostname) && isSame(version, right.version) &&
           isSame(build, right.build) && cores == right.cores && pid == right.pid && startedAt == right.startedAt;
}

bool isSame(const Agent &left, const Agent &right)
{
    const auto &[id, name, role, state, pid, memory, cpu, restarts, startedAt] = left;
    return isSame(id, right.id) && isSame(name, right.name) && isSame(role, right.role) && isSame(state, right.state) &&
           pid == right.pid && memory == right.memoryBytes && cpu == right.cpu && restarts == right.restarts &&
           startedAt == right.startedAt;
}

bool isSame(const QList<Agent> &left, const QList<Agent> &right)
{
    if (left.size() != right.size())
        return false;
    for (qsizetype i = 0; i < left.size(); ++i) {
        if (!isSame(left[i], right[i]))
            return false;
    }
    return true;
}

} // namespace

Aspects differences(const Node &left, const Node &right)
{
    Aspects aspects;
    aspects.setFlag(Aspect::Identity, left.registeredAt != right.registeredAt || !isSame(left.who, right.who));
    aspects.setFlag(Aspect::Status, left.status != right.status || left.reasons != right.reasons ||
                                        left.cordoned != right.cordoned || left.drain != right.drain);
    aspects.setFlag(Aspect::Load, left.load != right.load);
    aspects.setFlag(Aspect::Beat, left.lastBeatAt != right.lastBeatAt || left.clockSkew != right.clockSkew ||
                                      left.beatInterval != right.beatInterval ||
                                      left.offlineAfter != right.offlineAfter);
    aspects.setFlag(Aspect::Agents, !isSame(left.agents, right.agents));
    return aspects;
}

} // namespace muster
