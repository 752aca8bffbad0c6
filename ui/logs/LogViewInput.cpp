// SPDX-License-Identifier: Apache-2.0
// What LogView does with keys: finding, wrapping, copying, back to the newest line.
#include "ui/kit/Field.h"
#include "ui/logs/LogText.h"
#include "ui/logs/LogView.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>

namespace muster {

void LogView::step(bool isForward)
{
    (void)m_text->find(isForward); // None: the count says so.
}

void LogView::focusLines()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
}

void LogView::focusSearch()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

bool LogView::clearSearch()
{
    if (m_field->text().isEmpty())
        return false;
    m_field->clear();
    return true;
}

void LogView::copyLines()
{
    QApplication::clipboard()->setText(m_text->linesText());
}

bool LogView::takeKey(const QKeyEvent &key)
{
    const bool isPlain = (key.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == 0;
    const bool isShifted = key.modifiers() & Qt::ShiftModifier;
    const bool isInField = m_field->hasFocus();
    if (key.matches(QKeySequence::Find) || (!isInField && isPlain && key.key() == Qt::Key_Slash))
        focusSearch();
    else if (isInField && (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter))
        step(!isShifted);
    else if (key.key() == Qt::Key_Escape && isPlain && (isInField || !m_field->text().isEmpty())) {
        if (!clearSearch())
            return false;
        focusLines();
    } else if (isInField && key.key() == Qt::Key_Down)
        focusLines();
    else if (!isInField && isPlain && key.key() == Qt::Key_N)
        step(!isShifted);
    else if (!isInField && isPlain && !isShifted && key.key() == Qt::Key_W)
        setWraps(!wraps());
    else if (!isInField && isPlain && !isShifted && key.key() == Qt::Key_End)
        m_text->follow();
    else
        return false;
    return true;
}

bool LogView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_text && watched != m_field)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Find)) {
        event->accept(); // Or the page takes it for its own filter.
        return true;
    }
    if (event->type() == QEvent::KeyPress && takeKey(*static_cast<QKeyEvent *>(event)))
        return true;
    if (event->type() == QEvent::Resize && watched == m_text)
        showNew();
    return QWidget::eventFilter(watched, event);
}

} // namespace muster
