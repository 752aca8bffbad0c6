// SPDX-License-Identifier: Apache-2.0
#pragma once
// The nodes as a table with the columns the user wants.

#include "core/domain/Node.h"

#include <QTableView>

namespace muster {

class NodeFilterModel;

//! Head menu shows and hides columns; heads are dragged, resized, and fitted by a double click. Keys as NodeBoard.
class NodeTable final : public QTableView
{
    Q_OBJECT

public:
    explicit NodeTable(NodeFilterModel *nodes, QWidget *parent = nullptr);

    //! Columns, widths and their order, for restoreColumns().
    QByteArray saveColumns() const;
    //! False, and unchanged, when \a state is of another version.
    bool restoreColumns(const QByteArray &state);
    //! Columns as at first.
    void resetColumns();
    //! Checkable actions for every column but the first two, owned by \a parent.
    QList<QAction *> columnActions(QObject *parent);
    //! Height at which nothing has to scroll: head and rows.
    int wholeHeight() const;
    //! The selected rows, or the current cell's row, as people read them: tab-separated lines.
    QString selectedText() const;

Q_SIGNALS:
    void openRequested(const muster::NodeId &node);
    //! A menu for the selected nodes is wanted at \a at (global).
    void menuRequested(const QPoint &at);
    //! wholeHeight() is another one.
    void wholeHeightChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

private:
    void measure();
    void openCurrent();
    void showHeadMenu(const QPoint &at);
    NodeFilterModel *m_nodes;
};

} // namespace muster
