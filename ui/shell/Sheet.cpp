// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/Sheet.h"

#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace muster {

namespace {

constexpr int kFooterHeight = 54;
constexpr int kPadding = 20;

} // namespace

Sheet::Sheet(const QString &title, int width, QWidget *parent) : QDialog(parent)
{
    setWindowTitle(title);
    setModal(true);
    setWindowModality(Qt::WindowModal);
    setAccessibleName(title);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->setSizeConstraint(QLayout::SetMinAndMaxSize);
    auto *inner = new QWidget(this);
    inner->setFixedWidth(scaled(width));
    m_body = new QVBoxLayout(inner);
    m_body->setContentsMargins(scaled(kPadding), scaled(kPadding), scaled(kPadding), scaled(kPadding));
    m_body->setSpacing(scaled(12));
    auto *heading = new PlainLabel(title, Type::Title, &Tokens::text, inner);
    heading->setFixedHeight(scaled(lineHeightOf(Type::Title)) + scaled(4));
    heading->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_body->addWidget(heading);
    column->addWidget(inner);

    auto *footer = new Panel(&Tokens::canvas, this);
    footer->setHairlines(Qt::TopEdge);
    footer->setFixedHeight(scaled(kFooterHeight));
    m_footer = footer;
    m_buttons = new QHBoxLayout(footer);
    m_buttons->setContentsMargins(scaled(kPadding), 0, scaled(kPadding), 0);
    m_buttons->setSpacing(scaled(8));
    m_footerText = new PlainLabel(Type::Small, &Tokens::text3, footer);
    m_footerText->setWraps(true); // There is room for three lines.
    m_footerText->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_buttons->addWidget(m_footerText, 1);
    column->addWidget(footer);
}

Button *Sheet::addButton(const QString &text, ButtonKind kind)
{
    auto *button = new Button(text, kind, m_footer);
    button->setAutoDefault(false);
    if (kind == ButtonKind::Primary)
        button->setDefault(true);
    m_buttons->addWidget(button);
    return button;
}

void Sheet::setFooterText(const QString &text)
{
    m_footerText->setText(text);
}

bool Sheet::event(QEvent *event)
{
    const bool isTaken = QDialog::event(event);
    // What came or went since it opened needs its room: texts that break into lines have no least height of their own.
    if (event->type() == QEvent::LayoutRequest && isVisible()) {
        const int wanted = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width()) : sizeHint().height();
        if (wanted != height())
            resize(width(), wanted);
    }
    return isTaken;
}

void Sheet::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        update();
}

void Sheet::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokens().raised);
}

} // namespace muster
