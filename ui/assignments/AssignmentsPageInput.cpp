// SPDX-License-Identifier: Apache-2.0
// What AssignmentsPage does with keys, menus and the pointer, and what it remembers; its verbs are in AssignmentsPageVerbs.cpp.
#include "ui/assignments/AssignmentsPage.h"
#include "ui/assignments/EntityFilterBar.h"
#include "ui/assignments/EntityTable.h"
#include "ui/assignments/EntityWords.h"
#include "ui/assignments/NodePicker.h"
#include "ui/assignments/SelectionBar.h"
#include "ui/kit/Button.h"
#include "ui/kit/Field.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/Icons.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QApplication>
#include <QItemSelectionModel>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QMenu>

namespace muster {

using namespace Qt::StringLiterals;

void AssignmentsPage::focusList()
{
    // First the cursor: a view that gets the focus without one puts it into the first column.
    if (!m_table->currentIndex().isValid() && m_filter->rowCount() > 0)
        m_table->selectionModel()->setCurrentIndex(m_filter->index(0, EntitiesModel::PinColumn), QItemSelectionModel::NoUpdate);
    m_table->setFocus(Qt::ShortcutFocusReason);
}

void AssignmentsPage::focusFilter()
{
    m_bar->field()->setFocus(Qt::ShortcutFocusReason);
    m_bar->field()->selectAll();
}

bool AssignmentsPage::clearFilter()
{
    if (!m_filter->isFiltered())
        return false;
    m_bar->clearFilter();
    return true;
}

bool AssignmentsPage::clearSelection()
{
    const bool hadSelection = m_table->selectionModel()->hasSelection();
    m_table->clearSelection();
    return hadSelection;
}

namespace {

constexpr int kWholeWordsFrom = 500; // Px at scale 1: below it the title needs the room.

QAction *addTo(QMenu *menu, QLatin1StringView icon, const QString &text, const QKeySequence &key = {}, const QString &reason = {})
{
    QAction *action = menu->addAction(themedIcon(icon), text);
    action->setShortcut(key);
    action->setShortcutVisibleInContextMenu(true);
    action->setEnabled(reason.isEmpty());
    action->setToolTip(plainToolTip(reason));
    return action;
}

} // namespace

void AssignmentsPage::showMenu(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (m_table->isOnHead())
        addHeadActions(menu);
    else if (!m_table->selectedEntities().isEmpty())
        addEntityActions(menu);
    menu->popup(at);
}

void AssignmentsPage::addEntityActions(QMenu *menu)
{
    const QList<EntityRef> entities = m_table->selectedEntities();
    const QString pin = refusal(Feature::Assign);
    const QString change = refusal(Feature::Entities);
    const EntityRef first = entities.first();
    const bool isOne = entities.size() == 1;
    if (isOne) {
        connect(addTo(menu, "sidebar"_L1, tr("Open"), Qt::Key_Return), &QAction::triggered, this, [this, first] { openEntity(first); });
        connect(addTo(menu, "logs"_L1, tr("Log"), Qt::Key_L), &QAction::triggered, this, &AssignmentsPage::showLog);
        connect(addTo(menu, "jobs"_L1, tr("Jobs"), QKeySequence(Qt::SHIFT | Qt::Key_J)), &QAction::triggered, this, &AssignmentsPage::showJobs);
        menu->addSeparator();
    }
    connect(addTo(menu, "pin"_L1, tr("Pin to…"), Qt::Key_M, pin), &QAction::triggered, this, &AssignmentsPage::pickNode);
    connect(addTo(menu, "unpin"_L1, tr("Unpin"), Qt::Key_U, pin), &QAction::triggered, this, &AssignmentsPage::unpin);
    connect(addTo(menu, "lock"_L1, tr("Strict or preferred"), Qt::Key_S, pin), &QAction::triggered, this, &AssignmentsPage::toggleMode);
    menu->addSeparator();
    if (isOne)
        connect(addTo(menu, "edit"_L1, tr("Edit…"), Qt::Key_E, change), &QAction::triggered, this, [this, first] { editEntity(first); });
    connect(addTo(menu, "trash"_L1, isOne ? tr("Remove…") : tr("Remove %1 entities…").arg(entities.size()), QKeySequence::Delete, change),
            &QAction::triggered, this, [this, entities] { removeEntities(entities); });
    if (!pin.isEmpty() || !change.isEmpty())
        menu->addAction(pin.isEmpty() ? change : pin)->setEnabled(false);
}

void AssignmentsPage::addHeadActions(QMenu *menu)
{
    const NodeId node = m_table->currentNode();
    if (!node.isEmpty()) {
        connect(addTo(menu, "nodes"_L1, tr("Open the node")), &QAction::triggered, this, [this, node] { Q_EMIT nodeRequested(node); });
        menu->addSeparator();
    }
    connect(addTo(menu, "chevron-right"_L1, tr("Fold all")), &QAction::triggered, m_filter, [this] { m_filter->setAllFolded(true); });
    connect(addTo(menu, "chevron-down"_L1, tr("Unfold all")), &QAction::triggered, m_filter, [this] { m_filter->setAllFolded(false); });
}

void AssignmentsPage::keyPressEvent(QKeyEvent *event)
{
    // Only what no child took comes here. Letters act while the table has the focus, never in a text field.
    if (event->matches(QKeySequence::Undo))
        return undo();
    if (event->matches(QKeySequence::Find))
        return focusFilter();
    const bool isPlain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    if (event->key() == Qt::Key_Escape && (clearFilter() || clearSelection()))
        return;
    if (!isPlain || !m_table->hasFocus())
        return QWidget::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Slash:
        return focusFilter();
    case Qt::Key_V:
        return toggleOrientation();
    case Qt::Key_L:
        return showLog();
    case Qt::Key_J: // With Shift: without it moves down.
        return showJobs();
    case Qt::Key_M:
        return pickNode();
    case Qt::Key_S:
        return toggleMode();
    case Qt::Key_U:
        return unpin();
    case Qt::Key_E:
        return editEntity(m_table->currentEntity());
    case Qt::Key_N:
        return registerEntity();
    case Qt::Key_R:
        return showReview();
    case Qt::Key_Delete:
        return removeEntities(m_table->selectedEntities());
    default:
        QWidget::keyPressEvent(event);
    }
}

bool AssignmentsPage::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::Enter:
    case QEvent::Leave:
        if (watched == m_table->viewport()) {
            m_isPointerOver = event->type() == QEvent::Enter;
            hold();
        }
        break;
    case QEvent::FocusIn:
    case QEvent::FocusOut:
    case QEvent::Show:
    case QEvent::Hide:
        if (watched == m_table || watched == m_picker)
            QMetaObject::invokeMethod(this, &AssignmentsPage::hold, Qt::QueuedConnection);
        break;
    case QEvent::Resize:
        if (watched == m_ground) // Behind an empty state it has no size yet.
            QMetaObject::invokeMethod(this, &AssignmentsPage::fitTable, Qt::QueuedConnection);
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

// Nothing moves under the pointer, nor under the cursor of somebody at the keyboard (ux.md 3.2).
void AssignmentsPage::hold()
{
    const bool hasCursor = m_table->hasFocus() && isFocusShown() && m_table->currentIndex().isValid();
    const QWidget *popup = QApplication::activePopupWidget();
    const bool hasPopup = popup && popup->parentWidget() == this; // It stands at its row.
    m_filter->setHold(m_isPointerOver || hasCursor || hasPopup);
}

void AssignmentsPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_selectionBar->place();
    const bool isNarrow = width() < scaled(kWholeWordsFrom);
    m_register->setText(isNarrow ? tr("New") : tr("Register agent"));
    m_register->setAccessibleName(tr("Register agent"));
    QMetaObject::invokeMethod(this, &AssignmentsPage::fitTable, Qt::QueuedConnection);
}

QString AssignmentsPage::saveState() const
{
    QStringList kinds;
    for (const EntityKind kind : kEntityKinds) {
        if (m_filter->kinds().contains(kind))
            kinds.append(wordOf(kind));
    }
    const QJsonObject json{{u"search"_s, m_filter->search()},
                           {u"kinds"_s, kinds.join(u',')},
                           {u"tenant"_s, m_filter->tenant()},
                           {u"byNode"_s, m_filter->orientation() == EntityFilterModel::Orientation::ByNode},
                           {u"column"_s, m_filter->sortColumn()},
                           {u"descending"_s, m_filter->sortOrder() == Qt::DescendingOrder}};
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

void AssignmentsPage::showOnly(const QString &search)
{
    m_filter->setKinds({});
    m_filter->setTenant({});
    m_bar->setSearch(search);
}

void AssignmentsPage::restoreState(const QString &state)
{
    const QJsonObject json = QJsonDocument::fromJson(state.toUtf8()).object();
    if (json.isEmpty())
        return;
    QSet<EntityKind> kinds;
    for (const QString &word : json.value("kinds"_L1).toString().split(u',', Qt::SkipEmptyParts)) {
        if (const Result<EntityKind> kind = entityKindOf(word, u"kinds"_s))
            kinds.insert(*kind);
    }
    m_filter->setKinds(kinds);
    m_filter->setTenant(json.value("tenant"_L1).toString());
    m_bar->setSearch(json.value("search"_L1).toString());
    const int column = json.value("column"_L1).toInt(EntitiesModel::KindColumn);
    if (column >= 0 && column < EntitiesModel::ColumnCount)
        m_filter->sort(column, json.value("descending"_L1).toBool() ? Qt::DescendingOrder : Qt::AscendingOrder);
    setOrientation(json.value("byNode"_L1).toBool() ? EntityFilterModel::Orientation::ByNode : EntityFilterModel::Orientation::ByEntity);
}

} // namespace muster
