// SPDX-License-Identifier: Apache-2.0
// The lines of menus and the heads of tables: the text-bearing half of ControlPaint.h.
#include "ui/kit/ControlPaint.h"
#include "ui/kit/Icons.h"
#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"

#include <QPainter>
#include <QStyleOption>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

// Qt puts the shortcut behind a tab.
QString menuText(const QStyleOptionMenuItem &option)
{
    return option.text.section(u'\t', 0, 0);
}

QString menuKeys(const QStyleOptionMenuItem &option)
{
    return option.text.section(u'\t', 1, 1);
}

constexpr int kMenuSide = 8;  // Between a line's edge and its content.
constexpr int kMenuIcon = 16;

} // namespace

QSize menuItemSize(const QStyleOptionMenuItem &option)
{
    if (option.menuItemType == QStyleOptionMenuItem::Separator)
        return {scaled(24), scaled(9)};
    const QFontMetrics body(fontOf(Type::Body));
    const QFontMetrics small(fontOf(Type::Small));
    int width = scaled(4 + kMenuSide + kMenuIcon + 8) + body.size(Qt::TextShowMnemonic, menuText(option)).width();
    const QString keys = menuKeys(option);
    if (!keys.isEmpty())
        width += scaled(24) + small.horizontalAdvance(keys);
    width += scaled(option.menuItemType == QStyleOptionMenuItem::SubMenu ? 28 : 12);
    return {width + scaled(4 + kMenuSide), scaled(30)};
}

void paintMenuItem(QPainter *painter, const QStyleOptionMenuItem &option)
{
    const Tokens &t = tokens();
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        painter->fillRect(option.rect.x() + scaled(4), option.rect.center().y(), option.rect.width() - scaled(8), 1,
                          t.border);
        return;
    }
    const bool enabled = option.state & QStyle::State_Enabled;
    const QRect line = option.rect.adjusted(scaled(4), 0, -scaled(4), 0);
    if (option.state & QStyle::State_Selected)
        paintPanel(painter, line, scaled(4), enabled ? t.selection : t.hoverWash, {});
    const int icon = scaled(kMenuIcon);
    const bool leftToRight = option.direction == Qt::LeftToRight;
    const auto visual = [&](const QRect &rect) { return QStyle::visualRect(option.direction, line, rect); };
    const QRect iconRect =
        visual(QRect(line.x() + scaled(kMenuSide), line.y() + (line.height() - icon) / 2, icon, icon));
    if (option.checkType != QStyleOptionMenuItem::NotCheckable && option.checked)
        paintIcon(painter, "check"_L1, iconRect.topLeft(), icon, enabled ? t.accent : t.text3);
    else if (!option.icon.isNull())
        option.icon.paint(painter, iconRect, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    const QRect text = line.adjusted(scaled(kMenuSide + kMenuIcon + 8), 0, -scaled(kMenuSide), 0);
    const auto flags = Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextShowMnemonic;
    painter->setFont(fontOf(Type::Body));
    painter->setPen(enabled ? t.text : t.text3);
    painter->drawText(visual(text), flags | (leftToRight ? Qt::AlignLeft : Qt::AlignRight), menuText(option));
    painter->setFont(fontOf(Type::Small));
    painter->setPen(t.text3);
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        paintIcon(painter, "chevron-right"_L1,
                  visual(QRect(line.right() - scaled(20), line.y() + (line.height() - icon) / 2, icon, icon)).topLeft(),
                  icon, enabled ? t.text2 : t.text3);
    else
        painter->drawText(visual(text), flags | (leftToRight ? Qt::AlignRight : Qt::AlignLeft), menuKeys(option));
}

void paintHeaderLabel(QPainter *painter, const QStyleOptionHeader &option)
{
    const Tokens &t = tokens();
    const int side = scaled(6);
    QRect rect = option.rect.adjusted(side, 0, -side, 0);
    const bool sorted = option.sortIndicator != QStyleOptionHeader::None;
    const int icon = scaled(14);
    const QFont &font = fontOf(Type::SmallStrong);
    const QFontMetrics metrics(font);
    const Qt::Alignment alignment = QStyle::visualAlignment(option.direction, option.textAlignment);
    if (sorted)
        rect.setWidth(rect.width() - icon - scaled(2));
    const QString text = metrics.elidedText(option.text, Qt::ElideRight, rect.width());
    painter->setFont(font);
    painter->setPen(t.text2);
    painter->drawText(rect, Qt::AlignVCenter | Qt::TextSingleLine | static_cast<int>(alignment & Qt::AlignHorizontal_Mask),
                      text);
    if (!sorted)
        return;
    const int width = metrics.horizontalAdvance(text);
    const int x = alignment & Qt::AlignRight ? rect.right() + scaled(3) : rect.x() + width + scaled(4);
    // Qt's SortUp is drawn for descending order; ours points the way the values fall.
    const auto name = option.sortIndicator == QStyleOptionHeader::SortDown ? "arrow-down"_L1 : "arrow-up"_L1;
    paintIcon(painter, name, QPointF(x, rect.y() + (rect.height() - icon) / 2), icon, t.text2);
}

} // namespace muster
