// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/LinkRibbon.h"

#include "ui/kit/Button.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/Theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

NodeStatus statusOf(LinkRibbonContent::Tone tone)
{
    switch (tone) {
    case LinkRibbonContent::Tone::Unknown:
        return NodeStatus::Unknown;
    case LinkRibbonContent::Tone::Degraded:
        return NodeStatus::Degraded;
    case LinkRibbonContent::Tone::Failed:
        return NodeStatus::Failed;
    }
    return NodeStatus::Unknown;
}

QString offerText(LinkRibbonContent::Offer offer)
{
    switch (offer) {
    case LinkRibbonContent::Offer::SignIn:
        return LinkRibbon::tr("Sign in…");
    case LinkRibbonContent::Offer::Change:
        return LinkRibbon::tr("Look at the connection…");
    case LinkRibbonContent::Offer::RetryNow:
    case LinkRibbonContent::Offer::None:
        break;
    }
    return LinkRibbon::tr("Retry now");
}

} // namespace

LinkRibbon::LinkRibbon(QWidget *parent) : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 1);
    column->setSpacing(0);
    buildLine();
    buildDetails();
    column->addWidget(m_line);
    column->addWidget(m_long);
    column->addWidget(m_more);
    setVisible(false);
}

void LinkRibbon::buildLine()
{
    m_line = new QWidget(this);
    m_line->setFixedHeight(scaled(39));
    auto *row = new QHBoxLayout(m_line);
    row->setContentsMargins(scaled(44), 0, scaled(12), 0);
    row->setSpacing(0);
    m_heading = new PlainLabel(Type::BodyStrong, &Tokens::text, m_line);
    m_meaning = new PlainLabel(Type::Body, &Tokens::text2, m_line);
    m_cause = new PlainLabel(Type::Small, &Tokens::text2, m_line);
    m_fold = new Button(tr("Details"), ButtonKind::Quiet, m_line);
    m_fold->setCheckable(true);
    m_offer = new Button(tr("Retry now"), ButtonKind::Secondary, m_line);
    m_heading->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_meaning->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_long = new PlainLabel(Type::Body, &Tokens::text2, this);
    m_long->setWraps(true);
    m_long->setContentsMargins(scaled(44), 0, scaled(12), scaled(8));
    m_long->setVisible(false);
    m_cause->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    row->addWidget(m_heading);
    row->addSpacing(scaled(4));
    row->addWidget(m_meaning, 1);
    row->addSpacing(scaled(12));
    row->addWidget(m_cause);
    row->addSpacing(scaled(12));
    row->addWidget(m_fold);
    row->addSpacing(scaled(12));
    row->addWidget(m_offer);
    connect(m_fold, &QPushButton::toggled, this, &LinkRibbon::setDetailsOpen);
    connect(m_offer, &QPushButton::clicked, this, [this] {
        if (m_content.offer == LinkRibbonContent::Offer::RetryNow)
            Q_EMIT retryWanted();
        else
            Q_EMIT signInWanted();
    });
}

void LinkRibbon::buildDetails()
{
    m_more = new QWidget(this);
    m_more->setVisible(false);
    auto *row = new QHBoxLayout(m_more);
    row->setContentsMargins(scaled(44), 0, scaled(12), scaled(8));
    auto *texts = new QVBoxLayout;
    texts->setSpacing(scaled(4));
    m_advice = new PlainLabel(Type::Body, &Tokens::text2, m_more);
    m_advice->setWraps(true);
    m_details = new PlainLabel(Type::MonoSmall, &Tokens::text2, m_more);
    m_details->setWraps(true);
    m_details->setSelectable();
    m_details->setAccessibleName(tr("Details of the error"));
    auto *copy = new Button("copy"_L1, tr("Copy"), ButtonKind::Quiet, m_more);
    copy->setAccessibleName(tr("Copy the details"));
    texts->addWidget(m_advice);
    texts->addWidget(m_details);
    row->addLayout(texts, 1);
    row->addWidget(copy, 0, Qt::AlignTop);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_content.details); });
}

void LinkRibbon::setContent(const LinkRibbonContent &content)
{
    if (content == m_content)
        return;
    m_content = content;
    m_heading->setText(content.heading);
    m_cause->setText(content.cause);
    m_advice->setText(content.advice);
    m_advice->setVisible(!content.advice.isEmpty());
    m_details->setText(content.details);
    m_fold->setVisible(!content.details.isEmpty());
    m_offer->setVisible(content.offer != LinkRibbonContent::Offer::None);
    m_offer->setText(offerText(content.offer));
    if (content.details.isEmpty())
        m_fold->setChecked(false);
    setAccessibleName(content.heading);
    setAccessibleDescription(content.meaning);
    arrange();
    setVisible(!content.isEmpty());
    update();
}

void LinkRibbon::setDetailsOpen(bool open)
{
    m_more->setVisible(open && !m_content.details.isEmpty());
}

bool LinkRibbon::fitsOneLine() const
{
    const auto wide = [](const QLabel *label, const QString &text) { return label->fontMetrics().horizontalAdvance(text) + 2; };
    int used = scaled(44 + 4 + 12 + 12 + 12 + 12) + m_heading->sizeHint().width() + wide(m_meaning, m_content.meaning)
        + wide(m_cause, m_content.cause);
    for (const Button *button : {m_fold, m_offer})
        used += button->isHidden() ? 0 : button->sizeHint().width();
    return used <= width();
}

void LinkRibbon::arrange()
{
    const bool isLong = m_content.isLong || !fitsOneLine();
    const bool hasCause = !m_content.cause.isEmpty();
    const QString whole = hasCause ? tr("%1. %2", "cause, meaning").arg(m_content.cause, m_content.meaning) : m_content.meaning;
    m_meaning->setText(isLong ? QString() : m_content.meaning);
    m_long->setText(isLong ? whole : QString());
    m_long->setVisible(isLong);
    m_cause->setVisible(hasCause && !isLong);
}

void LinkRibbon::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void LinkRibbon::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const NodeStatus status = statusOf(m_content.tone);
    painter.fillRect(rect(), statusColor(status).tint);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens().border);
    const int size = scaled(16);
    const int left = layoutDirection() == Qt::RightToLeft ? width() - scaled(16) - size : scaled(16);
    paintStatusShape(&painter, status, QPointF(left, (m_line->height() - size) / 2), size);
}

} // namespace muster
