// SPDX-License-Identifier: Apache-2.0
#include "core/store/SqlNodeStore.h"

#include "core/base/Limits.h"
#include "core/base/Log.h"
#include "core/domain/NodeJson.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QVariant>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QVariant beatColumn(const Node &node)
{
    return node.lastBeatAt ? QVariant(node.lastBeatAt->msSinceEpoch) : QVariant(QMetaType::fromType<qint64>());
}

//! One that was restored has none, and a null array would be NULL, which the table refuses.
QVariant hashColumn(const StoredNode &stored)
{
    return stored.instanceHash.isEmpty() ? QByteArray("") : stored.instanceHash;
}

Result<StoredNode> nodeOf(const QSqlQuery &row)
{
    MUSTER_TRY(json, parseJsonObject(row.value(1).toString().toUtf8()));
    MUSTER_TRY(node, nodeFromJson(json));
    node.lastBeatAt.reset();
    if (!row.value(3).isNull())
        node.lastBeatAt = Timestamp{row.value(3).toLongLong()};
    return StoredNode{std::move(node), row.value(2).toByteArray(), row.value(4).toInt() != 0, row.value(5).toInt() != 0};
}

Result<QList<StoredNode>> readAll(SqlConnection &connection)
{
    QList<StoredNode> nodes;
    MUSTER_TRY(rows, connection.query("all_nodes"_L1));
    while (rows->next()) {
        Result<StoredNode> node = nodeOf(*rows);
        // One row that cannot be read must not keep the others away: that node will be asked to announce itself.
        if (node)
            nodes.append(std::move(*node));
        else
            qCWarning(logStore) << "leaving out the node" << rows->value(0).toString() << node.error().text();
    }
    MUSTER_CHECK(connection.finish(rows));
    return nodes;
}

Result<void> write(SqlConnection &connection, const StoredNode &stored)
{
    const Node &node = stored.node;
    const QJsonObject json = toJson(node, node.registeredAt);
    return connection.change("upsert_node"_L1,
                             {node.id().text(), QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact)),
                              hashColumn(stored), beatColumn(node), stored.hasLeft ? 1 : 0,
                              stored.hasOwnPace ? 1 : 0});
}

} // namespace

QByteArray instanceHashOf(const QByteArray &instance)
{
    return QCryptographicHash::hash(instance, QCryptographicHash::Sha256);
}

Future<QList<StoredNode>> SqlNodeStore::all()
{
    return m_thread.read<QList<StoredNode>>(readAll);
}

Future<void> SqlNodeStore::upsert(StoredNode node)
{
    return m_thread.write<void>([node = std::move(node)](SqlConnection &connection) { return write(connection, node); });
}

Future<void> SqlNodeStore::touch(QList<LastSeen> seen)
{
    return m_thread.write<void>([seen = std::move(seen)](SqlConnection &connection) -> Result<void> {
        for (const LastSeen &one : seen)
            MUSTER_CHECK(connection.change("touch_node"_L1, {one.at.msSinceEpoch, one.node.text()}));
        return {};
    });
}

Future<void> SqlNodeStore::remove(NodeId node, Timestamp at)
{
    return m_thread.write<void>([node = std::move(node), at](SqlConnection &connection) -> Result<void> {
        MUSTER_CHECK(connection.change("remove_node"_L1, {node.text(), at.msSinceEpoch}));
        return connection.change("forget_oldest_removed"_L1, {limits::kRemovedNodes - 1});
    });
}

Future<QHash<NodeId, Timestamp>> SqlNodeStore::removed()
{
    return m_thread.read<QHash<NodeId, Timestamp>>([](SqlConnection &connection) -> Result<QHash<NodeId, Timestamp>> {
        QHash<NodeId, Timestamp> removed;
        MUSTER_TRY(rows, connection.query("removed_nodes"_L1));
        while (rows->next())
            removed.insert(NodeId(rows->value(0).toString()), Timestamp{rows->value(1).toLongLong()});
        MUSTER_CHECK(connection.finish(rows));
        return removed;
    });
}

} // namespace muster
