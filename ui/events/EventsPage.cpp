// SPDX-License-Identifier: Apache-2.0
#include "ui/events/EventsPage.h"

#include "core/base/Limits.h"
#include "ui/events/EventList.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Chip.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/Field.h"
#include "ui/kit/Icons.h"
#include "ui/kit/Pill.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/RoundedFrame.h"
#include "ui/kit/Theme.h"

#include <QMenu>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

enum Place { ListPlace, EmptyPlace, NoMatchPlace };
constexpr int kTypingMs = 120; // As on the page of nodes: long enough for a word, too short to be felt.

} // namespace

EventsPage::EventsPage(ClusterSession *session, QWidget *parent)
    : QWidget(parent), m_session(session), m_own(new EventsModel(this)), m_filter(new EventFilterModel(this))
{
    m_own->setSession(session);
    build(m_own);
    if (session) {
        connect(session, &ClusterSession::synced, this, &EventsPage::showState);
        connect(session, &ClusterSession::eventsFilled, this, &EventsPage::showState);
    }
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
    m_since = new PlainLabel(Type::Body, &Tokens::text3, head);
    m_since->setToolTip(tr("The list goes back to then; what happened earlier is not known here."));
    layout->addWidget(m_since);
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
    column->addWidget(new EventHead(m_list, table));
    column->addWidget(m_list, 1);
    m_stack->addWidget(new RoundedFrame(table, 10, &Tokens::canvas, lists));
    m_empty = new EmptyState("events"_L1, tr("No events yet"), {}, lists);
    m_stack->addWidget(m_empty);
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
    const QString since = sinceText();
    m_since->setText(since.isEmpty() ? since : tr("since %1").arg(since));
    m_empty->setText(since.isEmpty() ? tr("What happens from now on is listed here: what nodes do, and what was refused.")
                                     : tr("Nothing happened since %1. What nodes do is listed here, and what was refused.").arg(since));
    if (shown == 0 && all > 0)
        m_noMatch->setText(tr("%1 other events are hidden by the filter.").arg(countText(all)));
    m_stack->setCurrentIndex(shown > 0 ? ListPlace : all > 0 ? NoMatchPlace : EmptyPlace);
    showWaiting();
}

//! From when on the list is whole; empty when that is not known.
QString EventsPage::sinceText() const
{
    if (!m_session || !m_session->eventsSince())
        return {};
    Timestamp since = *m_session->eventsSince();
    const int all = m_own->rowCount();
    if (all >= limits::kEventsKept) // Older ones were dropped.
        since = std::max(since, m_own->entryAt(all - 1).at);
    constexpr milliseconds today = std::chrono::hours(12); // Beyond, the hour alone could be of another day.
    return m_session->clock().now() - since < today ? clockText(since) : dateText(since);
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

} // namespace muster
