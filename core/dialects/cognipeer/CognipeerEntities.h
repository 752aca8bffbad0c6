// SPDX-License-Identifier: Apache-2.0
#pragma once
// What one console told of its entities and their pins, poll after poll, as states of ours. Decides nothing about the link.

#include "core/dialects/cognipeer/CognipeerWork.h"
#include "core/domain/ClusterEvent.h"

#include <map>

namespace muster {

//! One thread. An entity that a list leaves out is kept until kMissingMost lists did, because the console passes over a tenant or
//! a kind that it cannot read just then, without a word.
class CognipeerEntities
{
public:
    static constexpr int kMissingMost = 3;

    //! What one poll told. \a instances nullopt: they could not be read, and the last ones stand.
    void take(const CognipeerRows<CognipeerPin> &pins, const std::optional<CognipeerRows<CognipeerInstance>> &instances);
    //! What a PUT or DELETE answered; nullopt: it is pinned nowhere.
    void setPin(const EntityRef &entity, const std::optional<CognipeerPin> &pin);

    //! All, in order of their references, placed among \a nodes by the rules of its router. \a defaultNode: its name.
    QList<EntityState> states(const QList<Node> &nodes, const QString &defaultNode) const;
    //! How the console calls \a entity; nullopt when it is not known.
    std::optional<CognipeerKey> keyOf(const EntityRef &entity) const;
    //! Version of its pin; what we count, because the console counts none.
    quint64 versionOf(const EntityRef &entity) const;
    //! Whether the console counts versions itself, as Muster does.
    bool hasVersions() const { return m_hasVersions; }
    //! Kinds that it lists and that have no name here.
    const QStringList &unknownTypes() const { return m_unknownTypes; }

private:
    struct Row {
        CognipeerInstance instance;
        std::optional<CognipeerPin> pin;
        quint64 version = 0;
        int missing = 0; // Lists in a row that left it out.
    };
    EntityRef refOf(const CognipeerInstance &instance) const;
    void learnTenants(const QList<CognipeerInstance> &instances);
    void listRow(const CognipeerInstance &instance);
    static void pinRow(Row *row, const std::optional<CognipeerPin> &pin);

    std::map<EntityRef, Row> m_rows;
    QHash<CognipeerKey, EntityRef> m_refs;
    QHash<QString, QString> m_tenants; // By its id: the slug.
    QHash<QString, QString> m_slugs;   // The other way; empty: several tenants have it.
    QStringList m_unknownTypes;
    bool m_hasVersions = false;
};

//! The changes from \a before to \a after, both in order of references; gone ones first.
QList<ClusterChange> changesBetween(const QList<EntityState> &before, const QList<EntityState> &after);

} // namespace muster
