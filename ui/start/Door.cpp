// SPDX-License-Identifier: Apache-2.0
#include "ui/start/Door.h"

#include "ui/kit/FocusRing.h"
#include "ui/kit/Icons.h"
#include "ui/kit/KeyHint.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/start/Paragraph.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace muster {

namespace {

constexpr int kWidth = 252;
constexpr int kHeight = 268;
constexpr int kPadding = 20;
constexpr int kTile = 40;
constexpr int kRadius = 10;

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
    auto *title = new PlainLabel(words.title, Type::Heading, &Tokens::text, this);
    title->setFixedHeight(scaled(lineHeightOf(Type::Heading)));
    column->addWidget(title);
    column->addSpacing(scaled(4));
    column->addWidget(new Paragraph(words.text, Type::Body, &Tokens::text2, this));
    column->addSpacing(scaled(8));
    column->addStretch(1);
    column->addWidget(new Paragraph(words.bestWhen, Type::Small, &Tokens::text3, this));
    column->addSpacing(scaled(12));
    auto *row = new QHBoxLayout;
    auto *button = new Button(words.action, kind, this);
    button->setFocusPolicy(Qt::NoFocus);
    button->setAccessibleName(words.action);
    row->addWidget(button);
    row->addStretch(1);
    row->addWidget(new KeyHint(words.key, this));
    column->addLayout(row);
    connect(button, &QPushButton::clicked, this, &Door::opened);
}

QSize Door::sizeHint() const
{
    return {scaled(kWidth), scaled(kHeight)};
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
    const int side = scaled(kPadding);
    const int tile = scaled(kTile);
    const int left = layoutDirection() == Qt::RightToLeft ? width() - side - tile : side;
    paintPanel(&painter, QRectF(left, side, tile, tile), scaled(kRadius), tokens().selection, Qt::transparent);
    const int icon = scaled(20);
    paintIcon(&painter, m_words.icon, QPointF(left + (tile - icon) / 2.0, side + (tile - icon) / 2.0), icon,
              tokens().accent);
}

} // namespace muster
