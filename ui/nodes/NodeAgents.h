// SPDX-License-Identifier: Apache-2.0
#pragma once
// The tab of a node's agents: what runs there, with state, process and what it takes; and what else is pinned to it or placed on
// it, and why. Each is there once.

#include "core/mirror/ClusterMirror.h"
#include "core/mirror/ShownStatus.h"

#include <QHash>
#include <QScrollArea>

class QHBoxLayout;
class QVBoxLayout;

namespace muster {

class Button;
class PlainLabel;
struct Tokens;

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
    using Ink = QColor Tokens::*;
    //! Of what a row tells.
    struct Subject {
        QString id;
        QString name;
        const EntityState *placed; // Null: nobody here knows it.
    };
    struct Row {
        QWidget *widget;
        QVBoxLayout *lines;
        QHBoxLayout *first;
    };

    QVBoxLayout *addSection(QVBoxLayout *body);
    void rebuild(const Node &node);
    Row beginRow(const Subject &subject);
    PlainLabel *addLine(const Row &row, const QString &text, Ink ink);
    void addAgent(const Agent &agent, const EntityState *placed, std::optional<Timestamp> lastBeatAt);
    void addPlaced(const EntityState &state);

    QVBoxLayout *m_agents = nullptr;
    QVBoxLayout *m_placed = nullptr;
    PlainLabel *m_agentCount = nullptr;
    PlainLabel *m_placedCount = nullptr;
    Button *m_restart = nullptr;
    NodeId m_node;
    QList<PlainLabel *> m_uses; // Of the agents shown, in order: what moves all the time.
    QList<Agent> m_shownAgents;
    QList<EntityState> m_shownPlaced;
    bool m_isOld = false;
    bool m_isShown = false;
    QHash<QString, qint64> m_pids;    // By agent: its process as it was when the tab first saw it.
};

} // namespace muster
