// SPDX-License-Identifier: Apache-2.0
#pragma once
// Instances and assignments of the console as values, and ours as its JSON. Pure. Source: its routes of June 2026 (v1.2.4).

#include "core/domain/Placement.h"

#include <QJsonArray>
#include <QJsonObject>

namespace muster {

//! How the console itself calls an entity; what its paths want.
struct CognipeerKey {
    QString type; //!< "js-sandbox".
    QString id;   //!< "<tenantId>:<key>".
    bool operator==(const CognipeerKey &) const = default;
};
size_t qHash(const CognipeerKey &key, size_t seed = 0);

//! A row of the overview's `assignments`.
struct CognipeerPin {
    CognipeerKey key;
    EntityKind kind = EntityKind::Agent;
    QString nodeName;
    AssignmentMode mode = AssignmentMode::Strict;
    std::optional<Timestamp> updatedAt;
    QString updatedBy;
    quint64 version = 0; //!< Only Muster's own routes count; 0 elsewhere.
    bool operator==(const CognipeerPin &) const = default;
};

//! A row of GET instances. Its binding is read from the overview's pins, of which it is a copy.
struct CognipeerInstance {
    CognipeerKey key;
    EntityKind kind = EntityKind::Agent;
    QString name;
    QString subtitle;
    QString tenantId;   //!< Empty: before the colon of the id.
    QString tenantSlug; //!< "acme"; may be empty.
    QString nodeName;   //!< Where it is pinned, else the default node.
    std::optional<Placement> placement; //!< Only Muster's own routes say it; its node is a name.
};

//! What was read, and which kinds are of no kind that is known here: their rows are left out, and that is told.
template <typename Row>
struct CognipeerRows {
    QList<Row> rows;
    QStringList unknownTypes;
};

//! Names of nodes, which are this API's ids: two nodes of one name go by their ids.
class CognipeerNames
{
public:
    explicit CognipeerNames(const QList<Node> &nodes);

    //! The name of \a node; its id when it is not there.
    QString nameOf(const NodeId &node) const;
    //! The node called \a name, or with that id. NotFound; Invalid when two nodes have the name.
    Result<NodeId> find(const QString &name) const;

private:
    QHash<NodeId, QString> m_names;
    QHash<QString, int> m_uses;
    QHash<QString, NodeId> m_ids;
};

//! Codec of assignments. Replies that cannot be read are Protocol, requests Invalid; both name the path.
namespace CognipeerWork {

//! Its word for \a kind.
QString typeOf(EntityKind kind);
//! How the console calls \a entity.
CognipeerKey keyOf(const EntityRef &entity);

//! Of GET overview.
Result<CognipeerRows<CognipeerPin>> readPins(const QJsonObject &overview);
//! GET instances.
Result<CognipeerRows<CognipeerInstance>> readInstances(const QJsonObject &json);
//! What PUT answers.
Result<CognipeerPin> readPinned(const QJsonObject &json);
//! Body of a PUT. \a version: what the asker saw; only Muster looks at it.
QJsonObject writePin(const QString &nodeName, AssignmentMode mode, const std::optional<quint64> &version);

//! The entity that a path names; Invalid.
Result<EntityRef> readEntity(const QString &type, const QString &id);
//! Body of a PUT to us; its node is still a name, in AssignmentRequest::node.
struct Asked {
    QString nodeName;
    AssignmentRequest request;
};
Result<Asked> readPin(const EntityRef &entity, const QByteArray &body);

//! A row of `assignments`, with our version beside it.
QJsonObject write(const Assignment &assignment, const CognipeerNames &names);
//! All pins, by type and id.
QJsonArray writePins(const QList<EntityState> &states, const CognipeerNames &names);
//! GET instances: by type and name; with where each one runs and why, which theirs does not say.
QJsonObject writeInstances(const QList<EntityState> &states, const CognipeerNames &names, const QString &defaultNode);

} // namespace CognipeerWork

} // namespace muster
