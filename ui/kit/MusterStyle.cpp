// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/MusterStyle.h"

#include "ui/kit/ControlPaint.h"
#include "ui/kit/Field.h"
#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QStyleFactory>
#include <QStyleOption>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Qt::CheckState checkStateOf(const QStyleOption &option)
{
    if (option.state & QStyle::State_NoChange)
        return Qt::PartiallyChecked;
    return option.state & QStyle::State_On ? Qt::Checked : Qt::Unchecked;
}

// Rounded menus need a translucent window, which is black on X11 without a compositor.
bool canBeTranslucent()
{
    return QGuiApplication::platformName() != u"xcb"_s;
}

ButtonKind kindOfForeign(const QStyleOptionButton &option)
{
    return option.features & QStyleOptionButton::DefaultButton ? ButtonKind::Primary : ButtonKind::Secondary;
}

void paintItemGround(QPainter *painter, const QStyleOption &option)
{
    const Tokens &t = tokens();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, t.selection);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, t.hoverWash);
}

} // namespace

MusterStyle::MusterStyle()
    : QProxyStyle(QStyleFactory::create(u"Fusion"_s)), m_theme(&lightTokens()), m_fonts(makeTypeScale(1.0))
{
}

MusterStyle *MusterStyle::current()
{
    return qApp ? qobject_cast<MusterStyle *>(QApplication::style()) : nullptr;
}

void MusterStyle::dress(const Tokens &theme, qreal scale)
{
    m_theme = &theme;
    if (qFuzzyCompare(scale, m_scale))
        return;
    m_scale = scale;
    m_fonts = makeTypeScale(scale);
    m_texts.clear();
}

void MusterStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                const QWidget *widget) const
{
    const bool enabled = option->state & State_Enabled;
    const bool hovered = option->state & State_MouseOver;
    switch (element) {
    case PE_FrameFocusRect: // FocusRing draws it.
    case PE_PanelScrollAreaCorner:
    case PE_IndicatorHeaderArrow: // CE_HeaderLabel draws it.
    case PE_FrameStatusBarItem:
    case PE_PanelStatusBar:
    case PE_FrameTabBarBase:
    case PE_FrameLineEdit:
        return;
    case PE_Frame:
        if (qobject_cast<const QAbstractScrollArea *>(widget) && !qobject_cast<const QAbstractItemView *>(widget))
            paintPanel(painter, option->rect, scaled(6), {}, m_theme->border);
        return;
    case PE_PanelLineEdit: {
        if (widget && qobject_cast<const QComboBox *>(widget->parentWidget()))
            return; // The combo box has painted the ground.
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame && frame->lineWidth == 0)
            return; // Frameless: it stands in something that is a field already.
        const auto *field = qobject_cast<const Field *>(widget);
        paintFieldGround(painter, option->rect, enabled, option->state & State_HasFocus, field && field->isInvalid());
        return;
    }
    case PE_IndicatorItemViewItemCheck:
    case PE_IndicatorCheckBox:
        paintCheckBox(painter, option->rect, checkStateOf(*option), enabled, hovered);
        return;
    case PE_IndicatorRadioButton:
        paintRadio(painter, option->rect, option->state & State_On, enabled, hovered);
        return;
    case PE_PanelMenu:
    case PE_FrameMenu:
        if (element == PE_PanelMenu)
            paintPanel(painter, option->rect, canBeTranslucent() ? scaled(8) : 0, m_theme->raised, m_theme->border);
        return;
    case PE_PanelTipLabel:
        paintPanel(painter, option->rect, 0, m_theme->raised, m_theme->border);
        return;
    case PE_PanelItemViewItem:
    case PE_PanelItemViewRow:
        paintItemGround(painter, *option);
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void MusterStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                              const QWidget *widget) const
{
    switch (element) {
    case CE_PushButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            const auto *ours = qobject_cast<const Button *>(widget);
            paintButton(painter, *button, ours ? ours->kind() : kindOfForeign(*button), ours);
        }
        return;
    case CE_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option))
            paintMenuItem(painter, *item);
        return;
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, m_theme->surface);
        return;
    case CE_MenuBarItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            painter->fillRect(item->rect, m_theme->surface);
            if (item->state & (State_Selected | State_Sunken))
                paintPanel(painter, item->rect.adjusted(0, 2, 0, -2), scaled(4), m_theme->hoverWash, {});
            painter->setFont(fontOf(Type::Body));
            painter->setPen(item->state & State_Enabled ? m_theme->text2 : m_theme->text3);
            painter->drawText(item->rect, Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextSingleLine, item->text);
        }
        return;
    case CE_HeaderSection:
        painter->fillRect(option->rect, m_theme->surface);
        painter->fillRect(option->rect.x(), option->rect.bottom(), option->rect.width(), 1, m_theme->border);
        return;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, m_theme->surface);
        painter->fillRect(option->rect.x(), option->rect.bottom(), option->rect.width(), 1, m_theme->border);
        return;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            paintHeaderLabel(painter, *header);
        return;
    case CE_Splitter:
        painter->fillRect(option->rect, m_theme->border);
        return;
    case CE_ItemViewItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option)) {
            QStyleOptionViewItem plain = *item;
            plain.palette.setColor(QPalette::HighlightedText, m_theme->text);
            QProxyStyle::drawControl(element, &plain, painter, widget);
        }
        return;
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void MusterStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                     const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (!slider || slider->maximum <= slider->minimum)
            return;
        const QRect bar = proxy()->subControlRect(control, option, SC_ScrollBarSlider, widget);
        paintScrollSlider(painter, bar, slider->orientation == Qt::Vertical,
                          option->state & State_MouseOver || option->activeSubControls == SC_ScrollBarSlider);
        return;
    }
    if (control == CC_ToolButton) {
        if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option))
            paintToolButton(painter, *button);
        return;
    }
    if (control == CC_ComboBox) {
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option))
            paintComboBox(painter, *combo);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect MusterStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                                  const QWidget *widget) const
{
    if (control == CC_ComboBox && part == SC_ComboBoxEditField)
        return comboTextRect(*option);
    const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control != CC_ScrollBar || !slider)
        return QProxyStyle::subControlRect(control, option, part, widget);
    // No arrow buttons: the groove is everything.
    const bool vertical = slider->orientation == Qt::Vertical;
    const int room = vertical ? slider->rect.height() : slider->rect.width();
    const qint64 range = qint64(slider->maximum) - slider->minimum;
    const int least = scaled(28);
    const int length =
        range <= 0 ? room : qBound(qMin(least, room), int(qint64(room) * slider->pageStep / (range + slider->pageStep)), room);
    const int at = sliderPositionFromValue(slider->minimum, slider->maximum, slider->sliderPosition, room - length,
                                           slider->upsideDown);
    const auto span = [&](int from, int size) {
        return vertical ? QRect(slider->rect.x(), slider->rect.y() + from, slider->rect.width(), size)
                        : QRect(slider->rect.x() + from, slider->rect.y(), size, slider->rect.height());
    };
    switch (part) {
    case SC_ScrollBarGroove:
        return span(0, room);
    case SC_ScrollBarSlider:
        return span(at, length);
    case SC_ScrollBarSubPage:
        return span(0, at);
    case SC_ScrollBarAddPage:
        return span(at + length, room - at - length);
    default:
        return {};
    }
}

QSize MusterStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                    const QWidget *widget) const
{
    switch (type) {
    case CT_PushButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option))
            return buttonSize(*button, qobject_cast<const Button *>(widget));
        break;
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option))
            return menuItemSize(*item);
        break;
    case CT_LineEdit:
        return {size.width() + scaled(16), scaled(30)};
    case CT_ComboBox:
        return {size.width() + scaled(40), scaled(30)};
    case CT_SpinBox:
        return {QProxyStyle::sizeFromContents(type, option, size, widget).width(), scaled(30)};
    case CT_HeaderSection:
        return {QProxyStyle::sizeFromContents(type, option, size, widget).width() + scaled(4), scaled(32)};
    default:
        break;
    }
    return QProxyStyle::sizeFromContents(type, option, size, widget);
}

} // namespace muster
