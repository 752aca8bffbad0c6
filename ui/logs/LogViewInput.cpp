// SPDX-License-Identifier: Apache-2.0
// What LogView does with keys: finding, wrapping, copying, back to the newest line.
#include "ui/kit/Field.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/logs/LogSaver.h"
#include "ui/logs/LogText.h"
#include "ui/logs/LogView.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMenu>

namespace muster {

using namespace Qt::StringLiterals;

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

void LogView::showSaveMenu(QWidget *below)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_saver->fillMenu(menu);
    menu->popup(below->mapToGlobal(QPoint(below->width() - menu->sizeHint().width(), below->height() + 2)));
}

void LogView::setEnd(const QString &words)
{
    m_endText = words;
    showEnd();
}

//! The node that wrote last, when it is not there to write more; empty otherwise.
QString LogView::silentNode() const
{
    const LogRows &rows = m_model->rows();
    if (!m_session || !m_session->isLive() || rows.count() == 0)
        return {};
    const NodeId &id = rows.at(rows.count() - 1).line.node;
    if (id.isEmpty())
        return {};
    const Node *node = m_session->mirror().find(id);
    if (!node)
        return tr("The node %1 is not in this cluster any more").arg(id.text());
    const bool isSilent = node->status == NodeStatus::Offline || node->status == NodeStatus::Failed;
    return isSilent ? tr("%1 is offline").arg(node->who.name.isEmpty() ? id.text() : node->who.name) : QString();
}

//! What was read stays after its node is gone; that nothing more comes from there is said.
void LogView::showEnd()
{
    const LogRows &rows = m_model->rows();
    const QString silent = m_endText.isEmpty() ? silentNode() : QString();
    QString words = m_endText;
    if (!silent.isEmpty())
        words = tr("%1; the last line from there came at %2.").arg(silent, clockText(rows.at(rows.count() - 1).line.at));
    m_endLabel->setText(words);
    m_end->setVisible(!words.isEmpty() && rows.count() > 0 && !m_broken->isVisibleTo(this));
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
