// SPDX-License-Identifier: Apache-2.0
#pragma once
// Small rounded patches of text: capabilities, roles, status words; painted in delegates or worn as labels.

#include "ui/kit/StatusPalette.h"
#include "ui/kit/Type.h"

#include <QAbstractButton>
#include <QWidget>

class QPainter;

namespace muster {

//! How a chip looks.
struct ChipLook {
    QColor fill;    //!< Transparent for outlined chips.
    QColor outline; //!< Invalid for none.
    QColor text;
    Type type = Type::Micro;
};

//! The neutral chip; \a onSelection on a selected card or row.
ChipLook neutralChip(bool onSelection = false);
//! For *preferred* and *cordoned*.
ChipLook outlinedChip();
//! A status word on its own tint.
ChipLook statusChip(NodeStatus status);

//! Width of a chip with \a text, px.
int chipWidth(const QString &text, Type type = Type::Micro);
//! Height of every chip: 18 at scale 1.
int chipHeight();
//! Paints \a text, elided, in a chip that fills \a rect.
void paintChip(QPainter *painter, const QRectF &rect, const QString &text, const ChipLook &look);

//! A chip to put into a layout. Not focusable; its text is its accessible name.
class Chip : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Neutral, Outlined };
    explicit Chip(const QString &text = {}, Kind kind = Kind::Neutral, QWidget *parent = nullptr);

    QString text() const { return m_text; }
    void setText(const QString &text);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    Kind m_kind;
};

//! The status word on its own tint.
class StatusChip : public QWidget
{
    Q_OBJECT

public:
    explicit StatusChip(QWidget *parent = nullptr);
    void setStatus(NodeStatus status, const QString &text);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    NodeStatus m_status;
    QString m_text;
};

//! A part of a filter that can be taken away: text and a cross. clicked() means take it away.
class FilterChip : public QAbstractButton
{
    Q_OBJECT

public:
    explicit FilterChip(const QString &text, QWidget *parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace muster
