// SPDX-License-Identifier: Apache-2.0
#pragma once
// The nodes as cards: a grid that fills its width.

#include "core/domain/Node.h"

#include <QListView>

namespace muster {

class NodeCardDelegate;
class NodeFilterModel;

//! Moves by arrows, j and k, Home and End; opens by Enter and double click; asks for a menu at a card's dots, by right
//! click, Shift+F10 and the Menu key. Single letters work while it has the focus only.
class NodeBoard final : public QListView
{
    Q_OBJECT

public:
    explicit NodeBoard(NodeFilterModel *nodes, QWidget *parent = nullptr);

    //! Columns of the grid at the present width.
    int columns() const;
    //! What stands left of and above the first card inside of the view, px; the page pulls the view out by it.
    static int leftInset();
    static int topInset();

Q_SIGNALS:
    //! Enter or double click on a node.
    void openRequested(const muster::NodeId &node);
    //! A menu for the selected nodes is wanted at \a at (global).
    void menuRequested(const QPoint &at);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void fit();
    void openCurrent();
    NodeFilterModel *m_nodes;
    NodeCardDelegate *m_cards;
};

//! Translates the single letters of lists (j, k) into arrow keys; other keys come back unchanged.
int listKeyOf(const QKeyEvent &event);

} // namespace muster
