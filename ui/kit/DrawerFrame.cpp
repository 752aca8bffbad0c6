// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/DrawerFrame.h"

#include "ui/kit/Button.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QKeyEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

DrawerFrame::DrawerFrame(const QString &name, QWidget *parent) : QWidget(parent)
{
    setAccessibleName(name);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *head = new Panel(&Tokens::surface, this);
    head->setHairlines(Qt::BottomEdge);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(scaled(16), scaled(12), scaled(8), scaled(8));
    layout->setSpacing(scaled(2));
    auto *row = new QHBoxLayout;
    m_title = new PlainLabel(Type::Title, &Tokens::text, head);
    auto *close = new IconButton("close"_L1, tr("Close"), head);
    close->setName(tr("Close"), tr("Esc"));
    close->setIconPixels(18);
    row->addWidget(m_title, 1);
    row->addWidget(close);
    layout->addLayout(row);
    m_subtitle = new PlainLabel(Type::Small, &Tokens::text2, head);
    layout->addWidget(m_subtitle);
    column->addWidget(head);
    m_body = new QVBoxLayout;
    m_body->setSpacing(0);
    column->addLayout(m_body, 1);
    m_foot = new Panel(&Tokens::surface, this);
    m_foot->setHairlines(Qt::TopEdge);
    m_footRows = new QVBoxLayout(m_foot);
    m_footRows->setContentsMargins(scaled(16), scaled(12), scaled(16), scaled(12));
    m_footRows->setSpacing(scaled(8));
    column->addWidget(m_foot);
    connect(close, &QToolButton::clicked, this, &DrawerFrame::closeRequested);
}

void DrawerFrame::setTitle(const QString &title)
{
    m_title->setText(title);
}

void DrawerFrame::setSubtitle(const QString &text)
{
    m_subtitle->setText(text);
}

QScrollArea *DrawerFrame::makeScroll(const QString &name)
{
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(name);
    return scroll;
}

void DrawerFrame::setContent(QScrollArea *scroll, QWidget *content)
{
    const int at = scroll->verticalScrollBar()->value();
    scroll->setWidget(content); // Deletes the one before.
    scroll->verticalScrollBar()->setValue(at);
}

void DrawerFrame::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT closeRequested();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace muster
