// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/TokensModel.h"

#include "ui/clusters/TokenText.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"

namespace muster {

using namespace Qt::StringLiterals;

void TokensModel::setTokens(const QList<TokenFacts> &tokens)
{
    beginResetModel();
    m_tokens = tokens;
    endResetModel();
}

void TokensModel::setNow(Timestamp now)
{
    m_now = now;
    if (!m_tokens.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {Qt::DisplayRole, EndedItem});
}

int TokensModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_tokens.size());
}

int TokensModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TokensModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_tokens.size())
        return {};
    const TokenFacts &token = m_tokens.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(token, index.column());
    case Qt::ToolTipRole:
        if (index.column() == MadeColumn)
            return plainToolTip(u"%1, %2"_s.arg(dateText(token.createdAt), token.createdBy));
        if (index.column() == EndColumn && token.expiresAt)
            return dateText(*token.expiresAt);
        return plainToolTip(u"%1 (%2)"_s.arg(text(token, index.column()), token.id.text()));
    case EndedItem:
        return hasEnded(token, m_now);
    case KindItem:
        return static_cast<int>(token.kind);
    default:
        return {};
    }
}

QString TokensModel::text(const TokenFacts &token, int column) const
{
    switch (static_cast<Column>(column)) {
    case NameColumn:
        return tokenName(token);
    case KindColumn:
        return tokenKindTitle(token.kind);
    case RightColumn:
        return tokenRight(token);
    case EndColumn:
        return tokenEndText(token, m_now);
    case UseColumn:
        return tokenUseText(token, m_now);
    case MadeColumn: {
        const QString ago = tr("%1 ago").arg(shortAge(std::max(milliseconds(0), m_now - token.createdAt)));
        return token.createdBy.isEmpty() ? ago : tr("%1, by %2").arg(ago, token.createdBy);
    }
    case ColumnCount:
        break;
    }
    return {};
}

QVariant TokensModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case NameColumn:
        return tr("Name");
    case KindColumn:
        return tr("Kind");
    case RightColumn:
        return tr("Opens");
    case EndColumn:
        return tr("Ends");
    case UseColumn:
        return tr("Last used");
    case MadeColumn:
        return tr("Made");
    case ColumnCount:
        break;
    }
    return {};
}

void TokenKindFilter::setKind(std::optional<TokenKind> kind)
{
    m_kind = kind;
    invalidateFilter();
}

bool TokenKindFilter::filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const
{
    const QModelIndex index = sourceModel()->index(sourceRow, 0, sourceParent);
    return !m_kind || index.data(TokensModel::KindItem).toInt() == static_cast<int>(*m_kind);
}

} // namespace muster
