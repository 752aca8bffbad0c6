// SPDX-License-Identifier: Apache-2.0
#pragma once
// The rows of a Chooser, filtered and ranked by what was typed.

#include "core/domain/NodeStatus.h"
#include "ui/shell/ClusterBadge.h"
#include "ui/shell/FuzzyMatch.h"

#include <QAbstractListModel>

namespace muster {

//! One thing to choose.
struct ChooserRow {
    QString id;              //!< Given back by Chooser::chosen().
    QString group;           //!< "Places"; rows of one group stand together.
    QLatin1StringView icon;  //!< Used when there is no face.
    ClusterFace face;        //!< A cluster's badge; kind None for none.
    QString title;
    QString detail;          //!< Quieter, after the title; searched as well.
    QString keys;            //!< Drawn as a cap at the right.
    QString refusal;         //!< Why it cannot be chosen now; empty when it can.
    bool isCurrent = false;  //!< Marked with a check.
    std::optional<NodeStatus> status = std::nullopt; //!< Shape in place of the icon.
};

//! At most limits::kChooserRows rows. Group heads are rows that cannot be chosen.
class ChooserModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    //! Everything there is, in the order to show while nothing is typed.
    void setRows(const QList<ChooserRow> &rows);
    //! Keeps what fits \a pattern, best first within its group.
    void setPattern(const QString &pattern);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

    //! Whether row \a row is only a heading.
    bool isHead(int row) const { return m_shown.at(row).source < 0; }
    //! The thing in row \a row; not for heads.
    const ChooserRow &at(int row) const { return m_rows.at(m_shown.at(row).source); }
    //! Matched letters of its title.
    const QList<int> &matchesAt(int row) const { return m_shown.at(row).fit.positions; }
    //! The heading in row \a row.
    QString headAt(int row) const { return m_shown.at(row).head; }
    //! The first row that can be chosen, from \a from on in direction \a step; -1 when there is none.
    int nextChoosable(int from, int step) const;

private:
    struct Shown {
        int source = -1;
        FuzzyFit fit;
        QString head;
    };
    void rank();

    QList<ChooserRow> m_rows;
    QString m_pattern;
    QList<Shown> m_shown;
};

} // namespace muster
