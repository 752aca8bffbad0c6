// SPDX-License-Identifier: Apache-2.0
#include "ui/logs/LogText.h"

#include "ui/kit/FocusRing.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/logs/LogLineText.h"

#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolTip>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QTextCharFormat formatOf(const LogRow &row)
{
    QTextCharFormat format;
    const bool isOurs = row.kind != LogRow::Kind::Line || row.line.stream == LogStream::Muster;
    format.setForeground(isOurs ? tokens().text2 : tokens().text);
    return format;
}

} // namespace

//! Times and streams, beside the lines: what is marked and copied is the text alone.
class LogText::Gutter final : public QWidget
{
public:
    explicit Gutter(LogText *text) : QWidget(text), m_text(text) {}

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        m_text->paintGutter(&painter);
    }
    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::ToolTip)
            return QWidget::event(event);
        const auto *help = static_cast<QHelpEvent *>(event);
        const int row = m_text->cursorForPosition(QPoint(0, help->pos().y())).blockNumber();
        if (row < m_text->m_shown)
            QToolTip::showText(help->globalPos(), plainToolTip(logRowDetails(m_text->m_rows.at(row))), this);
        return true;
    }

private:
    LogText *m_text;
};

LogText::LogText(const LogRows &rows, QWidget *parent) : QPlainTextEdit(parent), m_rows(rows), m_gutter(new Gutter(this))
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setFrameShape(QFrame::NoFrame);
    setLayoutDirection(Qt::LeftToRight);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setFocusRadius(this, kNoFocusRing);
    setAccessibleName(tr("Lines of the log"));
    dress();
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &LogText::readPlace);
    connect(this, &QPlainTextEdit::selectionChanged, this, &LogText::readPlace);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &, int) {
        m_gutter->update();
        readPlace(); // Keys move the lines without a word of the bar.
    });
}

void LogText::dress()
{
    document()->setDefaultFont(fontOf(Type::Mono));
    setFont(fontOf(Type::Mono));
    document()->setDocumentMargin(scaled(4));
    QTextOption option = document()->defaultTextOption();
    option.setTextDirection(Qt::LeftToRight);
    document()->setDefaultTextOption(option);
    placeGutter();
}

void LogText::rebuild()
{
    m_isTaking = true;
    clear();
    m_shown = 0;
    m_matches = 0;
    append(0, m_rows.count());
    m_isTaking = false;
    Q_EMIT matchesChanged();
    follow();
}

void LogText::take(int added, int removed)
{
    m_isTaking = true;
    // The document has what the rows had before; more may have come and gone at once than it had.
    const int goneHere = std::min(removed, m_shown);
    const int before = m_matches;
    if (goneHere > 0) {
        m_matches -= matchesIn(0, goneHere);
        const int top = verticalScrollBar()->value();
        QTextCursor cursor(document());
        if (goneHere == m_shown) {
            cursor.select(QTextCursor::Document);
        } else {
            cursor.movePosition(QTextCursor::NextBlock, QTextCursor::KeepAnchor, goneHere);
        }
        cursor.removeSelectedText();
        m_shown -= goneHere;
        if (!m_isFollowing)
            verticalScrollBar()->setValue(std::max(0, top - goneHere));
    }
    const int fresh = std::min(added, m_rows.count());
    append(m_rows.count() - fresh, fresh);
    if (m_isFollowing)
        goToEnd();
    m_isTaking = false;
    if (m_matches != before)
        Q_EMIT matchesChanged();
    m_gutter->update();
}

void LogText::append(int first, int count)
{
    if (count <= 0)
        return;
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    cursor.beginEditBlock();
    for (int row = first; row < first + count; ++row) {
        const LogRow &one = m_rows.at(row);
        if (m_shown > 0)
            cursor.insertBlock();
        const QString text = logRowText(one);
        cursor.insertText(text, formatOf(one));
        m_matches += !m_search.isEmpty() && text.contains(m_search, Qt::CaseInsensitive);
        ++m_shown;
    }
    cursor.endEditBlock();
}

int LogText::topRow() const
{
    return firstVisibleBlock().blockNumber();
}

void LogText::follow()
{
    goToEnd();
    readPlace();
}

//! The cursor goes there too: keys, and screen readers, begin at the newest line.
void LogText::goToEnd()
{
    QTextCursor cursor(document()->lastBlock());
    setTextCursor(cursor);
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

bool LogText::isAtEnd() const
{
    return verticalScrollBar()->value() >= verticalScrollBar()->maximum();
}

void LogText::readPlace()
{
    const bool isFollowing = isAtEnd() && !textCursor().hasSelection();
    if (m_isTaking || isFollowing == m_isFollowing)
        return;
    m_isFollowing = isFollowing;
    Q_EMIT followingChanged(isFollowing);
}

void LogText::setSearch(const QString &words)
{
    if (words == m_search)
        return;
    m_search = words;
    m_matches = matchesIn(0, m_shown);
    viewport()->update();
    Q_EMIT matchesChanged();
}

int LogText::matchesIn(int firstBlock, int count) const
{
    if (m_search.isEmpty())
        return 0;
    int found = 0;
    QTextBlock block = document()->findBlockByNumber(firstBlock);
    for (int i = 0; i < count && block.isValid(); ++i, block = block.next())
        found += block.text().contains(m_search, Qt::CaseInsensitive);
    return found;
}

bool LogText::find(bool isForward)
{
    if (m_search.isEmpty() || m_matches == 0)
        return false;
    const QTextDocument::FindFlags flags = isForward ? QTextDocument::FindFlags() : QTextDocument::FindBackward;
    QTextCursor from = textCursor();
    if (!from.hasSelection() && m_isFollowing) // The first look goes up from where the reader is: the newest.
        from.movePosition(isForward ? QTextCursor::Start : QTextCursor::End);
    QTextCursor found = document()->find(m_search, from, flags);
    if (found.isNull()) {
        from.movePosition(isForward ? QTextCursor::Start : QTextCursor::End);
        found = document()->find(m_search, from, flags);
    }
    if (found.isNull())
        return false;
    setTextCursor(found);
    centerCursor();
    return true;
}

QString LogText::linesText() const
{
    const QTextCursor cursor = textCursor();
    int first = 0;
    int last = m_shown - 1;
    if (cursor.hasSelection()) {
        first = document()->findBlock(cursor.selectionStart()).blockNumber();
        last = document()->findBlock(cursor.selectionEnd()).blockNumber();
    }
    QStringList lines;
    for (int row = first; row <= last && row < m_shown; ++row)
        lines += logRowCopy(m_rows.at(row));
    return lines.join(u'\n');
}

} // namespace muster
