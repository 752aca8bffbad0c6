// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/EmptyState.h"

#include "ui/kit/Icons.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace muster {

EmptyState::EmptyState(QLatin1StringView icon, const QString &title, const QString &text, QWidget *parent)
    : QWidget(parent), m_icon(icon), m_tile(new QLabel(this)),
      m_title(new PlainLabel(title, Type::Title, &Tokens::text, this)),
      m_text(new PlainLabel(text, Type::Body, &Tokens::text2, this)), m_buttons(new QHBoxLayout)
{
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(0);
    layout->addStretch(2);
    layout->addWidget(m_tile, 0, Qt::AlignHCenter);
    layout->addSpacing(scaled(16));
    // Between two stretches, so that the height of the wrapped words is worked out for the width they get.
    auto *words = new QWidget(this);
    words->setFixedWidth(scaled(480));
    auto *column = new QVBoxLayout(words);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(4));
    for (PlainLabel *label : {m_title, m_text}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWraps(true);
        column->addWidget(label);
    }
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(words);
    row->addStretch(1);
    layout->addLayout(row);
    layout->addSpacing(scaled(12));
    m_buttons->setSpacing(scaled(8));
    m_buttons->setAlignment(Qt::AlignHCenter);
    layout->addLayout(m_buttons);
    layout->addStretch(3);
    m_text->setVisible(!text.isEmpty());
    dress();
}

void EmptyState::setTitle(const QString &title)
{
    m_title->setText(title);
}

void EmptyState::setText(const QString &text)
{
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
}

Button *EmptyState::addAction(const QString &text, ButtonKind kind)
{
    auto *button = new Button(text, kind, this);
    m_buttons->addWidget(button);
    return button;
}

void EmptyState::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        dress();
}

void EmptyState::dress()
{
    const Tokens &t = tokens();
    const int side = scaled(40);
    const qreal ratio = devicePixelRatioF();
    QPixmap tile(QSize(side, side) * ratio);
    tile.setDevicePixelRatio(ratio);
    tile.fill(Qt::transparent);
    QPainter painter(&tile);
    paintPanel(&painter, QRectF(0, 0, side, side), scaled(10), t.selection, {});
    const int icon = scaled(24);
    paintIcon(&painter, m_icon, QPointF((side - icon) / 2, (side - icon) / 2), icon, t.accent);
    painter.end();
    m_tile->setPixmap(tile);
}

} // namespace muster
