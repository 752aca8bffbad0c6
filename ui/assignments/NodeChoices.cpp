// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/NodeChoices.h"

#include "ui/kit/StatusText.h"

namespace muster {

NodeChoices::NodeChoices(QObject *parent) : QAbstractListModel(parent) {}

void NodeChoices::setCandidates(const QList<Candidate> &candidates, const QString &usual,
                                std::function<NodeStatus(const NodeId &)> statusOf)
{
    m_candidates = candidates;
    m_usual = usual;
    m_statusOf = std::move(statusOf);
    setFilter({});
}

void NodeChoices::setFilter(const QString &text)
{
    beginResetModel();
    m_rows.clear();
    const QString wanted = text.trimmed();
    if (wanted.isEmpty() || tr("default").contains(wanted, Qt::CaseInsensitive))
        m_rows.append(-1);
    for (int i = 0; i < m_candidates.size(); ++i) {
        const Candidate &one = m_candidates.at(i);
        if (one.name.contains(wanted, Qt::CaseInsensitive) || one.reason.contains(wanted, Qt::CaseInsensitive))
            m_rows.append(i);
    }
    endResetModel();
}

int NodeChoices::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant NodeChoices::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Candidate *candidate = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return candidate ? candidate->name : tr("default");
    case Qt::ToolTipRole:
        return candidate ? candidate->reason : m_usual.isEmpty() ? tr("pinned nowhere") : tr("pinned nowhere: %1 takes it").arg(m_usual);
    case Qt::AccessibleTextRole:
        return candidate ? tr("%1, %2, %3").arg(candidate->name, statusWord(statusAt(index.row())), candidate->reason)
                         : tr("The default node, pinned nowhere");
    default:
        return {};
    }
}

const Candidate *NodeChoices::at(int row) const
{
    const int index = m_rows.value(row, -1);
    return index < 0 ? nullptr : &m_candidates.at(index);
}

NodeStatus NodeChoices::statusAt(int row) const
{
    const Candidate *candidate = at(row);
    return candidate && m_statusOf ? m_statusOf(candidate->node) : NodeStatus::Unknown;
}

int NodeChoices::rowOf(const NodeId &node) const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        const Candidate *candidate = at(row);
        if (candidate ? candidate->node == node : node.isEmpty())
            return row;
    }
    return -1;
}

} // namespace muster
