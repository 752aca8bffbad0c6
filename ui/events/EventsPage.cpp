// SPDX-License-Identifier: Apache-2.0
#include "ui/events/EventsPage.h"

#include "ui/events/EventList.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Chip.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/Field.h"
#include "ui/kit/Icons.h"
#include "ui/kit/Pill.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RoundedFrame.h"
#include "ui/kit/Theme.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMenu>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

enum Place { ListPlace, EmptyPlace, NoMatchPlace };
constexpr int kTypingMs = 120; // As on the page of nodes: long enough for a word, too short to be felt.

} // namespace

EventsPage::EventsPage(ClusterSession *session, QWidget *parent)
    : QWidget(parent), m_own(new EventsModel(this)), m_filter(new EventFilterModel(this))
{
    m_own->setSession(session);
    build(m_own);
}

EventsPage::EventsPage(QAbstractItemModel *events, QWidget *parent) : QWidget(parent), m_filter(new EventFilterModel(this))
{
    build(events);
}

void EventsPage::build(QAbstractItemModel *events)
{
    setAccessibleName(tr("Events"));
    m_filter->setSourceModel(events);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(16), scaled(16), scaled(16), scaled(16));
    layout->setSpacing(scaled(12));
    layout->addWidget(makeHead());
    layout->addWidget(makeBar());
    layout->addWidget(makeLists(), 1);
    connect(m_filter, &EventFilterModel::filterChanged, this, [this] {
        showChips();
        showState();
    });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(m_filter, signal, this, &EventsPage::showState);
        connect(events, signal, this, &EventsPage::showState);
    }
    connect(m_filter, &QAbstractItemModel::modelReset, this, &EventsPage::showState);
    showState();
}

QWidget *EventsPage::makeHead()
{
    auto *head = new QWidget(this);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(8));
    layout->addWidget(new PlainLabel(tr("Events"), Type::Title, &Tokens::text, head));
    m_count = new PlainLabel(Type::Body, &Tokens::text3, head);
    layout->addWidget(m_count);
    layout->addStretch(1);
    head->setFixedHeight(scaled(32));
    return head;
}

QWidget *EventsPage::makeBar()
{
    auto *bar = new QWidget(this);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(8));
    m_field = new Field(tr("Filter events"), bar);
    m_field->setLeadingIcon("filter"_L1);
    m_field->setPlaceholderText(tr("Filter events"));
    m_field->setKeyHint(u"/"_s);
    m_field->setToolTip(tr("Words that the line must have: a node, an address, a cause"));
    m_field->setMinimumWidth(scaled(160));
    m_field->setMaximumWidth(scaled(320));
    m_field->installEventFilter(this);
    layout->addWidget(m_field, 3);
    m_chips = new QHBoxLayout;
    m_chips->setSpacing(scaled(6));
    layout->addLayout(m_chips);
    layout->addStretch(4);
    auto *kinds = new Button("filter"_L1, tr("Kinds"), ButtonKind::Quiet, bar);
    kinds->setOpensMenu(true);
    kinds->setAccessibleName(tr("Which kinds of events"));
    layout->addWidget(kinds);
    m_groupMenu = new QMenu(this);
    for (const EventGroup group : kEventGroups) {
        QAction *action = m_groupMenu->addAction(themedIcon(eventIcon(group)), eventGroupTitle(group), this,
                                                 [this, group] { toggleGroup(group); });
        action->setCheckable(true);
    }
    connect(m_groupMenu, &QMenu::aboutToShow, this, [this] {
        for (int i = 0; i < m_groupMenu->actions().size(); ++i)
            m_groupMenu->actions().at(i)->setChecked(m_filter->groups().contains(kEventGroups[i]));
    });
    connect(kinds, &QPushButton::clicked, this, [this, kinds] {
        const int wide = m_groupMenu->sizeHint().width();
        m_groupMenu->popup(kinds->mapToGlobal(QPoint(kinds->width() - wide, kinds->height() + 2)));
    });
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(&m_typing, &QTimer::timeout, this, [this] { m_filter->setSearch(m_field->text()); });
    connect(m_field, &QLineEdit::textChanged, this, [this] { m_typing.start(); });
    connect(m_field, &QLineEdit::returnPressed, this, [this] {
        m_filter->setSearch(m_field->text());
        focusList();
    });
    return bar;
}

QWidget *EventsPage::makeLists()
{
    auto *lists = new QWidget(this);
    m_stack = new QStackedLayout(lists);
    auto *table = new QWidget(lists);
    auto *column = new QVBoxLayout(table);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_list = new EventList(m_filter, table);
    column->addWidget(new EventHead(table));
    column->addWidget(m_list, 1);
    m_stack->addWidget(new RoundedFrame(table, 10, &Tokens::canvas, lists));
    m_stack->addWidget(new EmptyState("events"_L1, tr("No events yet"),
                                      tr("What happens from now on is listed here: what nodes do, and what was refused."), lists));
    m_noMatch = new EmptyState("filter"_L1, tr("No event matches"), {}, lists);
    m_stack->addWidget(m_noMatch);
    connect(m_noMatch->addAction(tr("Clear filter"), ButtonKind::Secondary), &QPushButton::clicked, this,
            [this] { clearFilter(); });
    m_pill = new Pill(lists);
    m_pill->setToolTip(tr("To the newest event"));
    m_pill->hide();
    lists->installEventFilter(this);
    connect(m_pill, &QAbstractButton::clicked, m_list, &EventList::follow);
    connect(m_list, &EventList::waitingChanged, this, &EventsPage::showWaiting);
    connect(m_list, &EventList::openRequested, this, &EventsPage::openRequested);
    connect(m_list, &EventList::menuRequested, this, &EventsPage::showMenu);
    return lists;
}

void EventsPage::toggleGroup(EventGroup group)
{
    QSet<EventGroup> groups = m_filter->groups();
    if (!groups.remove(group))
        groups.insert(group);
    m_filter->setGroups(groups);
}

void EventsPage::showChips()
{
    while (const auto item = std::unique_ptr<QLayoutItem>(m_chips->takeAt(0))) {
        item->widget()->hide();
        item->widget()->deleteLater();
    }
    for (const EventGroup group : kEventGroups) {
        if (!m_filter->groups().contains(group))
            continue;
        auto *chip = new FilterChip(eventGroupTitle(group), this);
        m_chips->addWidget(chip);
        connect(chip, &QAbstractButton::clicked, this, [this, group] { toggleGroup(group); });
    }
}

void EventsPage::showState()
{
    const int all = m_filter->sourceModel()->rowCount();
    const int shown = m_filter->rowCount();
    m_count->setText(m_filter->isFiltered() ? tr("%1 of %2").arg(countText(shown), countText(all)) : countText(all));
    if (shown == 0 && all > 0)
        m_noMatch->setText(tr("%1 other events are hidden by the filter.").arg(countText(all)));
    m_stack->setCurrentIndex(shown > 0 ? ListPlace : all > 0 ? NoMatchPlace : EmptyPlace);
    showWaiting();
}

void EventsPage::showWaiting()
{
    const int waiting = m_list->waiting();
    m_pill->setText(waiting == 1 ? tr("1 new") : tr("%1 new").arg(countText(waiting)));
    m_pill->setAccessibleName(tr("%1 above, show them").arg(m_pill->text()));
    m_pill->setVisible(waiting > 0 && m_stack->currentIndex() == ListPlace);
    placePill();
}

void EventsPage::placePill()
{
    const QSize size = m_pill->sizeHint();
    m_pill->setGeometry((m_pill->parentWidget()->width() - size.width()) / 2, scaled(32 + 8), size.width(), size.height());
    m_pill->raise();
}

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
