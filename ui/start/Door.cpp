// SPDX-License-Identifier: Apache-2.0
#include "ui/start/Door.h"

#include "ui/kit/FocusRing.h"
#include "ui/kit/Icons.h"
#include "ui/kit/KeyHint.h"
#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"
#include "ui/start/Paragraph.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace muster {

namespace {

constexpr int kWidth = 252;
constexpr int kHeight = 268;
constexpr int kPadding = 20;
constexpr int kTile = 40;
constexpr int kRadius = 10;
constexpr int kMostHeight = 320; // What the least window has room for …
constexpr int kRoomy = 700;      // … and a height of window that has room for more.

} // namespace

Door::Door(const DoorWords &words, ButtonKind kind, QWidget *parent) : QWidget(parent), m_words(words)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setFocusRadius(this, kRadius);
    setAccessibleName(words.title);
    setAccessibleDescription(words.text + QLatin1Char(' ') + words.bestWhen);
    setMinimumSize(scaled(176), scaled(kHeight));
    setMaximumWidth(scaled(kWidth));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    auto *column = new QVBoxLayout(this);
    const int side = scaled(kPadding);
    column->setContentsMargins(side, side + scaled(kTile + 16), side, side);
    column->setSpacing(0);
    column->addWidget(new Paragraph(words.title, Type::Heading, &Tokens::text, this));
    column->addSpacing(scaled(4));
    column->addWidget(new Paragraph(words.text, Type::Body, &Tokens::text2, this));
    column->addSpacing(scaled(8));
    column->addStretch(1);
    column->addWidget(new Paragraph(words.bestWhen, Type::Small, &Tokens::text3, this));
    column->addSpacing(scaled(12));
    auto *row = new QHBoxLayout;
    m_button = new Button(words.action, kind, this);
    m_button->setFocusPolicy(Qt::NoFocus);
    m_button->setAccessibleName(words.action);
    m_hint = new KeyHint(words.key, this);
    row->addWidget(m_button);
    row->addStretch(1);
    row->addWidget(m_hint);
    column->addLayout(row);
    connect(m_button, &QPushButton::clicked, this, &Door::opened);
}

QSize Door::sizeHint() const
{
    return {scaled(kWidth), scaled(kHeight)};
}

void Door::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Words may take more lines than ours: then a door is higher rather than cut, and where that is too much, without picture.
    const int side = scaled(kPadding);
    layout()->setContentsMargins(side, side + scaled(kTile + 16), side, side);
    m_hasTile = window()->height() >= scaled(kRoomy) || layout()->totalHeightForWidth(width()) <= scaled(kMostHeight);
    if (!m_hasTile)
        layout()->setContentsMargins(side, side, side, side);
    setMinimumHeight(std::max(scaled(kHeight), layout()->totalHeightForWidth(width())));
    const int room = width() - 2 * scaled(kPadding);
    m_hint->setVisible(m_button->sizeHint().width() + scaled(6) + m_hint->sizeHint().width() <= room);
}

void Door::keyPressEvent(QKeyEvent *event)
{
    const int forward = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        Q_EMIT opened();
        return;
    case Qt::Key_Left:
    case Qt::Key_Up:
        Q_EMIT moved(event->key() == Qt::Key_Left ? -forward : -1);
        return;
    case Qt::Key_Right:
    case Qt::Key_Down:
        Q_EMIT moved(event->key() == Qt::Key_Right ? forward : 1);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void Door::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        Q_EMIT opened();
}

void Door::enterEvent(QEnterEvent *)
{
    update();
}

void Door::leaveEvent(QEvent *)
{
    update();
}

void Door::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintPanel(&painter, rect(), scaled(kRadius), tokens().surface,
               underMouse() ? tokens().borderStrong : tokens().border);
    if (!m_hasTile)
        return;
    const int side = scaled(kPadding);
    const int tile = scaled(kTile);
    const int left = layoutDirection() == Qt::RightToLeft ? width() - side - tile : side;
    paintPanel(&painter, QRectF(left, side, tile, tile), scaled(kRadius), tokens().selection, Qt::transparent);
    const int icon = scaled(20);
    paintIcon(&painter, m_words.icon, QPointF(left + (tile - icon) / 2.0, side + (tile - icon) / 2.0), icon,
              tokens().accent);
}

} // namespace muster
