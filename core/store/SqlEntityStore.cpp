// SPDX-License-Identifier: Apache-2.0
#include "core/store/SqlEntityStore.h"

#include "core/base/Log.h"
#include "core/domain/EntityJson.h"

#include <QJsonDocument>
#include <QVariant>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString textOf(const QJsonObject &json)
{
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

QVariant columnOf(const std::optional<Assignment> &assignment)
{
    return assignment ? QVariant(textOf(toJson(*assignment))) : QVariant(QMetaType::fromType<QString>());
}

Result<StoredEntity> entityOf(const QSqlQuery &row)
{
    StoredEntity stored;
    MUSTER_TRY(document, parseJsonObject(row.value(1).toByteArray()));
    MUSTER_TRY(entity, entityFromJson(document));
    stored.entity = std::move(entity);
    if (!row.value(2).isNull()) {
        MUSTER_TRY(json, parseJsonObject(row.value(2).toByteArray()));
        MUSTER_TRY(assignment, assignmentFromJson(json));
        stored.assignment = std::move(assignment);
    }
    return stored;
}

Result<QList<StoredEntity>> readAll(SqlConnection &connection)
{
    QList<StoredEntity> entities;
    QHash<QString, qsizetype> places;
    MUSTER_TRY(rows, connection.query("all_entities"_L1));
    while (rows->next()) {
        Result<StoredEntity> entity = entityOf(*rows);
        if (!entity) {
            qCWarning(logStore) << "leaving out the entity" << rows->value(0).toString() << entity.error().text();
            continue;
        }
        places.insert(rows->value(0).toString(), entities.size());
        entities.append(std::move(*entity));
    }
    MUSTER_CHECK(connection.finish(rows));
    MUSTER_TRY(secrets, connection.query("all_entity_secrets"_L1));
    while (secrets->next()) {
        const auto place = places.constFind(secrets->value(0).toString());
        if (place != places.constEnd())
            entities[*place].secrets.insert(secrets->value(1).toString(), secrets->value(2).toByteArray());
    }
    MUSTER_CHECK(connection.finish(secrets));
    return entities;
}

Result<void> write(SqlConnection &connection, const StoredEntity &stored)
{
    const QString ref = stored.entity.ref.text();
    MUSTER_CHECK(connection.change("upsert_entity"_L1, {ref, textOf(toJson(stored.entity)), columnOf(stored.assignment)}));
    MUSTER_CHECK(connection.change("remove_entity_secrets"_L1, {ref}));
    for (auto it = stored.secrets.begin(); it != stored.secrets.end(); ++it)
        MUSTER_CHECK(connection.change("add_entity_secret"_L1, {ref, it.key(), it.value()}));
    return {};
}

} // namespace

Future<QList<StoredEntity>> SqlEntityStore::all()
{
    return m_thread.read<QList<StoredEntity>>(readAll);
}

Future<void> SqlEntityStore::upsert(StoredEntity entity)
{
    return m_thread.write<void>(
        [entity = std::move(entity)](SqlConnection &connection) { return write(connection, entity); });
}

Future<void> SqlEntityStore::assign(Assignment assignment)
{
    return m_thread.write<void>([assignment = std::move(assignment)](SqlConnection &connection) {
        return connection.change("assign_entity"_L1, {columnOf(assignment), assignment.entity.text()});
    });
}

Future<void> SqlEntityStore::remove(EntityRef entity)
{
    return m_thread.write<void>([ref = entity.text()](SqlConnection &connection) -> Result<void> {
        MUSTER_CHECK(connection.change("remove_entity_secrets"_L1, {ref}));
        return connection.change("remove_entity"_L1, {ref});
    });
}

} // namespace muster
