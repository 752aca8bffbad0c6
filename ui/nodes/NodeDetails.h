// SPDX-License-Identifier: Apache-2.0
#pragma once
// One node in the drawer: who it is, how it is and why, what can be done.

#include "core/mirror/DrainWork.h"
#include "core/mirror/NodesModel.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QStackedLayout;

namespace muster {

class Button;
struct NodePin;
class Chip;
class IconButton;
class IconLabel;
class InlineError;
class NodeActions;
class NodeAgents;
class NodeEvents;
class NodeLogs;
class NodeStanding;
class NodeSummary;
class PlainLabel;
class StatusChip;
class TabStrip;

//! Follows one node of a NodesModel, also after it is gone (then it says so). Keys: Escape closes, [ and ] go to the
//! previous and next node, Ctrl+Tab to the next tab.
class NodeDetails final : public QWidget
{
    Q_OBJECT

public:
    NodeDetails(NodesModel *nodes, NodeActions *actions, QWidget *parent = nullptr);

    //! Shows \a node; an empty id shows nothing.
    void setNode(const NodeId &node);
    const NodeId &node() const { return m_node; }
    enum Tab { SummaryTab, AgentsTab, LogsTab, EventsTab, RawTab };
    //! The tab shown, one of Tab.
    int tab() const;
    void setTab(int index);
    QSize sizeHint() const override;

Q_SIGNALS:
    void closeRequested();
    void previousRequested();
    void nextRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeFoot();
    void addTabs(QLayout *layout);
    void connectVerbs();
    void refresh();
    void refreshTab(int row);
    QList<NodePin> pins(const Node &node) const;
    void refreshStanding(const Node &node, const ShownStatus &shown);
    void showGone();
    void showRefusals();
    void fitFoot();
    void sayAnswer(const QString &text);

    NodesModel *m_nodes;
    NodeActions *m_actions;
    NodeId m_node;
    DrainWork m_work; // While it drains.
    QLabel *m_shape = nullptr;
    PlainLabel *m_name = nullptr;
    IconLabel *m_star = nullptr;
    Chip *m_role = nullptr;
    StatusChip *m_status = nullptr;
    PlainLabel *m_age = nullptr;
    TabStrip *m_tabs;
    QStackedLayout *m_pages;
    NodeStanding *m_standing;
    NodeSummary *m_summary;
    NodeAgents *m_agents;
    NodeLogs *m_logs;
    NodeEvents *m_events;
    QPlainTextEdit *m_raw;
    QWidget *m_refusal = nullptr;
    PlainLabel *m_reason = nullptr;
    PlainLabel *m_answer = nullptr;
    QTimer m_said; // How long m_answer stands there.
    InlineError *m_error = nullptr;
    Button *m_cordon = nullptr;
    Button *m_drain = nullptr;
    Button *m_ping = nullptr;
    Button *m_restart = nullptr;
    IconButton *m_more = nullptr;
};

} // namespace muster
