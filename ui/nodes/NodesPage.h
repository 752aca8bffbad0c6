// SPDX-License-Identifier: Apache-2.0
#pragma once
// The page of nodes: counts that filter, filter row, cards or table; all over one model, one filter and one selection.

#include "core/mirror/NodeFilterModel.h"

#include <QWidget>

class QItemSelectionModel;
class QMenu;
class QStackedLayout;

namespace muster {

class AggregateLine;
class Button;
class EmptyState;
class NodeActions;
class NodeBoard;
class NodeFilterBar;
class NodeTable;
class RoundedFrame;
class PlainLabel;
class SegmentedControl;
class StatStrip;

//! Shows the session of a NodesModel. Verbs are those of actions(); the drawer is somebody else's.
class NodesPage final : public QWidget
{
    Q_OBJECT

public:
    enum View { Cards, Table };

    //! \a nodes must outlive the page.
    explicit NodesPage(NodesModel *nodes, QWidget *parent = nullptr);

    //! The verbs, for a drawer or a menu bar.
    NodeActions *actions() const { return m_actions; }
    NodeFilterModel *filter() const { return m_filter; }
    View view() const;
    void setView(View view);
    //! The node with the cursor, or an empty id.
    NodeId currentNode() const;
    //! The selected nodes in the order shown; the current one when none is.
    QList<NodeId> selectedNodes() const;
    //! Selects \a node and scrolls to it; false when it is not shown.
    bool selectNode(const NodeId &node);
    //! Moves the cursor \a step rows, for the drawer's [ and ].
    void step(int step);
    //! The keyboard goes to the filter field, or to the list.
    void focusFilter();
    void focusList();
    //! View, columns, order and filter, for restoreState(); per cluster.
    QByteArray saveState() const;
    void restoreState(const QByteArray &state);

Q_SIGNALS:
    //! A node is to be shown in the drawer.
    void openRequested(const muster::NodeId &node);
    //! The cursor is on another node; an empty id when it is on none.
    void currentChanged(const muster::NodeId &node);
    //! How many are selected.
    void selectionChanged(int count);
    void addWorkerRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeLists();
    void orderTabs();
    void makeViewMenu();
    bool knowsNodes() const;
    void showCounts();
    void showState();
    void showRefusals();
    void showMenu(const QPoint &at);
    void fitTable();
    void hold();
    bool isInList(const QWidget *widget) const;

    NodesModel *m_nodes;
    NodeFilterModel *m_filter;
    NodeActions *m_actions;
    QItemSelectionModel *m_selection;
    PlainLabel *m_count = nullptr;
    SegmentedControl *m_segments = nullptr;
    Button *m_add = nullptr;
    StatStrip *m_stats = nullptr;
    AggregateLine *m_aggregate = nullptr;
    NodeFilterBar *m_bar = nullptr;
    QMenu *m_viewMenu = nullptr;
    QStackedLayout *m_stack = nullptr;
    NodeBoard *m_board = nullptr;
    NodeTable *m_table = nullptr;
    QWidget *m_tableGround = nullptr;
    RoundedFrame *m_tableFrame = nullptr;
    EmptyState *m_noNodes = nullptr;
    EmptyState *m_noMatch = nullptr;
    bool m_isPointerOver = false;
    bool m_choseView = false; // By a person or a restored state: then the count no longer decides.
};

} // namespace muster
