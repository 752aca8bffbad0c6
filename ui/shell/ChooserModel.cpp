// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/ChooserModel.h"

#include "core/base/Limits.h"

#include <algorithm>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

//! A match in the detail counts less than any in the title.
constexpr int kDetailPenalty = 1000;

} // namespace

void ChooserModel::setRows(const QList<ChooserRow> &rows)
{
    beginResetModel();
    m_rows = rows;
    rank();
    endResetModel();
}

void ChooserModel::setPattern(const QString &pattern)
{
    beginResetModel();
    m_pattern = pattern;
    rank();
    endResetModel();
}

void ChooserModel::rank()
{
    QStringList groups;
    QHash<QString, QList<Shown>> byGroup;
    for (int i = 0; i < m_rows.size(); ++i) {
        const ChooserRow &row = m_rows.at(i);
        std::optional<FuzzyFit> fit = fuzzyFit(m_pattern, row.title);
        if (!fit && fuzzyFit(m_pattern, row.title + u' ' + row.detail))
            fit = FuzzyFit{.score = -kDetailPenalty, .positions = {}};
        if (!fit)
            continue;
        if (!groups.contains(row.group))
            groups.append(row.group);
        byGroup[row.group].append({.source = i, .fit = *fit, .head = {}});
    }
    m_shown.clear();
    for (const QString &group : std::as_const(groups)) {
        QList<Shown> &rows = byGroup[group];
        std::stable_sort(rows.begin(), rows.end(),
                         [](const Shown &a, const Shown &b) { return a.fit.score > b.fit.score; });
        if (!group.isEmpty())
            m_shown.append({.source = -1, .fit = {}, .head = group});
        m_shown += rows.mid(0, limits::kChooserRows);
    }
}

int ChooserModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant ChooserModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (isHead(index.row()))
        return role == Qt::DisplayRole ? headAt(index.row()) : QVariant();
    const ChooserRow &row = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return row.title;
    case Qt::AccessibleTextRole:
        return row.refusal.isEmpty() ? row.title + u' ' + row.detail : row.title + u", "_s + row.refusal;
    default:
        return {};
    }
}

Qt::ItemFlags ChooserModel::flags(const QModelIndex &index) const
{
    if (!index.isValid() || isHead(index.row()) || !at(index.row()).refusal.isEmpty())
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

int ChooserModel::nextChoosable(int from, int step) const
{
    for (int row = from; row >= 0 && row < m_shown.size(); row += step) {
        if (!isHead(row) && at(row).refusal.isEmpty())
            return row;
    }
    return -1;
}

} // namespace muster
