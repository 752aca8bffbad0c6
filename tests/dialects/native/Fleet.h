// SPDX-License-Identifier: Apache-2.0
#pragma once
// Made-up nodes for tests: varied, with awkward text, the same for the same seed.

#include "core/domain/ClusterSnapshot.h"

#include <random>

namespace muster {

//! Makes nodes.
class Fleet
{
public:
    explicit Fleet(quint32 seed) : m_random(seed) {}

    Node node(int number)
    {
        using namespace Qt::StringLiterals;
        Node node;
        node.who.id = NodeId(u"node-%1"_s.arg(number));
        node.who.name = one({node.who.id.text(), u"Büro \"Süd\" \\ 東京"_s, u"a/b <c>"_s, u"🚀 launch"_s});
        node.who.role = one({NodeRole::Worker, NodeRole::Main, NodeRole::All});
        node.who.address = one({QString(), u"10.0.0.%1:3100"_s.arg(number % 250)});
        node.who.capabilities = one<QStringList>({{}, {u"gpu"_s, u"browser"_s}, {u"x"_s}});
        if (chance(0.3))
            node.who.labels = {{u"zone"_s, u"eu-1"_s}, {u"rack.no"_s, u"7 \"b\""_s}};
        node.who.platform = u"Debian GNU/Linux 12 (bookworm)"_s;
        node.who.arch = one({u"x86_64"_s, u"aarch64"_s, QString()});
        node.who.hostname = u"host%1"_s.arg(number);
        node.who.version = u"0.1.0"_s;
        node.who.build = one({QString(), u"a1b2c3d"_s});
        node.who.cores = maybe(int(m_random() % 64) + 1);
        node.who.pid = maybe(qint64(m_random()));
        node.who.startedAt = maybe(time());
        node.status = kNodeStatuses[m_random() % kNodeStatuses.size()];
        if (chance(0.2))
            node.reasons = {{u"memory-high"_s, u"Memory 96 % for 3 beats"_s}, {u"late-beats"_s, u"2 of 30"_s}};
        node.registeredAt = time();
        node.lastBeatAt = maybe(time());
        node.beatInterval = milliseconds(10000);
        node.offlineAfter = milliseconds(30000);
        node.clockSkew = maybe(milliseconds(int(m_random() % 10000) - 5000));
        node.load = load();
        for (int i = int(m_random() % 3); i > 0; --i)
            node.agents.append({u"agent-%1"_s.arg(i), u"crm-sync"_s, one({QString(), u"sales"_s}), u"running"_s, maybe(qint64(i))});
        node.cordoned = chance(0.1);
        if (chance(0.02))
            node.drain = Drain{3, 9, maybe(time()), u"crm-sync, 11 m"_s};
        return node;
    }
    Load load()
    {
        return {maybe(double(m_random() % 1000) / 1000), maybe(double(m_random()) / 1e9), maybe(qint64(m_random())),
                maybe(qint64(m_random()) * 16), maybe(int(m_random() % 40))};
    }
    NodeHistory history()
    {
        NodeHistory history;
        for (int i = 0; i < limits::kHistorySamples; ++i)
            history.addLoad(load());
        for (int i = 0; i < limits::kHistoryBeats; ++i)
            history.addBeat(BeatMark::OnTime);
        return history;
    }
    ClusterSnapshot snapshot(int nodes)
    {
        ClusterSnapshot snapshot{{QStringLiteral("0a1b2c3d4e5f6071"), 4711}, time(), {}, {}};
        for (int i = 0; i < nodes; ++i) {
            snapshot.nodes.append(node(i));
            snapshot.histories.insert(snapshot.nodes.last().id(), history());
        }
        return snapshot;
    }
    Timestamp time() { return {1'800'000'000'000 + qint64(m_random()) * 7}; }

private:
    bool chance(double share) { return m_random() % 1000 < share * 1000; }
    template <typename T>
    std::optional<T> maybe(T value)
    {
        return chance(0.8) ? std::optional(value) : std::nullopt;
    }
    template <typename T>
    T one(std::initializer_list<T> choices)
    {
        return choices.begin()[m_random() % choices.size()];
    }

    std::mt19937 m_random;
};

} // namespace muster
