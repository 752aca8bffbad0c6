// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which node: a list under a pin, ranked by fit, with the reason for and against each.

#include "core/domain/Placement.h"

#include <QAbstractListModel>
#include <QFrame>

#include <functional>

class QListView;

namespace muster {

class Field;
class PlainLabel;
class SegmentedControl;

//! The default node first, then nodes in their rank; a filter leaves those whose name or reason has its words.
class NodeChoices final : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit NodeChoices(QObject *parent = nullptr);

    //! \a usual: name of the default node, or empty. Status of nodes comes from \a statusOf.
    void setCandidates(const QList<Candidate> &candidates, const QString &usual, std::function<NodeStatus(const NodeId &)> statusOf);
    void setFilter(const QString &text);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

    //! Nullptr for the default node.
    const Candidate *at(int row) const;
    NodeStatus statusAt(int row) const;
    const QString &usual() const { return m_usual; }
    //! Row of \a node; of the default for an empty id; -1 when it is filtered out.
    int rowOf(const NodeId &node) const;

private:
    QList<Candidate> m_candidates;
    QList<int> m_rows; // Indexes into m_candidates; -1: the default node.
    QString m_usual;
    std::function<NodeStatus(const NodeId &)> m_statusOf;
};

//! A popup: typing filters, arrows move, Enter chooses, Esc closes; below the list is the mode. One at a time.
class NodePicker final : public QFrame
{
    Q_OBJECT

public:
    explicit NodePicker(QWidget *parent);

    NodeChoices *choices() const { return m_choices; }
    //! Opens under (or over) \a anchor, in global coordinates, with \a node and \a mode as chosen now.
    void open(const QRect &anchor, const NodeId &node, AssignmentMode mode);
    Field *field() const { return m_field; }
    QListView *list() const { return m_list; }
    SegmentedControl *modes() const { return m_modes; }

Q_SIGNALS:
    //! An empty node is the default.
    void chosen(const muster::NodeId &node, muster::AssignmentMode mode);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void moveBy(int rows);
    void choose();
    void explain();
    AssignmentMode mode() const;

    NodeChoices *m_choices;
    Field *m_field;
    QListView *m_list;
    SegmentedControl *m_modes;
    PlainLabel *m_meaning;
};

} // namespace muster
