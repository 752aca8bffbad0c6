// SPDX-License-Identifier: Apache-2.0
#pragma once
// How FastReader reads a node and its history: one table line a field. Used by FastReader.cpp alone.

#include "core/dialects/native/FastFields.h"
#include "core/domain/Node.h"
#include "core/domain/NodeHistory.h"

#include <QHash>

#include <array>

namespace muster::fast {

// The ranges stand within those of NodeJson.cpp: what is beyond them goes to the careful reader.
inline constexpr qint64 kMostBytes = qint64(1) << 50;
inline constexpr double kMostCores = 65536;
inline constexpr qint64 kMostRestarts = 1'000'000'000;
inline constexpr qint64 kMostPid = qint64(1) << 32;
inline constexpr qint64 kMostSkewMs = qint64(1) << 50;

inline constexpr std::array kLoadFields{
    Field<Load>{"cpu", [](Reading &, element e, Load *l) { return number(e, &l->cpu, 0, 1); }},
    Field<Load>{"load1", [](Reading &, element e, Load *l) { return number(e, &l->load1, 0, 1'000'000); }},
    Field<Load>{"memoryUsedBytes", [](Reading &, element e, Load *l) { return whole(e, &l->memoryUsedBytes, 0, kMostBytes); }},
    Field<Load>{"memoryTotalBytes",
                [](Reading &, element e, Load *l) { return whole(e, &l->memoryTotalBytes, 0, kMostBytes); }},
    Field<Load>{"jobsRunning", [](Reading &, element e, Load *l) { return whole(e, &l->jobsRunning, 0, 1'000'000); }},
};

inline bool restarts(element from, int *to)
{
    qint64 found = 0;
    if (!from.is_null() && !whole(from, &found, 0, kMostRestarts))
        return false;
    *to = int(found);
    return true;
}

inline constexpr std::array kAgentFields{
    Field<Agent>{"id",
                 [](Reading &, element e, Agent *a) { return text(e, &a->id, 160) && !a->id.isEmpty(); }},
    Field<Agent>{"name", [](Reading &, element e, Agent *a) { return text(e, &a->name); }},
    Field<Agent>{"role", [](Reading &r, element e, Agent *a) { return word(r, e, &a->role); }},
    Field<Agent>{"state", [](Reading &r, element e, Agent *a) { return word(r, e, &a->state, 64); }},
    Field<Agent>{"pid", [](Reading &, element e, Agent *a) { return whole(e, &a->pid, 0, kMostPid); }},
    Field<Agent>{"memoryBytes", [](Reading &, element e, Agent *a) { return whole(e, &a->memoryBytes, 0, kMostBytes); }},
    Field<Agent>{"cpu", [](Reading &, element e, Agent *a) { return number(e, &a->cpu, 0, kMostCores); }},
    Field<Agent>{"restarts", [](Reading &, element e, Agent *a) { return restarts(e, &a->restarts); }},
    Field<Agent>{"startedAt", [](Reading &, element e, Agent *a) { return time(e, &a->startedAt); }},
};

inline bool agents(Reading &reading, element from, QList<Agent> *to)
{
    return list(from, to, limits::kNodeAgents, [&reading](element item, Agent *agent) {
        return readFields<Agent>(reading, item, kAgentFields, agent) && !agent->id.isEmpty();
    });
}

inline constexpr std::array kReasonFields{
    Field<StatusReason>{"code", [](Reading &r, element e, StatusReason *s) { return !e.is_null() && word(r, e, &s->code, 64); }},
    Field<StatusReason>{"text", [](Reading &, element e, StatusReason *s) { return !e.is_null() && text(e, &s->text, 1024); }},
};

inline bool reasons(Reading &reading, element from, QList<StatusReason> *to)
{
    return list(from, to, 32, [&reading](element item, StatusReason *reason) {
        return readFields<StatusReason>(reading, item, kReasonFields, reason) && !reason->code.isEmpty()
            && !reason->text.isEmpty();
    });
}

inline bool labels(Reading &reading, element from, QMap<QString, QString> *to)
{
    to->clear();
    if (from.is_null())
        return true;
    simdjson::dom::object object;
    if (from.get_object().get(object) != simdjson::SUCCESS || object.size() > size_t(limits::kNodeLabels))
        return false;
    for (const auto pair : object) {
        const QString key = QString::fromUtf8(pair.key.data(), qsizetype(pair.key.size()));
        QString value;
        if (!isIdText(key) || pair.value.is_null() || !word(reading, pair.value, &value))
            return false;
        to->insert(key, value);
    }
    return true;
}

inline bool id(element from, NodeId *to)
{
    QString found;
    if (!text(from, &found, 64) || !isIdText(found))
        return false;
    *to = NodeId(found);
    return true;
}

inline bool role(Reading &reading, element from, NodeRole *to)
{
    string_view found;
    reading.hasRole = true;
    if (!view(from, &found, 16, false))
        return false;
    *to = found == "main" ? NodeRole::Main : found == "all" ? NodeRole::All : NodeRole::Worker;
    return *to != NodeRole::Worker || found == "worker";
}

inline bool status(Reading &reading, element from, NodeStatus *to)
{
    static const std::array<QByteArray, kNodeStatuses.size()> words = [] {
        std::array<QByteArray, kNodeStatuses.size()> made;
        std::ranges::transform(kNodeStatuses, made.begin(), [](NodeStatus one) { return wordOf(one).toLatin1(); });
        return made;
    }();
    string_view found;
    reading.hasStatus = true;
    if (!view(from, &found, 16, false))
        return false;
    const auto at = std::ranges::find_if(words, [&found](const QByteArray &one) {
        return string_view(one.constData(), static_cast<size_t>(one.size())) == found;
    });
    if (at == words.end())
        return false;
    *to = kNodeStatuses[static_cast<size_t>(at - words.begin())];
    return true;
}

inline bool capabilities(Reading &reading, element from, QStringList *to)
{
    return list<QString>(from, to, limits::kNodeCapabilities,
                         [&reading](element item, QString *one) { return !item.is_null() && word(reading, item, one); });
}

inline bool drain(Reading &, element from, std::optional<Drain> *to)
{
    to->reset();
    return from.is_null(); // A node that drains is rare: the careful reader reads it.
}

inline bool skew(element from, std::optional<milliseconds> *to)
{
    std::optional<qint64> found;
    if (!whole(from, &found, -kMostSkewMs, kMostSkewMs))
        return false;
    *to = found ? std::optional(milliseconds(*found)) : std::nullopt;
    return true;
}

template <size_t I>
bool load(Reading &reading, element from, Node *to)
{
    return kLoadFields[I].read(reading, from, &to->load);
}

//! In the order of NodeText.cpp.
inline constexpr std::array kNodeFields{
    Field<Node>{"id", [](Reading &, element e, Node *n) { return id(e, &n->who.id); }},
    Field<Node>{"name", [](Reading &, element e, Node *n) { return text(e, &n->who.name, limits::kNodeNameCharacters); }},
    Field<Node>{"role", [](Reading &r, element e, Node *n) { return role(r, e, &n->who.role); }},
    Field<Node>{"address", [](Reading &, element e, Node *n) { return text(e, &n->who.address); }},
    Field<Node>{"capabilities", [](Reading &r, element e, Node *n) { return capabilities(r, e, &n->who.capabilities); }},
    Field<Node>{"labels", [](Reading &r, element e, Node *n) { return labels(r, e, &n->who.labels); }},
    Field<Node>{"platform", [](Reading &r, element e, Node *n) { return word(r, e, &n->who.platform); }},
    Field<Node>{"arch", [](Reading &r, element e, Node *n) { return word(r, e, &n->who.arch); }},
    Field<Node>{"hostname", [](Reading &, element e, Node *n) { return text(e, &n->who.hostname); }},
    Field<Node>{"version", [](Reading &r, element e, Node *n) { return word(r, e, &n->who.version); }},
    Field<Node>{"build", [](Reading &r, element e, Node *n) { return word(r, e, &n->who.build); }},
    Field<Node>{"cores", [](Reading &, element e, Node *n) { return whole(e, &n->who.cores, 1, 65536); }},
    Field<Node>{"pid", [](Reading &, element e, Node *n) { return whole(e, &n->who.pid, 0, kMostPid); }},
    Field<Node>{"startedAt", [](Reading &, element e, Node *n) { return time(e, &n->who.startedAt); }},
    Field<Node>{"status", [](Reading &r, element e, Node *n) { return status(r, e, &n->status); }},
    Field<Node>{"reasons", [](Reading &r, element e, Node *n) { return reasons(r, e, &n->reasons); }},
    Field<Node>{"registeredAt", [](Reading &, element e, Node *n) { return time(e, &n->registeredAt); }},
    Field<Node>{"lastBeatAt", [](Reading &, element e, Node *n) { return time(e, &n->lastBeatAt); }},
    Field<Node>{"beatAgeMs", [](Reading &, element, Node *) { return true; }},
    Field<Node>{"beatIntervalMs", [](Reading &, element e, Node *n) { return span(e, &n->beatInterval); }},
    Field<Node>{"offlineAfterMs", [](Reading &, element e, Node *n) { return span(e, &n->offlineAfter); }},
    Field<Node>{"clockSkewMs", [](Reading &, element e, Node *n) { return skew(e, &n->clockSkew); }},
    Field<Node>{"cpu", load<0>},
    Field<Node>{"load1", load<1>},
    Field<Node>{"memoryUsedBytes", load<2>},
    Field<Node>{"memoryTotalBytes", load<3>},
    Field<Node>{"jobsRunning", load<4>},
    Field<Node>{"agents", [](Reading &r, element e, Node *n) { return agents(r, e, &n->agents); }},
    Field<Node>{"cordoned", [](Reading &, element e, Node *n) { return e.get_bool().get(n->cordoned) == simdjson::SUCCESS; }},
    Field<Node>{"drain", [](Reading &r, element e, Node *n) { return drain(r, e, &n->drain); }},
};

inline bool node(Reading &reading, element from, Node *to)
{
    reading.hasRole = false;
    reading.hasStatus = false;
    if (!readFields<Node>(reading, from, kNodeFields, to) || to->id().isEmpty() || !reading.hasRole || !reading.hasStatus)
        return false;
    if (to->who.name.isEmpty())
        to->who.name = to->who.id.text();
    return true;
}

inline bool ring(element from, QByteArray *to, qsizetype most)
{
    string_view base64;
    if (!view(from, &base64, limits::kNodeTextCharacters))
        return false;
    *to = QByteArray::fromBase64(QByteArray::fromRawData(base64.data(), qsizetype(base64.size()))).right(most);
    return true;
}

inline constexpr std::array kHistoryFields{
    Field<NodeHistory>{"cpu", [](Reading &, element e, NodeHistory *h) { return ring(e, &h->cpu, limits::kHistorySamples); }},
    Field<NodeHistory>{"memory",
                       [](Reading &, element e, NodeHistory *h) { return ring(e, &h->memory, limits::kHistorySamples); }},
    Field<NodeHistory>{"beats", [](Reading &, element e, NodeHistory *h) { return ring(e, &h->beats, limits::kHistoryBeats); }},
};

inline bool histories(Reading &reading, element from, QHash<NodeId, NodeHistory> *to)
{
    to->clear();
    if (from.is_null())
        return true;
    simdjson::dom::object object;
    if (from.get_object().get(object) != simdjson::SUCCESS)
        return false;
    to->reserve(qsizetype(std::min(object.size(), size_t(limits::kNodes))));
    for (const auto pair : object) {
        const QString key = QString::fromUtf8(pair.key.data(), qsizetype(pair.key.size()));
        NodeHistory history;
        if (!isIdText(key) || !readFields<NodeHistory>(reading, pair.value, kHistoryFields, &history))
            return false;
        to->insert(NodeId(key), std::move(history));
    }
    return true;
}

} // namespace muster::fast
