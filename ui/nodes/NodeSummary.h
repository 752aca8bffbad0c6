// SPDX-License-Identifier: Apache-2.0
#pragma once
// The first tab of the drawer: why, load, beat, agents, facts.

#include "core/domain/Assignment.h"
#include "core/domain/NodeHistory.h"
#include "core/mirror/ShownStatus.h"

#include <QScrollArea>

class QVBoxLayout;

namespace muster {

class BeatBar;
class NodeFacts;
class Note;
class PlainLabel;
class Sparkline;

//! One entity that is pinned to the node.
struct NodePin {
    EntityRef entity;
    QString name;
    AssignmentMode mode = AssignmentMode::Strict;
    bool waits = false; //!< It cannot run now.
    bool runs = false;  //!< The node tells a process of it.
    bool waitsAnyway = false; //!< Not for this node: waitsAnyway().

    bool operator==(const NodePin &) const = default;
};

//! What the summary is made of.
struct NodeSummarySubject {
    const Node &node;
    const ShownStatus &shown;
    const NodeHistory &history;
    QString majority;              //!< Version of most nodes.
    Timestamp now;                 //!< The control plane's clock.
    std::optional<Timestamp> asOf; //!< When our link was last live; only while it is not.
    bool isPartial = false;        //!< Only the agents of our tenants are known.
    QList<NodePin> pins = {};      //!< By name.
};

//! Rebuilds only what differs from what it shows.
class NodeSummary final : public QScrollArea
{
    Q_OBJECT

public:
    explicit NodeSummary(QWidget *parent = nullptr);
    void show(const NodeSummarySubject &subject);

private:
    struct LoadRow {
        Sparkline *line = nullptr;
        PlainLabel *value = nullptr;
    };
    QVBoxLayout *addSection(QWidget **whole = nullptr);
    LoadRow addLoadRow(QVBoxLayout *section, const QString &name);
    void showWhy(const NodeSummarySubject &subject);
    void showLoad(const NodeSummarySubject &subject);
    void showAgents(const NodeSummarySubject &subject);
    void showPins(const NodeSummarySubject &subject);
    QWidget *pinRow(const NodePin &pin);

    QVBoxLayout *m_sections;
    QWidget *m_why = nullptr;
    PlainLabel *m_whyTitle = nullptr;
    QVBoxLayout *m_notes = nullptr;
    QStringList m_noteWords; // What the notes say, to see whether they must be made anew.
    PlainLabel *m_loadSpan = nullptr;
    LoadRow m_cpu;
    LoadRow m_memory;
    PlainLabel *m_beatSpan = nullptr;
    PlainLabel *m_beatCounts = nullptr;
    BeatBar *m_beats = nullptr;
    QWidget *m_agents = nullptr;
    PlainLabel *m_agentCount = nullptr;
    QVBoxLayout *m_agentRows = nullptr;
    QList<Agent> m_shownAgents;
    bool m_agentsAreOld = false;
    QWidget *m_pins = nullptr;
    PlainLabel *m_pinCount = nullptr;
    QVBoxLayout *m_pinRows = nullptr;
    QList<NodePin> m_shownPins;
    NodeFacts *m_facts = nullptr;
};

} // namespace muster
