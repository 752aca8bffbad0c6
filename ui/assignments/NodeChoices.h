// SPDX-License-Identifier: Apache-2.0
#pragma once
// The nodes that NodePicker lists, with the reason for and against each.

#include "core/domain/Placement.h"

#include <QAbstractListModel>

#include <functional>

namespace muster {

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

} // namespace muster
