// SPDX-License-Identifier: Apache-2.0
#include "tests/replay/agenticmail/NodeTable.h"

#include <QRegularExpression>

#include <cmath>

namespace muster::replay {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kStale{90'000};

//! As JavaScript's `value ? … : …`.
bool isTruthy(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        return false;
    case QJsonValue::Bool:
        return value.toBool();
    case QJsonValue::Double:
        return value.toDouble() != 0;
    case QJsonValue::String:
        return !value.toString().isEmpty();
    case QJsonValue::Array:
    case QJsonValue::Object:
        return true;
    }
    return false;
}

QString textOf(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toDouble(), 'g', 15) : value.toString();
}

//! As JavaScript's `a + b`.
QJsonValue sum(const QJsonValue &a, const QJsonValue &b)
{
    if (a.isDouble() && b.isDouble())
        return a.toDouble() + b.toDouble();
    return textOf(a) + textOf(b);
}

//! As JavaScript's `value.length`; NaN where there is none.
double lengthOf(const QJsonValue &value)
{
    if (value.isArray())
        return double(value.toArray().size());
    return value.isString() ? double(value.toString().size()) : std::nan("");
}

QJsonValue orElse(const QJsonValue &value, const QJsonValue &other)
{
    return isTruthy(value) ? value : other;
}

Said serverError()
{
    return {500, {}};
}

} // namespace

int NodeTable::indexOf(const QString &id) const
{
    for (int i = 0; i < m_nodes.size(); ++i) {
        if (textOf(m_nodes[i].value("nodeId"_L1)) == id)
            return i;
    }
    return -1;
}

QJsonObject NodeTable::find(const QString &id) const
{
    const int at = indexOf(id);
    return at < 0 ? QJsonObject() : m_nodes[at];
}

QJsonObject NodeTable::stats() const
{
    QJsonValue cpus = 0;
    QJsonValue memory = 0;
    double agents = 0;
    int online = 0;
    for (const QJsonObject &node : m_nodes) {
        agents += lengthOf(node.value("agents"_L1));
        if (node.value("status"_L1) != u"online"_s)
            continue;
        ++online;
        cpus = sum(cpus, node.value("cpuCount"_L1));
        memory = sum(memory, node.value("memoryMb"_L1));
    }
    return {{u"totalNodes"_s, m_nodes.size()},
            {u"onlineNodes"_s, online},
            {u"totalAgents"_s, std::isnan(agents) ? QJsonValue() : QJsonValue(agents)},
            {u"totalCpus"_s, cpus},
            {u"totalMemoryMb"_s, memory}};
}

Said NodeTable::all() const
{
    QJsonArray nodes;
    for (const QJsonObject &node : m_nodes)
        nodes.append(node);
    return {200, {{u"nodes"_s, nodes}, {u"stats"_s, stats()}}};
}

Said NodeTable::one(const QString &id) const
{
    const int at = indexOf(id);
    if (at < 0)
        return {404, {{u"error"_s, u"Node not found"_s}}};
    return {200, m_nodes[at]};
}

Said NodeTable::registerNode(const QJsonObject &body)
{
    static const QRegularExpression grammar(u"^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$"_s);
    const QJsonValue id = body.value("nodeId"_L1);
    const QJsonValue host = body.value("host"_L1);
    const QJsonValue port = body.value("port"_L1);
    if (!isTruthy(id) || !isTruthy(host) || !isTruthy(port))
        return {400, {{u"error"_s, u"nodeId, host, port required"_s}}};
    const double number = port.isDouble() ? port.toDouble() : port.toString().toDouble();
    if (!grammar.match(textOf(id)).hasMatch() || number < 1 || number > 65535)
        return serverError();

    const int at = indexOf(textOf(id));
    const QJsonObject known = at < 0 ? QJsonObject() : m_nodes[at];
    const QString now = m_clock.now().toIso8601();
    const auto textOrUnknown = [&body](QLatin1StringView key) { return orElse(body.value(key), u"unknown"_s); };
    const QJsonObject node{
        {u"nodeId"_s, id},
        {u"name"_s, orElse(body.value("name"_L1), id)},
        {u"host"_s, host},
        {u"port"_s, port},
        {u"url"_s, u"http://%1:%2"_s.arg(textOf(host), textOf(port))},
        {u"platform"_s, textOrUnknown("platform"_L1)},
        {u"arch"_s, textOrUnknown("arch"_L1)},
        {u"cpuCount"_s, orElse(body.value("cpuCount"_L1), 0)},
        {u"memoryMb"_s, orElse(body.value("memoryMb"_L1), 0)},
        {u"version"_s, textOrUnknown("version"_L1)},
        {u"agents"_s, orElse(body.value("agents"_L1), orElse(known.value("agents"_L1), QJsonArray()))},
        {u"capabilities"_s, orElse(body.value("capabilities"_L1), QJsonArray())},
        {u"status"_s, u"online"_s},
        {u"registeredAt"_s, orElse(known.value("registeredAt"_L1), now)},
        {u"lastHeartbeat"_s, now},
        {u"metadata"_s, orElse(body.value("metadata"_L1), orElse(known.value("metadata"_L1), QJsonObject()))}};
    if (at < 0)
        m_nodes.append(node);
    else
        m_nodes[at] = node;
    tell(u"register"_s, node);
    return {200, node};
}

Said NodeTable::heartbeat(const QString &id, const QJsonObject &body)
{
    const Said ok{200, {{u"ok"_s, true}}};
    const int at = indexOf(id);
    if (at < 0)
        return ok;
    QJsonObject &node = m_nodes[at];
    node.insert("lastHeartbeat"_L1, m_clock.now().toIso8601());
    node.insert("status"_L1, u"online"_s);
    if (isTruthy(body.value("agents"_L1)))
        node.insert("agents"_L1, body.value("agents"_L1));
    QJsonObject metadata = node.value("metadata"_L1).toObject();
    for (const QLatin1StringView key : {"cpuUsage"_L1, "memoryUsage"_L1}) {
        if (!body.value(key).isNull() && !body.value(key).isUndefined())
            metadata.insert(key, body.value(key));
    }
    node.insert("metadata"_L1, metadata);
    tell(u"heartbeat"_s, node);
    return ok;
}

Said NodeTable::remove(const QString &id)
{
    const int at = indexOf(id);
    if (at >= 0) {
        QJsonObject gone = m_nodes.takeAt(at);
        gone.insert("status"_L1, u"offline"_s); // Its agents stay in the frame; nothing else tells it from silence.
        tell(u"offline"_s, gone);
    }
    return {200, {{u"removed"_s, true}}};
}

Said NodeTable::bestNode(const QString &capabilities) const
{
    const QStringList wanted = capabilities.split(u',', Qt::SkipEmptyParts);
    const QJsonObject *best = nullptr;
    for (const QJsonObject &node : m_nodes) {
        if (node.value("status"_L1) != u"online"_s)
            continue;
        const QJsonValue has = node.value("capabilities"_L1);
        bool isFit = true;
        for (const QString &one : wanted) {
            if (!has.isArray() && !has.isString())
                return serverError();
            isFit = isFit && (has.isArray() ? has.toArray().contains(one) : has.toString().contains(one));
        }
        if (isFit && (!best || lengthOf(node.value("agents"_L1)) < lengthOf(best->value("agents"_L1))))
            best = &node;
    }
    return best ? Said{200, *best} : Said{404, {{u"error"_s, u"No suitable node available"_s}}};
}

void NodeTable::sweep()
{
    for (QJsonObject &node : m_nodes) {
        const auto heard = Timestamp::fromIso8601(node.value("lastHeartbeat"_L1).toString(), u"lastHeartbeat"_s);
        if (node.value("status"_L1) == u"offline"_s || !heard || m_clock.now() - *heard <= kStale)
            continue;
        node.insert("status"_L1, u"offline"_s);
        node.insert("agents"_L1, QJsonArray());
        tell(u"offline"_s, node);
    }
}

void NodeTable::restart()
{
    for (QJsonObject &node : m_nodes) {
        node.insert("status"_L1, u"offline"_s);
        node.insert("lastHeartbeat"_L1, QString());
    }
}

QList<QJsonObject> NodeTable::snapshotFrames() const
{
    QList<QJsonObject> frames;
    for (QJsonObject frame : m_nodes) {
        frame.insert("type"_L1, u"node"_s);
        frame.insert("event"_L1, u"snapshot"_s);
        frames.append(frame);
    }
    return frames;
}

void NodeTable::tell(const QString &event, const QJsonObject &node) const
{
    QJsonObject frame = node;
    frame.insert("type"_L1, u"node"_s);
    frame.insert("event"_L1, event);
    if (m_heard)
        m_heard(frame);
}

} // namespace muster::replay
