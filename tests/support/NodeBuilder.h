// SPDX-License-Identifier: Apache-2.0
#pragma once
// Nodes, announcements and beats with every field filled, for tests that do not care about most of them.

#include "core/domain/Heartbeat.h"

namespace muster {

inline NodeIdentity identityCalled(const QString &id)
{
    NodeIdentity who;
    who.id = NodeId(id);
    who.name = id;
    who.role = NodeRole::Worker;
    who.address = QStringLiteral("192.168.1.50:3101");
    who.capabilities = {QStringLiteral("browser"), QStringLiteral("docker")};
    who.labels = {{QStringLiteral("site"), QStringLiteral("office")}};
    who.platform = QStringLiteral("Debian GNU/Linux 12 (bookworm)");
    who.arch = QStringLiteral("x86_64");
    who.hostname = id + QStringLiteral(".lan");
    who.version = QStringLiteral("0.1.0");
    who.build = QStringLiteral("abc1234");
    who.cores = 8;
    who.pid = 4711;
    who.startedAt = Timestamp{1'799'999'990'000};
    return who;
}

inline Load someLoad()
{
    return {0.25, 1.5, qint64(4) << 30, qint64(16) << 30, 2};
}

inline QList<Agent> someAgents()
{
    return {{QStringLiteral("inbox"), QStringLiteral("Inbox"), QStringLiteral("mail"), QStringLiteral("running"), 4712},
            {QStringLiteral("crm"), QStringLiteral("CRM sync"), QString(), QStringLiteral("idle"), std::nullopt}};
}

inline Node nodeCalled(const QString &id)
{
    Node node;
    node.who = identityCalled(id);
    node.status = NodeStatus::Online;
    node.registeredAt = Timestamp{1'800'000'000'000};
    node.lastBeatAt = Timestamp{1'800'000'010'000};
    node.beatInterval = milliseconds(10'000);
    node.offlineAfter = milliseconds(30'000);
    node.clockSkew = milliseconds(12);
    node.load = someLoad();
    node.agents = someAgents();
    return node;
}

//! The instance key of the \a machine-th machine that calls itself \a id.
inline Secret instanceOf(const QString &id, int machine = 1)
{
    return Secret(id.toUtf8() + "-key-" + QByteArray::number(machine));
}

inline Announcement announcementOf(const QString &id, int machine = 1)
{
    return {identityCalled(id), instanceOf(id, machine), someLoad(), someAgents()};
}

inline Heartbeat beatOf(const QString &id, quint64 sequence, int machine = 1)
{
    Heartbeat beat;
    beat.node = NodeId(id);
    beat.instance = instanceOf(id, machine);
    beat.sequence = sequence;
    beat.load = someLoad();
    return beat;
}

inline Departure departureOf(const QString &id, int machine = 1)
{
    return {NodeId(id), instanceOf(id, machine)};
}

} // namespace muster
