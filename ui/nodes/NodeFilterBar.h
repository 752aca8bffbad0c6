// SPDX-License-Identifier: Apache-2.0
#pragma once
// The row above the nodes: filter field, what is filtered by, changes that wait, order, and what is shown.

#include "core/mirror/NodeFilterModel.h"
#include "ui/kit/Pill.h"

#include <QTimer>
#include <QWidget>

class QHBoxLayout;
class QMenu;

namespace muster {

class Button;
class Field;

//! "3 changes" with an arrow: rows wait to be re-ordered.
class ChangesPill final : public Pill
{
    Q_OBJECT

public:
    explicit ChangesPill(QWidget *parent = nullptr);
    void setCount(int count);
};

//! Works on a NodeFilterModel. Typing filters after a moment; Enter turns what is typed into chips; Escape clears.
class NodeFilterBar final : public QWidget
{
    Q_OBJECT

public:
    //! \a viewMenu is shown by the View button; owned by its maker.
    NodeFilterBar(NodeFilterModel *nodes, QMenu *viewMenu, QWidget *parent = nullptr);

    Field *field() const { return m_field; }
    //! Takes every filter away: text, chips and statuses.
    void clearFilter();
    //! All that is filtered by, as it would be typed: "status:offline label:gpu".
    QString filterText() const;
    //! The text of chips and field, without statuses; for restoring.
    QString search() const { return m_nodes->search(); }
    void setSearch(const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void applySearch();
    void takeTyped();
    void showChips();
    void addSortActions();
    void showSort();

    NodeFilterModel *m_nodes;
    Field *m_field;
    QHBoxLayout *m_chips;
    ChangesPill *m_changes;
    Button *m_sort;
    QMenu *m_sortMenu;
    QStringList m_terms; // Entered ones, shown as chips.
    QTimer m_typing;
};

} // namespace muster
