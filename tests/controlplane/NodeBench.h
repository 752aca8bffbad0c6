// SPDX-License-Identifier: Apache-2.0
#pragma once
// A LocalNode against a cluster that answers whatever a case wants. Used by tst_LocalNode.

#include "core/base/Clock.h"
#include "core/controlplane/LocalNode.h"

#include <utility>

namespace muster {

inline Error errorOf(ErrorKind kind, const QString &code = {})
{
    return {.kind = kind, .where = QStringLiteral("scripted"), .what = QStringLiteral("no"), .code = code, .field = {}};
}

//! Answers announcements and beats from lists; an empty list means yes.
class ScriptedCluster final : public Cluster
{
public:
    Features features() const override { return Feature::Announce; }
    LinkReport link() const override { return {}; }

    Future<Welcome> announce(Announcement announcement) override
    {
        announcements.append(announcement.who.id.text());
        if (!announceErrors.isEmpty())
            return failed<Welcome>(announceErrors.takeFirst());
        return muster::ready(Welcome{.node = {}, .beatInterval = interval, .offlineAfter = 3 * interval});
    }
    Future<BeatReply> beat(Heartbeat heartbeat) override
    {
        beats.append(heartbeat);
        if (silent)
            return silence.future();
        if (!beatErrors.isEmpty())
            return failed<BeatReply>(beatErrors.takeFirst());
        return muster::ready(
            BeatReply{.beatInterval = interval, .offlineAfter = 3 * interval, .ping = std::exchange(ping, {})});
    }
    Future<void> leave(Departure departure) override
    {
        departures.append(departure.node.text());
        return silent ? never.future() : muster::ready();
    }

    milliseconds interval{10'000};
    QList<Error> announceErrors;
    QList<Error> beatErrors;
    QStringList announcements;
    QList<Heartbeat> beats;
    QStringList departures;
    QString ping;
    bool silent = false;
    Pending<BeatReply> silence;
    Pending<void> never;

protected:
    void startUp() override {}
    void shutDown() override {}
};

//! Always the same load.
class FixedProbe final : public HostProbe
{
public:
    HostFacts facts() override { return {}; }
    Load sample() override { return load; }
    Load load{.cpu = 0.5, .load1 = 1.0, .memoryUsedBytes = 1, .memoryTotalBytes = 2, .jobsRunning = {}};
};

//! A node that is not started, and everything around it.
struct NodeBench {
    SystemClock clock;
    ScriptedCluster cluster;
    FixedProbe probe;
    LocalNode node{cluster, probe, clock, setup()};
    QList<LocalNodeState> states;

    NodeBench()
    {
        QObject::connect(&node, &LocalNode::stateChanged, &node,
                         [this](const LocalNodeReport &report) { states.append(report.state); });
    }
    static LocalNodeSetup setup()
    {
        LocalNodeSetup setup;
        setup.who.id = NodeId(QStringLiteral("node-a"));
        setup.instance = Secret("key");
        return setup;
    }
};

} // namespace muster
