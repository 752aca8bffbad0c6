// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoPast.h"

#include <algorithm>
#include <array>

namespace muster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

enum class Deed { Joined, Announced, Cordoned, Left, Status, Now, Removed, Twin, Refused, Strangers };

//! One line of the past. What the texts mean depends on the deed.
struct Line {
    std::chrono::seconds ago;
    std::chrono::seconds jitter; // Up to so much longer ago, by the seed.
    Deed deed;
    const char *node = ""; // Who asked, for a refusal; the address, for strangers.
    NodeStatus status = NodeStatus::Online;
    const char *code = ""; // Of the reason; what was asked, for a refusal.
    const char *text = "";
    int count = 0;
};

constexpr const char *kSilent = "No beat for 30 s, and no goodbye";

// The last lines lead to the state of DemoFleet's table; those without jitter are told there, too.
constexpr std::array kDay{
    Line{26h, 10min, Deed::Joined, "studio-imac"},
    Line{26h - 10s, 0s, Deed::Status, "studio-imac"},
    Line{22h, 20min, Deed::Removed, "old-nuc"},
    Line{20h, 30min, Deed::Strangers, "203.0.113.66", {}, "", "", 48},
    Line{17h, 30min, Deed::Status, "gpu-box-2", NodeStatus::Degraded, "cpu-high", "CPU 97 % for 3 beats"},
    Line{16h, 10min, Deed::Status, "gpu-box-2"},
    Line{13h, 20min, Deed::Refused, "kim", {}, "DELETE /api/v1/nodes/pi-lab", "this needs the tier operator"},
    Line{11h, 10min, Deed::Left, "mac-mini-office", NodeStatus::Offline, "stopped-cleanly"},
    Line{11h - 10min, 0s, Deed::Announced, "mac-mini-office"},
    Line{9h, 30min, Deed::Twin, "hetzner-fsn1-b", {}, "", "a second machine announced itself as hetzner-fsn1-b and was refused"},
    Line{7h, 20min, Deed::Status, "edge-lisbon", NodeStatus::Offline, "beats-stopped", kSilent},
    Line{7h - 5min, 2min, Deed::Status, "edge-lisbon"},
    Line{5h, 30min, Deed::Status, "vps-02", NodeStatus::Degraded, "version-differs", "Version 0.5.318"},
    Line{3h, 10min, Deed::Joined, "win-build-1"},
    Line{3h - 12min, 2min, Deed::Now, "win-build-1"},
    Line{130min, 5min, Deed::Cordoned, "studio-imac"},
    Line{100min, 5min, Deed::Refused, "ci-bot", {}, "POST /api/v1/tokens", "this needs the tier admin"},
    Line{65min, 1min, Deed::Status, "pi-lab", NodeStatus::Offline, "beats-stopped", kSilent},
    Line{54min, 1min, Deed::Status, "pi-lab"},
    Line{39min, 0s, Deed::Status, "pi-lab", NodeStatus::Offline, "beats-stopped", kSilent},
    Line{29min, 0s, Deed::Status, "pi-lab"},
    Line{22min, 2min, Deed::Now, "vps-02"},
    Line{18min, 2min, Deed::Strangers, "198.51.100.23", {}, "", "", 3},
    Line{830s, 0s, Deed::Now, "pi-lab"},
    Line{250s, 0s, Deed::Now, "aws-us-east-1"},
    Line{50s, 0s, Deed::Now, "edge-lisbon"},
    Line{40s, 0s, Deed::Joined, "vps-03"},
};

Timestamp at(Timestamp start, std::chrono::seconds ago)
{
    return start - milliseconds(ago);
}

//! \a node as it was when \a line happened.
Node nodeThen(Node node, const Line &line, Timestamp when)
{
    if (line.deed == Deed::Now)
        return node;
    node.status = line.status;
    node.reasons.clear();
    if (*line.code)
        node.reasons.append({QString::fromLatin1(line.code), QString::fromLatin1(line.text)});
    node.drain.reset();
    node.cordoned = line.deed == Deed::Cordoned;
    if (line.deed == Deed::Joined) {
        node.status = NodeStatus::Joining;
        node.lastBeatAt.reset();
        node.load = {};
    } else {
        node.lastBeatAt = when;
    }
    return node;
}

NodeChange changeOf(Deed deed)
{
    switch (deed) {
    case Deed::Joined:
        return NodeChange::Joined;
    case Deed::Announced:
        return NodeChange::Announced;
    case Deed::Cordoned:
        return NodeChange::Updated;
    case Deed::Left:
        return NodeChange::Left;
    case Deed::Status:
    case Deed::Now:
    case Deed::Removed: // These are no change of a node that is there.
    case Deed::Twin:
    case Deed::Refused:
    case Deed::Strangers:
        return NodeChange::Status;
    }
    Q_UNREACHABLE();
}

std::optional<ClusterChange> changeOf(const Line &line, Timestamp when, const QList<DemoNode> &fleet)
{
    const QString name = QString::fromLatin1(line.node);
    const QString text = QString::fromLatin1(line.text);
    if (line.deed == Deed::Strangers)
        return CallersRefused{name, line.count};
    if (line.deed == Deed::Refused)
        return AccessRefused{name, QString::fromLatin1(line.code), u"192.168.1.20"_s, text};
    if (line.deed == Deed::Removed)
        return NodeRemoved{NodeId(name), name};
    const auto found = std::ranges::find_if(fleet, [&name](const DemoNode &one) { return one.node.id().text() == name; });
    if (found == fleet.end())
        return std::nullopt;
    if (line.deed == Deed::Twin)
        return NodeConflict{found->node.id(), text};
    return NodeChanged{nodeThen(found->node, line, when), changeOf(line.deed)};
}

} // namespace

QList<ClusterEvent> demoPast(const DemoOptions &options, const QString &epoch, Timestamp start, const QList<DemoNode> &fleet,
                             const QList<DemoJob> &jobs)
{
    DemoRandom random(options.seed); // Its own: the fleet must not depend on it.
    QList<ClusterEvent> past;
    for (const Line &line : kDay) {
        const int jitter = random.between(0, static_cast<int>(line.jitter.count()));
        const Timestamp when = at(start, line.ago + std::chrono::seconds(jitter));
        if (std::optional<ClusterChange> change = changeOf(line, when, fleet))
            past.append({{epoch, 0}, when, *std::move(change)});
    }
    for (const DemoJob &one : jobs) {
        const Job &job = one.job;
        if (job.state == JobState::Failed)
            past.append({{epoch, 0}, job.finishedAt.value_or(start), JobChanged{job.id, job.queue, job.entity, job.state, job.attemptsMade,
                                                                                job.attempts, job.node, {}, job.error}});
    }
    std::ranges::stable_sort(past, {}, [](const ClusterEvent &event) { return event.at.msSinceEpoch; });
    for (ClusterEvent &event : past)
        event.position.number = static_cast<quint64>(&event - past.data()) + 1;
    return past;
}

} // namespace muster
