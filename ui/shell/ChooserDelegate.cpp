// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/ChooserDelegate.h"

#include "ui/kit/Icons.h"
#include "ui/kit/KeyHint.h"
#include "ui/kit/Panel.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/Theme.h"
#include "ui/shell/ChooserModel.h"

#include <QPainter>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

constexpr int kRowHeight = 36;
constexpr int kHeadHeight = 28;
constexpr int kSide = 8;

} // namespace

ChooserDelegate::ChooserDelegate(const ChooserModel *model, QObject *parent)
    : QStyledItemDelegate(parent), m_model(model)
{
}

QSize ChooserDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {0, scaled(m_model->isHead(index.row()) ? kHeadHeight : kRowHeight)};
}

int ChooserDelegate::paintTitle(QPainter *painter, const QRect &row, int x, int right, int index) const
{
    const ChooserRow &content = m_model->at(index);
    const QList<int> &matches = m_model->matchesAt(index);
    const QFont plain = fontOf(Type::BodyMedium);
    const QFont strong = fontOf(Type::BodyStrong);
    const QColor color = content.refusal.isEmpty() ? tokens().text : tokens().text3;
    for (qsizetype at = 0; at < content.title.size() && x < right;) {
        const bool isMatch = matches.contains(static_cast<int>(at));
        qsizetype end = at;
        while (end < content.title.size() && matches.contains(static_cast<int>(end)) == isMatch)
            ++end;
        const QFont &font = isMatch ? strong : plain;
        const QFontMetrics metrics(font);
        const QString part = metrics.elidedText(content.title.mid(at, end - at), Qt::ElideRight, right - x);
        painter->setFont(font);
        painter->setPen(isMatch && content.refusal.isEmpty() ? tokens().accent : color);
        painter->drawText(QRect(x, row.top(), right - x, row.height()),
                          Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, part);
        x += metrics.horizontalAdvance(part);
        at = end;
    }
    return x;
}

void ChooserDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect row = option.rect.adjusted(scaled(kSide), 0, -scaled(kSide), 0);
    if (m_model->isHead(index.row())) {
        painter->setFont(fontOf(Type::Micro));
        painter->setPen(tokens().text3);
        painter->drawText(row.adjusted(scaled(8), scaled(4), 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                          m_model->headAt(index.row()));
        painter->restore();
        return;
    }
    const ChooserRow &content = m_model->at(index.row());
    if (option.state.testFlag(QStyle::State_Selected))
        paintPanel(painter, row, scaled(6), tokens().selection, Qt::transparent);
    else if (option.state.testFlag(QStyle::State_MouseOver) && content.refusal.isEmpty())
        paintPanel(painter, row, scaled(6), tokens().hoverWash, Qt::transparent);

    int x = row.left() + scaled(8);
    if (content.face.kind != ClusterKind::None) {
        paintClusterBadge(painter, QRectF(x, row.center().y() - scaled(10) + 1, scaled(24), scaled(20)), content.face);
    } else if (content.status) {
        paintStatusShape(painter, *content.status, QPointF(x + scaled(4), row.center().y() - scaled(8) + 1), scaled(16));
    } else if (!content.icon.isEmpty()) {
        const QColor color = content.refusal.isEmpty() ? tokens().text2 : tokens().text3;
        paintIcon(painter, content.icon, QPointF(x + scaled(3), row.center().y() - scaled(9) + 1), scaled(18), color);
    }
    x += scaled(24 + 12);

    int right = row.right() - scaled(8);
    if (content.isCurrent) {
        paintIcon(painter, "check"_L1, QPointF(right - scaled(16), row.center().y() - scaled(8) + 1), scaled(16),
                  tokens().accent);
        right -= scaled(24);
    }
    if (!content.keys.isEmpty()) {
        const int width = keyHintWidth(content.keys);
        paintKeyHint(painter, QPointF(right - width, row.center().y() - scaled(9) + 1), content.keys);
        right -= width + scaled(8);
    }
    x = paintTitle(painter, row, x, right, index.row()) + scaled(8);
    const QString detail = content.refusal.isEmpty() ? content.detail : content.refusal;
    if (!detail.isEmpty() && x < right) {
        painter->setFont(fontOf(Type::Small));
        painter->setPen(tokens().text3);
        const Qt::Alignment side = content.refusal.isEmpty() ? Qt::AlignLeft : Qt::AlignRight;
        const QRect box(x, row.top(), right - x, row.height());
        painter->drawText(box, side | Qt::AlignVCenter | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(detail, Qt::ElideRight, box.width()));
    }
    painter->restore();
}

} // namespace muster
