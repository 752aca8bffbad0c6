// SPDX-License-Identifier: Apache-2.0
#include "tests/replay/cognipeer/ConsoleNodes.h"

#include <QJsonObject>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kBeat{10000};     // NODE_HEARTBEAT_MS
constexpr milliseconds kOffline{30000};  // NODE_OFFLINE_AFTER_MS
constexpr milliseconds kSweep{30000};
constexpr milliseconds kFarBehind{3600'000}; // A clock that was moved by years is not played sweep by sweep.

QJsonObject jsonOf(const ConsoleNode &node)
{
    return {{u"name"_s, node.name},
            {u"role"_s, node.role},
            {u"url"_s, node.url ? QJsonValue(*node.url) : QJsonValue()},
            {u"tags"_s, QJsonArray::fromStringList(node.tags)},
            {u"status"_s, node.status},
            {u"lastHeartbeatAt"_s, node.lastHeartbeatAt.toIso8601()},
            {u"startedAt"_s, node.startedAt.toIso8601()},
            {u"version"_s, node.version ? QJsonValue(*node.version) : QJsonValue()},
            {u"hostname"_s, node.hostname},
            {u"pid"_s, node.pid ? QJsonValue(*node.pid) : QJsonValue()}};
}

} // namespace

ConsoleNodes::ConsoleNodes(const Clock &clock) : m_clock(clock), m_nextSweep(clock.now() + kSweep) {}

void ConsoleNodes::boot(ConsoleNode node)
{
    catchUp();
    erase(node.name);
    node.status = u"online"_s;
    node.startedAt = node.lastHeartbeatAt = m_clock.now();
    node.isAlive = true;
    m_rows.append(std::move(node));
    std::ranges::sort(m_rows, {}, &ConsoleNode::name);
}

void ConsoleNodes::kill(const QString &name)
{
    catchUp();
    if (ConsoleNode *node = find(name))
        node->isAlive = false;
}

void ConsoleNodes::end(const QString &name)
{
    kill(name);
    setStatus(name, u"offline"_s);
}

void ConsoleNodes::setStatus(const QString &name, const QString &word)
{
    catchUp();
    if (ConsoleNode *node = find(name))
        node->status = word;
}

void ConsoleNodes::erase(const QString &name)
{
    m_rows.removeIf([&name](const ConsoleNode &node) { return node.name == name; });
}

const QList<ConsoleNode> &ConsoleNodes::rows()
{
    catchUp();
    return m_rows;
}

QJsonArray ConsoleNodes::json()
{
    QJsonArray array;
    for (const ConsoleNode &node : rows())
        array.append(jsonOf(node));
    return array;
}

QString ConsoleNodes::defaultName(const QString &own)
{
    for (const ConsoleNode &node : rows()) {
        if (node.status == "online"_L1 && node.role != "worker"_L1)
            return node.name;
    }
    return own;
}

int ConsoleNodes::onlineCount()
{
    return static_cast<int>(
        std::ranges::count_if(rows(), [](const ConsoleNode &node) { return node.status == "online"_L1; }));
}

ConsoleNode *ConsoleNodes::find(const QString &name)
{
    const auto at = std::ranges::find(m_rows, name, &ConsoleNode::name);
    return at == m_rows.end() ? nullptr : &*at;
}

void ConsoleNodes::catchUp()
{
    const Timestamp now = m_clock.now();
    if (std::chrono::abs(now - m_nextSweep) > kFarBehind)
        m_nextSweep = now;
    while (m_nextSweep <= now) {
        beatUntil(m_nextSweep);
        sweep(m_nextSweep);
        m_nextSweep = m_nextSweep + kSweep;
    }
    beatUntil(now);
}

void ConsoleNodes::beatUntil(Timestamp until)
{
    for (ConsoleNode &node : m_rows) {
        const milliseconds since = until - node.lastHeartbeatAt;
        if (!node.isAlive || since < kBeat)
            continue;
        node.lastHeartbeatAt = node.lastHeartbeatAt + kBeat * (since / kBeat);
        if (node.status == "offline"_L1)
            node.status = u"online"_s;
    }
}

void ConsoleNodes::sweep(Timestamp at)
{
    // If every process died, nobody sweeps, and the last rows stay online.
    if (std::ranges::none_of(m_rows, &ConsoleNode::isAlive))
        return;
    for (ConsoleNode &node : m_rows) {
        if (at - node.lastHeartbeatAt > kOffline)
            node.status = u"offline"_s;
    }
}

} // namespace muster
