// SPDX-License-Identifier: Apache-2.0
// What LogText draws around its lines (the gutter, the ground of gaps, what was searched for), and its menu.
#include "ui/kit/Icons.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Theme.h"
#include "ui/logs/LogLineText.h"
#include "ui/logs/LogText.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kEdge = 3;
constexpr int kGap = 12;
constexpr int kShortBelow = 560; // px at scale 1: in a drawer thousandths of a second cost the line too much.

QColor edgeColor(const LogRow &row)
{
    const Tokens &t = tokens();
    if (row.kind != LogRow::Kind::Line)
        return t.borderStrong;
    switch (row.line.stream) {
    case LogStream::Output:
        return {};
    case LogStream::Error:
        return t.degraded.fg;
    case LogStream::Muster:
        return t.accent;
    }
    Q_UNREACHABLE();
}

} // namespace

void LogText::placeGutter()
{
    m_isShort = width() < scaled(kShortBelow);
    const qreal time = muster::lineWidth(Type::MonoSmall, m_isShort ? u"00:00:00"_s : u"00:00:00.000"_s);
    const qreal stream = muster::lineWidth(Type::MonoSmall, u"muster"_s);
    const int gap = scaled(m_isShort ? kGap / 2 : kGap);
    m_timeWidth = static_cast<int>(time) + 1;
    m_streamWidth = static_cast<int>(stream) + 1;
    const int wide = scaled(kEdge) + gap + m_timeWidth + gap + m_streamWidth + gap / 2;
    setViewportMargins(wide, 0, 0, 0);
    const QRect inside = contentsRect();
    m_gutter->setGeometry(inside.x(), inside.y(), wide, viewport()->height());
}

void LogText::paintGutter(QPainter *painter)
{
    const Tokens &t = tokens();
    painter->fillRect(m_gutter->rect(), t.surface);
    const int gap = scaled(m_isShort ? kGap / 2 : kGap);
    const qreal timeAt = scaled(kEdge) + gap;
    const qreal streamAt = timeAt + m_timeWidth + gap;
    const qreal line = QFontMetricsF(fontOf(Type::Mono)).lineSpacing();
    QTextBlock block = firstVisibleBlock();
    for (; block.isValid() && block.blockNumber() < m_shown; block = block.next()) {
        const QRectF at = blockBoundingGeometry(block).translated(contentOffset());
        if (at.top() > m_gutter->height())
            break;
        const LogRow &row = m_rows.at(block.blockNumber());
        if (row.kind != LogRow::Kind::Line)
            painter->fillRect(QRectF(0, at.top(), m_gutter->width(), at.height()), t.sunken);
        if (const QColor edge = edgeColor(row); edge.isValid())
            painter->fillRect(QRectF(0, at.top(), scaled(kEdge), at.height()), edge);
        if (row.kind != LogRow::Kind::Line)
            continue;
        drawLine(painter, QRectF(timeAt, at.top(), m_timeWidth, line), Type::MonoSmall, t.text3,
                 logTimeText(row.line.at, m_isShort));
        const QColor word = row.line.stream == LogStream::Error ? t.degraded.fg : t.accent;
        drawLine(painter, QRectF(streamAt, at.top(), m_streamWidth, line), Type::MonoSmall, word, logStreamText(row));
    }
}

void LogText::paintGrounds(QPainter *painter)
{
    const Tokens &t = tokens();
    QTextBlock block = firstVisibleBlock();
    for (; block.isValid() && block.blockNumber() < m_shown; block = block.next()) {
        const QRectF at = blockBoundingGeometry(block).translated(contentOffset());
        if (at.top() > viewport()->height())
            break;
        if (m_rows.at(block.blockNumber()).kind != LogRow::Kind::Line)
            painter->fillRect(QRectF(0, at.top(), viewport()->width(), at.height()), t.sunken);
        if (!m_search.isEmpty())
            paintMatches(painter, block, at.topLeft());
    }
}

void LogText::paintMatches(QPainter *painter, const QTextBlock &block, const QPointF &at) const
{
    constexpr int kMarked = 200; // Of one line: nobody counts further.
    const QString text = block.text();
    qsizetype from = text.indexOf(m_search, 0, Qt::CaseInsensitive);
    for (int marked = 0; from >= 0 && marked < kMarked; ++marked) {
        qsizetype begin = from;
        const qsizetype end = from + m_search.size();
        while (begin < end) { // Over as many lines as it is broken into.
            const QTextLine line = block.layout()->lineForTextPosition(static_cast<int>(begin));
            if (!line.isValid())
                break;
            const qsizetype stop = std::min<qsizetype>(end, line.textStart() + line.textLength());
            const qreal left = line.cursorToX(static_cast<int>(begin));
            const qreal right = line.cursorToX(static_cast<int>(stop));
            painter->fillRect(QRectF(at.x() + left, at.y() + line.y(), right - left, line.height()), tokens().degraded.tint);
            painter->fillRect(QRectF(at.x() + left, at.y() + line.y() + line.height() - 2, right - left, 2), tokens().degraded.fg);
            if (stop <= begin)
                break;
            begin = stop;
        }
        from = text.indexOf(m_search, end, Qt::CaseInsensitive);
    }
}

void LogText::paintEvent(QPaintEvent *event)
{
    {
        QPainter painter(viewport());
        paintGrounds(&painter);
    }
    QPlainTextEdit::paintEvent(event);
}

void LogText::resizeEvent(QResizeEvent *event)
{
    const bool wasFollowing = m_isFollowing;
    m_isTaking = true;
    QPlainTextEdit::resizeEvent(event);
    placeGutter();
    if (wasFollowing)
        goToEnd();
    m_isTaking = false;
}

void LogText::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::StyleChange)
        return;
    dress();
    if (m_shown == 0)
        return;
    const int top = verticalScrollBar()->value(); // Colours are part of the text.
    const bool wasFollowing = m_isFollowing;
    rebuild();
    if (!wasFollowing)
        verticalScrollBar()->setValue(top);
}

void LogText::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copy = menu->addAction(themedIcon("copy"_L1), tr("Copy"), this, &QPlainTextEdit::copy);
    copy->setShortcut(QKeySequence::Copy);
    copy->setEnabled(textCursor().hasSelection());
    menu->addAction(textCursor().hasSelection() ? tr("Copy the marked lines with their times") : tr("Copy all lines with their times"),
                    this, [this] { QApplication::clipboard()->setText(linesText()); });
    menu->addSeparator();
    QAction *all = menu->addAction(tr("Mark all"), this, &QPlainTextEdit::selectAll);
    all->setShortcut(QKeySequence::SelectAll);
    menu->popup(event->globalPos());
}

} // namespace muster
