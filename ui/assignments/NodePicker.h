// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which node: a list under a pin, ranked by fit, with the reason for and against each.

#include "ui/assignments/NodeChoices.h"

#include <QFrame>

class QListView;

namespace muster {

class Field;
class PlainLabel;
class SegmentedControl;

//! A popup: typing filters, arrows move, Enter chooses, Esc closes; below the list is the mode. One at a time.
class NodePicker final : public QFrame
{
    Q_OBJECT

public:
    explicit NodePicker(QWidget *parent);

    NodeChoices *choices() const { return m_choices; }
    //! Opens under (or over) \a anchor, in global coordinates, with \a node and \a mode as chosen now.
    void open(const QRect &anchor, const NodeId &node, AssignmentMode mode);
    //! Stands under (or over) \a anchor, in global coordinates.
    void place(const QRect &anchor);
    Field *field() const { return m_field; }
    QListView *list() const { return m_list; }
    SegmentedControl *modes() const { return m_modes; }

Q_SIGNALS:
    //! An empty node is the default.
    void chosen(const muster::NodeId &node, muster::AssignmentMode mode);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void cutCorners();
    void showMatches();
    void moveBy(int rows);
    void choose();
    void explain();
    AssignmentMode mode() const;

    NodeChoices *m_choices;
    Field *m_field;
    QListView *m_list;
    PlainLabel *m_none; // Said over the list.
    SegmentedControl *m_modes;
    PlainLabel *m_meaning;
};

} // namespace muster
