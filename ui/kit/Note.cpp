// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/Note.h"

#include "ui/kit/Button.h"
#include "ui/kit/ErrorText.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/Theme.h"

#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

Note::Note(QWidget *parent)
    : QWidget(parent), m_heading(new PlainLabel(Type::SmallStrong, &Tokens::text, this)),
      m_text(new PlainLabel(Type::Small, &Tokens::text2, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(12 + 16 + 8), scaled(8), scaled(12), scaled(8));
    layout->setSpacing(0);
    for (PlainLabel *label : {m_heading, m_text}) {
        label->setWraps(true);
        label->setMinimumHeight(scaled(18));
        layout->addWidget(label);
    }
    m_buttons = new QWidget(this);
    m_buttons->setVisible(false);
    auto *row = new QHBoxLayout(m_buttons);
    row->setContentsMargins(0, scaled(4), 0, 0);
    row->setSpacing(scaled(8));
    m_fold = new Button(tr("Details"), ButtonKind::Quiet, m_buttons);
    m_fold->setCheckable(true);
    m_fold->setAutoDefault(false); // Return belongs to the form that this stands in.
    row->addWidget(m_fold);
    row->addStretch(1);
    m_details = new PlainLabel(Type::MonoSmall, &Tokens::text2, this);
    m_details->setWraps(true);
    m_details->setSelectable();
    m_details->setVisible(false);
    m_details->setAccessibleName(tr("Details of the error"));
    layout->addWidget(m_buttons);
    layout->addWidget(m_details);
    layout->addStretch(1); // A taller neighbour must not pull heading and text apart.
    connect(m_fold, &QPushButton::toggled, m_details, &QWidget::setVisible);
}

Note::Note(NodeStatus tone, const QString &heading, const QString &text, QWidget *parent) : Note(parent)
{
    setWords(tone, heading, text);
}

void Note::setWords(NodeStatus tone, const QString &heading, const QString &text)
{
    m_tone = tone;
    m_heading->setText(heading);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    setAccessibleName(text.isEmpty() ? heading : u"%1. %2"_s.arg(heading, text));
    update();
}

void Note::setDetails(const QString &details)
{
    if (details == m_details->text())
        return;
    m_fold->setChecked(false);
    m_details->setText(details);
    setAccessibleDescription(details);
    m_buttons->setVisible(!details.isEmpty());
}

void Note::setCloseable()
{
    if (m_close)
        return;
    m_close = new IconButton("close"_L1, tr("Close"), this);
    m_close->setIconPixels(16);
    QMargins margins = layout()->contentsMargins();
    margins.setRight(scaled(4) + m_close->sizeHint().width() + scaled(8));
    layout()->setContentsMargins(margins);
    connect(m_close, &QToolButton::clicked, this, &Note::closeWanted);
    resizeEvent(nullptr);
}

void Note::resizeEvent(QResizeEvent *)
{
    if (!m_close)
        return;
    const QSize size = m_close->sizeHint();
    const QRect box(width() - scaled(4) - size.width(), scaled(2), size.width(), size.height());
    m_close->setGeometry(QStyle::visualRect(layoutDirection(), rect(), box));
}

void Note::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintPanel(&painter, rect(), scaled(6), statusColor(m_tone).tint, {});
    const int icon = scaled(16);
    const int x = layoutDirection() == Qt::LeftToRight ? scaled(12) : width() - scaled(12) - icon;
    paintStatusShape(&painter, m_tone, QPointF(x, m_heading->y() + (m_heading->fontMetrics().height() - icon) / 2), icon);
}

InlineError::InlineError(QWidget *parent) : Note(parent)
{
    setVisible(false);
}

void InlineError::show(const Error &error)
{
    const ErrorWords words = errorWords(error);
    show(words.heading, words.advice, words.details);
}

void InlineError::show(const QString &heading, const QString &text, const QString &details)
{
    setWords(NodeStatus::Failed, heading, text);
    setDetails(details);
    setVisible(true);
}

void InlineError::clear()
{
    setVisible(false);
}

} // namespace muster
