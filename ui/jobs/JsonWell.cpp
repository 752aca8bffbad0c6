// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/JsonWell.h"

#include "ui/kit/FocusRing.h"
#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSyntaxHighlighter>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

class JsonColours final : public QSyntaxHighlighter
{
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString &text) override
    {
        const Tokens &t = tokens();
        static const QRegularExpression parts(u"(\"(?:[^\"\\\\]|\\\\.)*\")(\\s*:)?|-?[0-9][0-9.eE+-]*|true|false|null"_s);
        setFormat(0, static_cast<int>(text.size()), t.text2);
        auto match = parts.globalMatch(text);
        while (match.hasNext()) {
            const QRegularExpressionMatch part = match.next();
            const bool isName = part.capturedLength(2) > 0;
            const int length = static_cast<int>(isName ? part.capturedLength(1) : part.capturedLength());
            setFormat(static_cast<int>(part.capturedStart()), length, isName ? t.text : t.accent);
        }
    }
};

} // namespace

JsonWell::JsonWell(const QString &name, QWidget *parent) : QPlainTextEdit(parent), m_colours(new JsonColours(document()))
{
    setAccessibleName(name);
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setTabChangesFocus(true);
    document()->setDocumentMargin(scaled(8));
    setFocusRadius(this, kNoFocusRing);
    dress();
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        setFault(-1);
        fit();
    });
}

void JsonWell::show(const QString &text)
{
    if (text == toPlainText() || textCursor().hasSelection())
        return;
    const int at = verticalScrollBar()->value();
    setPlainText(text);
    verticalScrollBar()->setValue(at);
}

void JsonWell::setColoured(bool isColoured)
{
    if (isColoured != (m_colours->document() != nullptr))
        m_colours->setDocument(isColoured ? document() : nullptr);
}

void JsonWell::setFittedLines(int lines)
{
    m_lines = lines;
    fit();
}

void JsonWell::fit()
{
    if (m_lines == 0)
        return;
    const int lines = std::clamp(blockCount(), 1, m_lines);
    const int line = std::max(1, QFontMetrics(font()).lineSpacing());
    const bool isWide = document()->size().width() > viewport()->width(); // Then the bar takes room below.
    setVerticalScrollBarPolicy(blockCount() > m_lines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    setFixedHeight(lines * line + 2 * scaled(8) + 2 + (isWide ? horizontalScrollBar()->sizeHint().height() : 0));
}

void JsonWell::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fit();
}

void JsonWell::setFault(qsizetype at)
{
    m_fault = at;
    QList<QTextEdit::ExtraSelection> marks;
    if (at >= 0) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(document());
        const int last = std::max(0, document()->characterCount() - 1);
        mark.cursor.setPosition(std::min(static_cast<int>(at), last));
        if (!mark.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor))
            mark.cursor.movePosition(QTextCursor::PreviousCharacter, QTextCursor::KeepAnchor);
        mark.format.setBackground(tokens().failed.tint);
        mark.format.setForeground(tokens().failed.fg);
        mark.format.setFontUnderline(true);
        marks.append(mark);
    }
    setExtraSelections(marks);
    viewport()->update();
}

//! What is written into looks like other fields; what is only read lies deeper.
QColor JsonWell::ground() const
{
    return isReadOnly() ? tokens().sunken : tokens().surface;
}

void JsonWell::focusInEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusInEvent(event);
    viewport()->update(); // The outline is ours.
}

void JsonWell::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    viewport()->update();
}

void JsonWell::dress()
{
    setFont(fontOf(Type::MonoSmall));
    QPalette own = palette();
    own.setColor(QPalette::Base, ground());
    own.setColor(QPalette::Text, tokens().text2);
    setPalette(own);
    fit();
}

void JsonWell::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::ReadOnlyChange)
        dress();
    if (!m_colours || (event->type() != QEvent::PaletteChange && event->type() != QEvent::StyleChange))
        return;
    if (palette().color(QPalette::Base) != ground() || event->type() == QEvent::StyleChange)
        dress();
    if (m_colours->document())
        m_colours->rehighlight();
}

void JsonWell::paintEvent(QPaintEvent *event)
{
    QPlainTextEdit::paintEvent(event);
    if (!hasFocus() && m_fault < 0)
        return;
    QPainter painter(viewport());
    const QColor outline = m_fault >= 0 ? tokens().failed.fg : tokens().accent;
    if (m_fault >= 0 || !isReadOnly() || isFocusShown())
        paintPanel(&painter, QRectF(viewport()->rect()).adjusted(1, 1, -1, -1), 0, Qt::transparent, outline, 2);
}

void JsonWell::keyPressEvent(QKeyEvent *event)
{
    // Nothing to write in what is only read: Escape and letters are for others.
    if (event->key() == Qt::Key_Escape)
        event->ignore();
    else
        QPlainTextEdit::keyPressEvent(event);
}

} // namespace muster
