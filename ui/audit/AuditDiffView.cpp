// SPDX-License-Identifier: Apache-2.0
#include "ui/audit/AuditDiffView.h"

#include "ui/kit/LineText.h"
#include "ui/kit/Theme.h"

#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLine = 20;
constexpr int kNumber = 24;
constexpr int kText = 2 * kNumber + 20;
constexpr int kMostLines = 24; // Then it scrolls: what follows must not be far away.

QString signOf(const DiffLine &line)
{
    return line.kind == DiffLine::Kind::Same ? QString() : line.kind == DiffLine::Kind::Gone ? u"-"_s : u"+"_s;
}

} // namespace

AuditDiffView::AuditDiffView(QWidget *parent) : QAbstractScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setLayoutDirection(Qt::LeftToRight);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("What changed"));
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void AuditDiffView::show(const QList<DiffLine> &lines)
{
    if (lines == m_lines)
        return;
    m_lines = lines;
    setAccessibleDescription(plainText());
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
    setBars();
    updateGeometry();
    viewport()->update();
}

int AuditDiffView::shownLines() const
{
    return static_cast<int>(std::min<qsizetype>(m_lines.size(), kMostLines));
}

QSize AuditDiffView::sizeHint() const
{
    const int bar = horizontalScrollBar()->maximum() > 0 ? horizontalScrollBar()->sizeHint().height() : 0; // It lies below the last line.
    return {scaled(300), shownLines() * scaled(kLine) + scaled(8) + bar};
}

QString AuditDiffView::plainText() const
{
    QStringList lines;
    for (const DiffLine &line : m_lines) {
        const QString sign = signOf(line);
        lines += (sign.isEmpty() ? u" "_s : sign) + line.text;
    }
    return lines.join(u'\n');
}

void AuditDiffView::setBars()
{
    qreal widest = 0;
    for (const DiffLine &line : std::as_const(m_lines))
        widest = std::max(widest, muster::lineWidth(Type::MonoSmall, line.text));
    const int wide = scaled(kText + 8) + static_cast<int>(widest);
    const bool hadBar = horizontalScrollBar()->maximum() > 0;
    horizontalScrollBar()->setRange(0, std::max(0, wide - viewport()->width()));
    if (hadBar != (horizontalScrollBar()->maximum() > 0))
        Q_EMIT heightChanged();
    horizontalScrollBar()->setPageStep(viewport()->width());
    const int high = static_cast<int>(m_lines.size()) * scaled(kLine) + scaled(8);
    verticalScrollBar()->setRange(0, std::max(0, high - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(scaled(kLine));
}

void AuditDiffView::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), t.surface);
    const qreal left = -horizontalScrollBar()->value();
    qreal y = scaled(4) - verticalScrollBar()->value();
    for (const DiffLine &line : std::as_const(m_lines)) {
        const QRectF row(0, y, viewport()->width(), scaled(kLine));
        y += row.height();
        if (row.bottom() < 0 || row.top() > viewport()->height())
            continue;
        if (line.kind != DiffLine::Kind::Same) // No red, no green: they belong to statuses.
            painter.fillRect(row, line.kind == DiffLine::Kind::Gone ? t.sunken : t.selection);
        const auto number = [&](int value, int column) {
            if (value > 0)
                drawLine(&painter, QRectF(left + scaled(column * kNumber), row.y(), scaled(kNumber - 4), row.height()), Type::MonoSmall,
                         t.text3, QString::number(value), Qt::AlignRight);
        };
        number(line.before, 0);
        number(line.after, 1);
        const bool isCome = line.kind == DiffLine::Kind::Come;
        drawLine(&painter, QRectF(left + scaled(2 * kNumber + 4), row.y(), scaled(12), row.height()), Type::MonoSmall,
                 isCome ? t.accent : t.text2, signOf(line));
        const QRectF text(left + scaled(kText), row.y(), std::max<qreal>(muster::lineWidth(Type::MonoSmall, line.text) + 8, 1), row.height());
        drawLine(&painter, text, Type::MonoSmall, line.kind == DiffLine::Kind::Gone ? t.text2 : t.text, line.text);
        if (line.length > 0) {
            const qreal from = muster::lineWidth(Type::MonoSmall, line.text.left(line.from));
            const qreal width = muster::lineWidth(Type::MonoSmall, line.text.mid(line.from, line.length));
            painter.fillRect(QRectF(text.x() + from, row.bottom() - scaled(3), width, 1), isCome ? t.text : t.text2);
        }
    }
}

void AuditDiffView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    setBars();
}

void AuditDiffView::wheelEvent(QWheelEvent *event)
{
    // A diff that is seen whole lets the panel around it scroll.
    if (verticalScrollBar()->maximum() > 0 || event->angleDelta().x() != 0)
        QAbstractScrollArea::wheelEvent(event);
    else
        event->ignore();
}

} // namespace muster
