// SPDX-License-Identifier: Apache-2.0
// What a person does on the page of events: keys, the menu of a line, filters that are cleared and kept.
#include "ui/events/EventList.h"
#include "ui/events/EventsPage.h"
#include "ui/kit/Field.h"
#include "ui/kit/Icons.h"
#include "ui/kit/Pill.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMenu>

namespace muster {

using namespace Qt::StringLiterals;

void EventsPage::showMenu(const QPoint &at)
{
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const NodeId node = m_filter->entryAt(current.row()).node;
    QAction *open = menu->addAction(themedIcon("sidebar"_L1), tr("Open the node"), this,
                                    [this, node] { Q_EMIT openRequested(node); });
    open->setEnabled(!node.isEmpty());
    menu->addAction(themedIcon("copy"_L1), tr("Copy"), this,
                    [this] { QApplication::clipboard()->setText(m_list->selectedText()); });
    menu->popup(at);
}

void EventsPage::focusList()
{
    m_list->setFocus(Qt::ShortcutFocusReason);
    if (!m_list->currentIndex().isValid() && m_filter->rowCount() > 0)
        m_list->selectionModel()->setCurrentIndex(m_filter->index(0, 0), QItemSelectionModel::NoUpdate);
}

void EventsPage::focusFilter()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

bool EventsPage::clearFilter()
{
    if (!m_filter->isFiltered() && m_field->text().isEmpty())
        return false;
    m_field->clear();
    m_typing.stop();
    m_filter->setSearch({});
    m_filter->setGroups({});
    return true;
}

QString EventsPage::saveState() const
{
    QStringList parts{m_filter->search()};
    for (const EventGroup group : m_filter->groups())
        parts.append(QString::number(static_cast<int>(group)));
    return parts.join(u'\n');
}

void EventsPage::restoreState(const QString &state)
{
    const QStringList parts = state.split(u'\n');
    m_field->setText(parts.constFirst());
    m_filter->setSearch(parts.constFirst());
    QSet<EventGroup> groups;
    for (const EventGroup group : kEventGroups) {
        if (parts.mid(1).contains(QString::number(static_cast<int>(group))))
            groups.insert(group);
    }
    m_filter->setGroups(groups);
}

void EventsPage::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Find) || (event->key() == Qt::Key_Slash && m_list->hasFocus()))
        focusFilter();
    else
        QWidget::keyPressEvent(event);
}

bool EventsPage::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && watched == m_pill->parentWidget())
        placePill();
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape && !m_field->text().isEmpty()) {
            m_field->clear();
            return true;
        }
        if (key == Qt::Key_Down) {
            focusList();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace muster
