// SPDX-License-Identifier: Apache-2.0
#pragma once
// The tokens of a cluster as a table, and the part of it that a person looks at.

#include "core/domain/AccessToken.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

namespace muster {

//! Rows as the cluster gave them, newest first. DisplayRole is words.
class TokensModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, KindColumn, RightColumn, EndColumn, UseColumn, MadeColumn, ColumnCount };
    enum Role {
        EndedItem = Qt::UserRole + 1, //!< bool.
        KindItem,                     //!< int of TokenKind.
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setTokens(const QList<TokenFacts> &tokens);
    //! The cluster's clock: ages are shown against it.
    void setNow(Timestamp now);
    const TokenFacts &at(int row) const { return m_tokens.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString text(const TokenFacts &token, int column) const;
    QList<TokenFacts> m_tokens;
    Timestamp m_now;
};

//! Of one kind, or of all.
class TokenKindFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    //! Nullopt: all.
    void setKind(std::optional<TokenKind> kind);

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;

private:
    std::optional<TokenKind> m_kind;
};

} // namespace muster
