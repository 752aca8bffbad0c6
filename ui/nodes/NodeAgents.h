// SPDX-License-Identifier: Apache-2.0
#pragma once
// The tab of a node's agents: what runs there with state and process, and what is pinned to it or placed on it, and why.

#include "core/mirror/ClusterMirror.h"
#include "core/mirror/ShownStatus.h"

#include <QHash>
#include <QScrollArea>

class QVBoxLayout;

namespace muster {

class Button;
class PlainLabel;

//! Rebuilds only what differs from what it shows. Remembers the processes that it saw, so that a restart shows as new ones.
class NodeAgents final : public QScrollArea
{
    Q_OBJECT

public:
    explicit NodeAgents(QWidget *parent = nullptr);
    void show(const Node &node, const ShownStatus &shown, const ClusterMirror &mirror);
    //! Turns the restart off with \a reason, or on.
    void setRefusal(const QString &reason);

Q_SIGNALS:
    void restartWanted();
    //! The log of an entity is wanted.
    void logWanted(const muster::EntityRef &entity);

private:
    QVBoxLayout *addSection(QVBoxLayout *body);
    void showAgents(const Node &node, bool isOld);
    void showPlaced(const Node &node, const ClusterMirror &mirror);
    void addAgent(const Agent &agent, bool isOld);
    void addPlaced(const EntityState &state, const NodeId &node);

    QVBoxLayout *m_agents = nullptr;
    QVBoxLayout *m_placed = nullptr;
    PlainLabel *m_agentCount = nullptr;
    PlainLabel *m_placedCount = nullptr;
    Button *m_restart = nullptr;
    NodeId m_node;
    QList<Agent> m_shownAgents;
    QList<EntityState> m_shownPlaced;
    bool m_isOld = false;
    bool m_isShown = false;
    QHash<QString, qint64> m_pids;    // By agent: its process as it was when the tab first saw it.
};

} // namespace muster
