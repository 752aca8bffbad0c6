// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoFleet.h"

#include <algorithm>
#include <array>

namespace muster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kDrainJobs = 5;             // Of the drain that is under way at the start,
constexpr milliseconds kDrainLeft = 372s; // whose deadline is so far.

//! One line of the table. Ages and loads are what the first picture shows.
struct Row {
    const char *name;
    const char *address;
    const char *capabilities; // Comma-separated.
    const char *platform;
    const char *arch;
    const char *version;
    int cores;
    int memoryGiB;
    int cpu;
    int memory;
    int jobs;
    int age; // Seconds since the last beat at the start.
    DemoLife life;
};

constexpr std::array kTable{
    Row{"win-build-1", "10.0.4.31:3101", "windows,msvc", "Windows 11 Pro", "arm64", "", 8, 16, 0, 0, 0, 0,
        DemoLife::Failed},
    Row{"pi-lab", "192.168.1.77:3101", "gpio,camera", "Debian 12", "arm64", "0.5.324", 4, 8, 12, 38,
        0, 0, DemoLife::Flapping},
    Row{"vps-02", "203.0.113.24:3101", "docker,browser", "Debian 12", "x86_64", "0.5.318", 4,
        8, 20, 96, 0, 4, DemoLife::FullMemory},
    Row{"aws-us-east-1", "10.20.1.14:3101", "docker,us-east", "Amazon Linux 2023", "x86_64", "0.5.324", 16, 64, 41, 58, 3, 2, DemoLife::Draining},
    Row{"edge-lisbon", "198.51.100.9:3101", "edge,voice", "Ubuntu 24.04", "x86_64", "0.5.324", 4, 8, 30,
        50, 0, 0, DemoLife::Unverified},
    Row{"vps-03", "203.0.113.7:3101", "docker", "Debian 12", "x86_64", "0.5.324", 4, 8, 9, 22, 0, 0,
        DemoLife::Joining},
    Row{"mac-mini-office", "192.168.1.50:3101", "browser,voice", "macOS 14.5", "arm64", "0.5.324", 8, 16, 35, 63, 2, 4, DemoLife::Steady},
    Row{"gpu-box-2", "10.0.4.12:3101", "gpu,cuda-12,docker", "Ubuntu 22.04", "x86_64",
        "0.5.324", 32, 128, 77, 53, 5, 1, DemoLife::Steady},
    Row{"hetzner-fsn1-a", "10.8.0.11:3101", "docker,browser", "Debian 12", "x86_64",
        "0.5.324", 8, 32, 13, 42, 2, 6, DemoLife::Steady},
    Row{"hetzner-fsn1-b", "10.8.0.12:3101", "docker,browser", "Debian 12", "x86_64",
        "0.5.324", 8, 32, 30, 41, 1, 7, DemoLife::Steady},
    Row{"render-farm-1", "10.0.4.20:3101", "gpu,blender", "Ubuntu 22.04", "x86_64", "0.5.324",
        24, 96, 84, 77, 4, 3, DemoLife::Steady},
    Row{"studio-imac", "192.168.1.61:3101", "voice,macos", "macOS 14.5", "arm64", "0.5.324", 10, 24, 16,
        51, 0, 9, DemoLife::Cordoned},
};

QStringList split(const char *text)
{
    return QString::fromLatin1(text).split(u',', Qt::SkipEmptyParts);
}

//! What a scenario makes of a node that is otherwise steady.
DemoLife lifeIn(DemoScenario scenario, const Row &row)
{
    if (scenario == DemoScenario::NodeDies && qstrcmp(row.name, "gpu-box-2") == 0)
        return DemoLife::Dying;
    if (scenario == DemoScenario::MemoryLeak && qstrcmp(row.name, "hetzner-fsn1-a") == 0)
        return DemoLife::Leaking;
    return row.life;
}

NodeIdentity identityOf(const Row &row, Timestamp start, DemoRandom *random)
{
    NodeIdentity who;
    who.id = NodeId(QString::fromLatin1(row.name));
    who.name = who.id.text();
    who.role = qstrcmp(row.name, "mac-mini-office") == 0 ? NodeRole::All : NodeRole::Worker;
    who.address = QString::fromLatin1(row.address);
    who.capabilities = split(row.capabilities);
    who.labels.insert(u"site"_s, who.address.startsWith("192.168."_L1) ? u"office"_s : u"cloud"_s);
    who.platform = QString::fromLatin1(row.platform);
    who.arch = QString::fromLatin1(row.arch);
    who.hostname = who.name;
    who.version = QString::fromLatin1(row.version);
    who.build = who.version.isEmpty() ? QString() : u"8f3c2a1"_s;
    who.cores = row.cores;
    if (row.life != DemoLife::Failed) {
        who.pid = random->between(800, 42000);
        who.startedAt = start - milliseconds(random->between(3600, 41 * 86400)) * 1000;
    }
    return who;
}

//! The ten minutes before the start: the same walk, with a gap or a late beat here and there.
void fillHistory(DemoNode *one, DemoRandom *random)
{
    const int cpu = one->cpu;
    const int memory = one->memory;
    const int gapAt = random->between(0, 2) == 0 ? random->between(8, limits::kHistorySamples - 8) : -1;
    const int lateAt = random->between(0, 3) == 0 ? random->between(31, limits::kHistorySamples - 2) : -1;
    for (int i = 0; i < limits::kHistorySamples; ++i) {
        if (one->life == DemoLife::FullMemory) // The climb that the reasons tell of.
            one->memory = std::min(memory, memory - 14 + i / 4);
        const Load load = nextLoad(one);
        if (i == gapAt) {
            one->history.addGap();
            one->history.addBeat(BeatMark::Missed);
        } else {
            one->history.addLoad(load);
            one->history.addBeat(i == lateAt ? BeatMark::Late : BeatMark::OnTime);
        }
    }
    one->cpu = cpu;
    one->memory = memory;
}

DemoNode nodeOf(const Row &row, DemoScenario scenario, Timestamp start, DemoRandom *random)
{
    DemoNode one;
    one.life = lifeIn(scenario, row);
    one.random = DemoRandom(static_cast<quint32>(random->between(0, 1'000'000)));
    one.cpuHome = one.cpu = row.cpu;
    one.memoryHome = one.memory = row.memory;
    one.node.who = identityOf(row, start, random);
    one.node.registeredAt = one.life == DemoLife::Joining ? start - 40s : start - 24h * random->between(2, 90);
    one.node.beatInterval = limits::kBeatInterval;
    one.node.offlineAfter = limits::kBeatInterval * limits::kBeatsUntilOffline;
    one.lastPid = random->between(900, 60000);
    const bool neverBeat = one.life == DemoLife::Failed || one.life == DemoLife::Joining;
    if (!neverBeat) {
        fillHistory(&one, random);
        const qint64 total = qint64(row.memoryGiB) << 30;
        one.node.load = {.cpu = row.cpu / 100.0,
                         .load1 = row.cores * row.cpu / 100.0,
                         .memoryUsedBytes = total / 100 * row.memory,
                         .memoryTotalBytes = total,
                         .jobsRunning = row.jobs};
        one.node.clockSkew = milliseconds(random->between(-240, 240));
        one.node.lastBeatAt = start - silentSince(one.life).value_or(milliseconds(row.age * 1000));
        one.history.addLoad(one.node.load);
    }
    one.nextBeat = silentSince(one.life) || neverBeat ? milliseconds(random->between(0, 9) * 1000)
                                                      : limits::kBeatInterval - milliseconds(row.age * 1000);
    one.node.cordoned = one.life == DemoLife::Cordoned || one.life == DemoLife::Draining;
    if (one.life == DemoLife::Draining)
        one.node.drain = Drain{row.jobs, kDrainJobs, start + kDrainLeft, u"crm-sync, 11 min"_s};
    const DemoState state = demoStateOf(one.life, 0ms, row.memory / 100.0);
    one.node.status = demoStatusOf(state, one);
    one.node.reasons = state.reasons;
    return one;
}

//! The table's working nodes again and again, one in a hundred of them gone.
QList<DemoNode> thousand(Timestamp start, DemoRandom *random)
{
    QList<DemoNode> fleet;
    for (int i = 0; i < 1000; ++i) {
        Row row = kTable[static_cast<size_t>(6 + i % 6)];
        row.life = i % 100 == 57 ? DemoLife::Gone : DemoLife::Steady;
        row.cpu = random->between(5, 80);
        row.memory = random->between(20, 85);
        row.age = random->between(0, 9);
        DemoNode one = nodeOf(row, DemoScenario::Calm, start, random);
        one.node.who.id = NodeId(u"%1-%2"_s.arg(one.node.who.name).arg(i, 3, 10, QLatin1Char('0')));
        one.node.who.name = one.node.who.id.text();
        one.node.who.hostname = one.node.who.name;
        one.node.who.role = i == 0 ? NodeRole::All : NodeRole::Worker;
        one.node.who.address = u"10.%1.%2.%3:3101"_s.arg(40 + i / 250).arg(i / 50).arg(10 + i % 50);
        fleet.append(one);
    }
    return fleet;
}

int walked(int value, int home, int reach, DemoRandom *random)
{
    const int pull = value > home + reach ? -1 : value < home - reach ? 1 : 0;
    return std::clamp(value + pull + random->between(-2, 2), 1, 99);
}

} // namespace

QList<DemoNode> demoFleet(const DemoOptions &options, Timestamp start, DemoRandom *random)
{
    if (options.scenario == DemoScenario::Fleet1000)
        return thousand(start, random);
    QList<DemoNode> fleet;
    for (const Row &row : kTable)
        fleet.append(nodeOf(row, options.scenario, start, random));
    return fleet;
}

NodeStatus demoStatusOf(const DemoState &state, const DemoNode &node)
{
    const bool isUp = state.status == NodeStatus::Online || state.status == NodeStatus::Degraded;
    if (!isUp || !node.node.drain)
        return state.status;
    return node.isDrained ? NodeStatus::Drained : NodeStatus::Draining;
}

Load nextLoad(DemoNode *node)
{
    DemoRandom *random = &node->random;
    node->cpu = walked(node->cpu, node->cpuHome, 7, random);
    if (node->life == DemoLife::Leaking)
        node->memory = std::min(98, node->memory + 3);
    else if (node->life == DemoLife::FullMemory)
        node->memory = std::clamp(node->memory + random->between(-1, 1), node->memoryHome - 14, node->memoryHome + 1);
    else
        node->memory = walked(node->memory, node->memoryHome, 3, random);
    Load load = node->node.load;
    load.cpu = node->cpu / 100.0;
    load.load1 = node->node.who.cores.value_or(1) * node->cpu / 100.0;
    if (!load.memoryTotalBytes)
        load.memoryTotalBytes = qint64(8) << 30;
    load.memoryUsedBytes = *load.memoryTotalBytes / 100 * node->memory;
    return load;
}

} // namespace muster
