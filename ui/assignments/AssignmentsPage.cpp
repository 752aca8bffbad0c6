// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/AssignmentsPage.h"

#include "ui/assignments/EntityDetails.h"
#include "ui/assignments/EntityFilterBar.h"
#include "ui/assignments/EntityTable.h"
#include "ui/assignments/EntityWords.h"
#include "ui/assignments/NodePicker.h"
#include "ui/assignments/ReviewPanel.h"
#include "ui/assignments/SelectionBar.h"
#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/CallerText.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/Field.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RoundedFrame.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/kit/Theme.h"
#include "ui/kit/Toast.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {
enum Place { TablePlace, EmptyPlace, NoMatchPlace, UnsupportedPlace, LoadingPlace };
}

AssignmentsPage::AssignmentsPage(EntitiesModel *entities, QWidget *parent)
    : QWidget(parent), m_entities(entities), m_filter(new EntityFilterModel(this)), m_pins(new StagedPins(entities, this)),
      m_picker(new NodePicker(this)), m_toast(new Toast(this))
{
    setAccessibleName(tr("Assignments"));
    m_filter->setSourceModel(entities);
    entities->setTitles({tr("Entity"), tr("Type"), tr("Tenant"), tr("Now on"), tr("Pin"), tr("Mode"), tr("State")});
    entities->setSpeaker([this](int row) { return spokenEntity(*m_entities, row, m_pins->find(m_entities->stateAt(row).entity.ref)); });
    m_filter->setHeadSpeaker([this](int row) { return spokenHead(*m_filter, row, *m_pins); });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(16), scaled(16), scaled(16), scaled(16));
    layout->setSpacing(scaled(12));
    layout->addWidget(makeHead());
    m_bar = new EntityFilterBar(m_filter, this);
    layout->addWidget(m_bar);
    layout->addWidget(makeLists(), 1);
    m_selectionBar = new SelectionBar(this);
    makeSide();
    connectAll();
    showCounts();
    showRefusals();
}

AssignmentsPage::~AssignmentsPage()
{
    m_entities->setSpeaker({});
}

QWidget *AssignmentsPage::makeHead()
{
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(8));
    row->addWidget(new PlainLabel(tr("Assignments"), Type::Title, &Tokens::text, head));
    m_count = new PlainLabel(Type::Body, &Tokens::text3, head);
    row->addWidget(m_count);
    row->addSpacing(scaled(8));
    m_orientation = new SegmentedControl(tr("Rows"), head);
    m_orientation->addPart({}, tr("By entity"));
    m_orientation->addPart({}, tr("By node"));
    row->addWidget(m_orientation);
    m_hint = new PlainLabel(Type::Small, &Tokens::text2, head);
    row->addWidget(m_hint, 1);
    m_register = new Button("plus"_L1, tr("Register agent"), ButtonKind::Secondary, head);
    row->addWidget(m_register);
    head->setFixedHeight(scaled(32));
    connect(m_register, &QPushButton::clicked, this, &AssignmentsPage::registerEntity);
    connect(m_orientation, &SegmentedControl::currentChanged, this, [this](int part) {
        setOrientation(part == 1 ? EntityFilterModel::Orientation::ByNode : EntityFilterModel::Orientation::ByEntity);
    });
    return head;
}

QWidget *AssignmentsPage::makeLists()
{
    auto *lists = new QWidget(this);
    m_stack = new QStackedLayout(lists);
    m_ground = new QWidget(lists);
    auto *column = new QVBoxLayout(m_ground);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_table = new EntityTable(m_filter, m_pins, m_ground);
    m_frame = new RoundedFrame(m_table, 10, &Tokens::canvas, m_ground);
    column->addWidget(m_frame, 1);
    column->addStretch(0);
    m_empty = new EmptyState("assignments"_L1, tr("Nothing is registered yet"),
                             tr("An agent is any command. Register one, and decide where it runs."), lists);
    m_noMatch = new EmptyState("filter"_L1, tr("No entity matches"), {}, lists);
    m_unsupported = new EmptyState("assignments"_L1, tr("This cluster has no assignments"),
                                   tr("Its control plane does not say what may run where, so there is nothing to pin from here. What its nodes "
                                      "run is on the page of nodes."), lists);
    m_loading = new EmptyState("assignments"_L1, tr("Reading what runs where…"), {}, lists);
    connect(m_empty->addAction(tr("Register agent"), ButtonKind::Secondary), &QPushButton::clicked, this,
            &AssignmentsPage::registerEntity);
    connect(m_noMatch->addAction(tr("Clear filter"), ButtonKind::Secondary), &QPushButton::clicked, m_bar, &EntityFilterBar::clearFilter);
    for (QWidget *place : {m_ground, static_cast<QWidget *>(m_empty), static_cast<QWidget *>(m_noMatch),
                           static_cast<QWidget *>(m_unsupported), static_cast<QWidget *>(m_loading)})
        m_stack->addWidget(place);
    m_picker->installEventFilter(this);
    m_ground->installEventFilter(this);
    m_table->installEventFilter(this);
    m_table->viewport()->installEventFilter(this);
    return lists;
}

void AssignmentsPage::connectAll()
{
    connect(m_table, &EntityTable::pickNodeRequested, this, &AssignmentsPage::pickNode);
    connect(m_table, &EntityTable::pickModeRequested, this, &AssignmentsPage::pickMode);
    connect(m_table, &EntityTable::openRequested, this, &AssignmentsPage::openEntity);
    connect(m_table, &EntityTable::menuRequested, this, &AssignmentsPage::showMenu);
    connect(m_table, &EntityTable::moveRequested, this, &AssignmentsPage::stageMoved);
    connect(m_table, &EntityTable::wholeHeightChanged, this, &AssignmentsPage::showState);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &AssignmentsPage::showSelection);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        const bool isOpen = m_side->currentWidget() == m_details && m_details->isVisible();
        if (isOpen && !m_table->currentEntity().id.isEmpty())
            m_details->setEntity(m_table->currentEntity());
    });
    connect(m_filter, &EntityFilterModel::filterChanged, this, &AssignmentsPage::showCounts);
    connect(m_entities, &EntitiesModel::summaryChanged, this, &AssignmentsPage::showCounts);
    connect(m_entities, &EntitiesModel::applied, this, &AssignmentsPage::selectAwaited);
    for (const auto signal : {&QAbstractItemModel::rowsRemoved, &QAbstractItemModel::rowsInserted})
        connect(m_filter, signal, this, &AssignmentsPage::placePicker, Qt::QueuedConnection);
    connect(m_entities, &EntitiesModel::linkChanged, this, &AssignmentsPage::showRefusals);
    connect(m_picker, &NodePicker::chosen, this, &AssignmentsPage::stagePicked);
    connect(m_bar, &EntityFilterBar::listRequested, this, [this] {
        if (m_filter->rowCount() > 0)
            focusList();
    });
    connect(m_bar, &EntityFilterBar::reviewRequested, this, &AssignmentsPage::showReview);
    connect(m_bar, &EntityFilterBar::discardRequested, m_pins, &StagedPins::discard);
    connect(m_pins, &StagedPins::changed, this, [this] {
        m_bar->setStaged(m_pins->count(), m_pins->conflicts());
        Q_EMIT stagedChanged(m_pins->count());
    });
    connect(m_pins, &StagedPins::applied, this, &AssignmentsPage::takeApplied);
    connect(m_pins, &StagedPins::undone, this, &AssignmentsPage::takeUndone);
    connect(m_pins, &StagedPins::lost, this, [this](const EntityRef &entity) {
        m_toast->say(tr("%1 was removed; its staged change went with it").arg(entity.id.text()));
    });
    connect(m_toast, &Toast::actionTriggered, this, &AssignmentsPage::undo);
    connect(m_selectionBar, &SelectionBar::pinRequested, this, &AssignmentsPage::pickNode);
    connect(m_selectionBar, &SelectionBar::unpinRequested, this, &AssignmentsPage::unpin);
    connect(m_selectionBar, &SelectionBar::strictRequested, this,
            [this] { stageMode(m_table->selectedEntities(), AssignmentMode::Strict); });
    connect(m_selectionBar, &SelectionBar::preferredRequested, this,
            [this] { stageMode(m_table->selectedEntities(), AssignmentMode::Preferred); });
    connect(m_selectionBar, &SelectionBar::clearRequested, this, &AssignmentsPage::clearSelection);
}

bool AssignmentsPage::knows() const
{
    const ClusterSession *session = m_entities->session();
    return session && session->mirror().hasSnapshot() && session->features(); // Without features nothing is known of what it can.
}

void AssignmentsPage::showCounts()
{
    const int all = m_entities->summary().entities;
    const QString shown = m_filter->isFiltered() ? tr("%1 of %2").arg(countText(m_filter->matchCount()), countText(all)) : countText(all);
    m_count->setText(knows() ? shown : QString()); // Nothing known is not zero.
    showState();
}

void AssignmentsPage::showState()
{
    const ClusterSession *session = m_entities->session();
    const bool hasRows = m_entities->rowCount() > 0;
    const bool canNothing = session && m_standingRefusal.isEmpty() && !session->features().testAnyFlags(Feature::Assign | Feature::Entities);
    const bool noMatch = hasRows && m_filter->matchCount() == 0;
    if (noMatch)
        m_noMatch->setText(tr("No entity matches %1 (%2 hidden).").arg(m_bar->filterText(), countText(m_filter->hiddenCount())));
    const QString bound = session ? boundMeaning(session->facts().callerTenants) : QString();
    m_empty->setText(bound.isEmpty() ? tr("An agent is any command. Register one, and decide where it runs.") : bound);
    m_bar->setVisible(hasRows);
    m_orientation->setVisible(hasRows);
    m_register->setVisible(!knows() || !canNothing);
    m_stack->setCurrentIndex(!knows() ? LoadingPlace : noMatch ? NoMatchPlace : hasRows ? TablePlace : canNothing ? UnsupportedPlace : EmptyPlace);
    fitTable();
}

void AssignmentsPage::showRefusals()
{
    const QString pin = refusal(Feature::Assign);
    const QString change = refusal(Feature::Entities);
    m_register->setRefusal(change);
    for (Button *button : m_empty->findChildren<Button *>())
        button->setRefusal(change);
    m_table->setEditable(pin.isEmpty());
    m_selectionBar->setRefusal(pin);
    m_review->setRefusal(pin);
    m_details->setRefusals(pin, change);
    m_hint->setText(knows() && m_entities->rowCount() > 0 ? pin : QString());
    showCounts();
    m_table->viewport()->update(); // What is current, too.
}

void AssignmentsPage::showSelection()
{
    const int count = static_cast<int>(m_table->selectionModel()->selectedRows().size());
    m_selectionBar->setCount(count);
    Q_EMIT selectionChanged(count);
}

QString AssignmentsPage::refusal(Feature verb) const
{
    return m_standingRefusal.isEmpty() ? entityRefusal(m_entities->session(), verb) : m_standingRefusal;
}

void AssignmentsPage::setStandingRefusal(const QString &reason)
{
    m_standingRefusal = reason;
    showRefusals();
}

void AssignmentsPage::setOrientation(EntityFilterModel::Orientation orientation)
{
    const bool isByNode = orientation == EntityFilterModel::Orientation::ByNode;
    const EntityRef current = m_table->currentEntity();
    m_filter->setOrientation(orientation);
    m_orientation->setCurrent(isByNode ? 1 : 0);
    if (!current.id.isEmpty())
        m_table->selectEntity(current); // One looks at the same thing from the other side.
    showState();
}

void AssignmentsPage::toggleOrientation()
{
    setOrientation(m_orientation->current() == 0 ? EntityFilterModel::Orientation::ByNode : EntityFilterModel::Orientation::ByEntity);
}

void AssignmentsPage::fitTable()
{
    // A short table ends with its last row; a long one with the page.
    const int room = m_ground->height();
    m_frame->setMaximumHeight(room > 0 ? std::min(room, m_table->wholeHeight() + 2) : QWIDGETSIZE_MAX);
    const bool isShort = room > 0 && m_table->wholeHeight() + 2 <= room;
    m_table->setVerticalScrollBarPolicy(isShort ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
}

} // namespace muster
