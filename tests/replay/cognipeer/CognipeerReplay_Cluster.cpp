// SPDX-License-Identifier: Apache-2.0
// The routes of the replayed console's cluster page.
#include "tests/replay/cognipeer/CognipeerReplay.h"
#include "tests/replay/cognipeer/ConsoleReplies.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

ConsoleReply CognipeerReplay::cluster(const ConsoleRequest &request)
{
    if (!m_instead.isEmpty())
        return m_instead.takeFirst();
    if (edition == ConsoleEdition::Community)
        return page();
    if (const std::optional<ConsoleReply> reply = blame(request))
        return *reply;
    if (edition == ConsoleEdition::NoLicence)
        return json(402, {{u"error"_s, u"Payment Required"_s},
                          {u"message"_s, u"The cluster module requires an enterprise license"_s},
                          {u"module"_s, u"cluster"_s},
                          {u"requiresEnterprise"_s, true}});
    if (edition == ConsoleEdition::NoRight)
        return says(403, u"Forbidden: cluster requires admin permission"_s);
    if (request.path == "/api/cluster/overview" && request.method == "GET") {
        ++overviews;
        // thisNodeName is the default node's name, whoever answers.
        return json(200, {{u"thisNodeName"_s, defaultName()},
                          {u"defaultNodeName"_s, defaultName()},
                          {u"nodes"_s, nodes.json()},
                          {u"assignments"_s, assignments}});
    }
    if (request.path == "/api/cluster/instances" && request.method == "GET") {
        ++listings;
        return json(200, {{u"instances"_s, skipsTenant ? QJsonArray() : listed()}});
    }
    if (request.path.startsWith("/api/cluster/assignments/"))
        return assignment(request);
    return page();
}

ConsoleReply CognipeerReplay::assignment(const ConsoleRequest &request)
{
    static const QStringList kinds{u"agent"_s,   u"mcp"_s,        u"js-sandbox"_s, u"browser"_s, u"inference-server"_s,
                                   u"alert-rule"_s, u"automation"_s};
    const QString path = QString::fromUtf8(QByteArray::fromPercentEncoding(request.path.mid(25)));
    const QString kind = path.section(u'/', 0, 0);
    if (!kinds.contains(kind))
        return says(400, u"Invalid entityType"_s);
    if (request.method == "PUT")
        return pin(request, kind, path.section(u'/', 1));
    return request.method == "DELETE" ? unpin(kind, path.section(u'/', 1)) : page();
}

ConsoleReply CognipeerReplay::pin(const ConsoleRequest &request, const QString &kind, const QString &id)
{
    const QJsonObject body = readsBodies ? QJsonDocument::fromJson(request.body).object() : QJsonObject();
    const QString node = body.value("nodeName"_L1).toString().trimmed();
    if (node.isEmpty())
        return says(400, u"nodeName is required"_s);
    if (!std::ranges::any_of(nodes.rows(), [&node](const ConsoleNode &row) { return row.name == node; }))
        return says(500, u"Node \"%1\" not found in cluster registry"_s.arg(node));
    (void)unpin(kind, id); // The entity itself is never looked up.
    const QJsonObject row{{u"entityType"_s, kind},
                          {u"entityId"_s, id},
                          {u"nodeName"_s, node},
                          {u"mode"_s, body.value("mode"_L1).toString() == "preferred"_L1 ? u"preferred"_s : u"strict"_s},
                          {u"updatedAt"_s, m_clock.now().toIso8601()},
                          {u"updatedBy"_s, u"u-1"_s}};
    assignments.append(row);
    return json(200, {{u"assignment"_s, row}});
}

ConsoleReply CognipeerReplay::unpin(const QString &kind, const QString &id)
{
    const qsizetype before = assignments.size();
    QJsonArray left;
    for (const QJsonValue &one : std::as_const(assignments)) {
        if (one["entityType"_L1].toString() != kind || one["entityId"_L1].toString() != id)
            left.append(one);
    }
    assignments = left;
    return json(200, {{u"removed"_s, left.size() != before}});
}

//! What is not pinned shows the default node. Automations are never listed.
QJsonArray CognipeerReplay::listed()
{
    QJsonArray rows;
    for (const QJsonValue &one : std::as_const(instances)) {
        QJsonObject row = one.toObject();
        row.insert(u"nodeName"_s, defaultName());
        row.insert(u"mode"_s, u"preferred"_s);
        row.insert(u"explicit"_s, false);
        for (const QJsonValue &pinned : std::as_const(assignments)) {
            if (pinned["entityType"_L1] != row["entityType"_L1] || pinned["entityId"_L1] != row["entityId"_L1])
                continue;
            row.insert(u"nodeName"_s, pinned["nodeName"_L1]);
            row.insert(u"mode"_s, pinned["mode"_L1]);
            row.insert(u"explicit"_s, true);
        }
        rows.append(row);
    }
    return rows;
}

} // namespace muster
