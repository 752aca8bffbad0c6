// SPDX-License-Identifier: Apache-2.0
#pragma once
// The paint of single controls; used by MusterStyle and by controls that paint themselves.

#include "ui/kit/Button.h"

class QPainter;
class QStyleOption;
class QStyleOptionButton;
class QStyleOptionComboBox;
class QStyleOptionHeader;
class QStyleOptionMenuItem;
class QStyleOptionSlider;
class QStyleOptionToolButton;

namespace muster {

//! A push button with \a kind; \a button may be null for buttons that are not ours (of message boxes).
void paintButton(QPainter *painter, const QStyleOptionButton &option, ButtonKind kind, const Button *button);
//! Width of a button's content and padding, and its height.
QSize buttonSize(const QStyleOptionButton &option, const Button *button);
//! The ground of a one-line field.
void paintFieldGround(QPainter *painter, const QRectF &rect, bool enabled, bool focused, bool invalid);
//! A check box of 16 px over \a rect.
void paintCheckBox(QPainter *painter, const QRectF &rect, Qt::CheckState state, bool enabled, bool hovered);
//! A radio button of 16 px over \a rect.
void paintRadio(QPainter *painter, const QRectF &rect, bool on, bool enabled, bool hovered);
//! A tool button: hover wash, selection when checked, icon and text.
void paintToolButton(QPainter *painter, const QStyleOptionToolButton &option);
//! A combo box without its text.
void paintComboBox(QPainter *painter, const QStyleOptionComboBox &option);
//! Where the text of a combo box stands: as far from the edge as that of a field.
QRect comboTextRect(const QStyleOption &option);
//! The slider of a scroll bar; no track.
void paintScrollSlider(QPainter *painter, const QRectF &slider, bool vertical, bool hovered);
//! One line of a menu.
void paintMenuItem(QPainter *painter, const QStyleOptionMenuItem &option);
QSize menuItemSize(const QStyleOptionMenuItem &option);
//! A section of a table head with its sort arrow.
void paintHeaderLabel(QPainter *painter, const QStyleOptionHeader &option);

} // namespace muster
