// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/SelectionBar.h"

#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kHigh = 46;
constexpr int kAboveEnd = 24;

} // namespace

SelectionBar::SelectionBar(QWidget *parent)
    : QWidget(parent), m_words(new PlainLabel(Type::BodyStrong, &Tokens::text, this)),
      m_pin(new Button("pin"_L1, tr("Pin to…"), ButtonKind::Secondary, this)),
      m_unpin(new Button("unpin"_L1, tr("Unpin"), ButtonKind::Secondary, this)),
      m_strict(new Button("lock"_L1, tr("Strict"), ButtonKind::Quiet, this)),
      m_preferred(new Button("unlock"_L1, tr("Preferred"), ButtonKind::Quiet, this))
{
    setAccessibleName(tr("Marked entities"));
    auto *row = new QHBoxLayout(this);
    const int margin = shadowMargin();
    row->setContentsMargins(margin + scaled(16), margin, margin + scaled(8), margin);
    row->setSpacing(scaled(8));
    row->addWidget(m_words);
    for (Button *button : {m_pin, m_unpin, m_strict, m_preferred})
        row->addWidget(button);
    auto *clear = new IconButton("close"_L1, tr("Clear the selection"), this);
    clear->setIconPixels(18);
    row->addWidget(clear);
    m_strict->setToolTip(tr("Those that are pinned wait for their node"));
    m_preferred->setToolTip(tr("Those that are pinned fall back to the default node"));
    connect(m_pin, &QPushButton::clicked, this, &SelectionBar::pinRequested);
    connect(m_unpin, &QPushButton::clicked, this, &SelectionBar::unpinRequested);
    connect(m_strict, &QPushButton::clicked, this, &SelectionBar::strictRequested);
    connect(m_preferred, &QPushButton::clicked, this, &SelectionBar::preferredRequested);
    connect(clear, &QToolButton::clicked, this, &SelectionBar::clearRequested);
    hide();
}

void SelectionBar::setCount(int count)
{
    m_words->setText(tr("%1 selected").arg(countText(count)));
    setVisible(count > 1);
    place();
}

void SelectionBar::setRefusal(const QString &reason)
{
    for (Button *button : {m_pin, m_unpin, m_strict, m_preferred})
        button->setRefusal(reason);
}

void SelectionBar::place()
{
    const int high = scaled(kHigh) + 2 * shadowMargin();
    const QWidget *page = parentWidget();
    const bool isNarrow = page->width() < scaled(620);
    m_strict->setVisible(!isNarrow);
    m_preferred->setVisible(!isNarrow);
    layout()->activate();
    const int wide = std::min(sizeHint().width(), page->width());
    setGeometry((page->width() - wide) / 2, page->height() - scaled(kAboveEnd) - high + shadowMargin(), wide, high);
    raise();
}

void SelectionBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int margin = shadowMargin();
    const QRectF panel = QRectF(rect()).adjusted(margin, margin, -margin, -margin);
    paintShadow(&painter, panel, scaled(10));
    paintPanel(&painter, panel, scaled(10), tokens().raised, tokens().border);
}

} // namespace muster
