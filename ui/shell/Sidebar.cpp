// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/Sidebar.h"

#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/shell/SidebarItem.h"

#include <QPainter>
#include <QVBoxLayout>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

constexpr int kWide = 208;
constexpr int kNarrow = 48;

} // namespace

Sidebar::Sidebar(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Sections"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(8), scaled(12), scaled(8) + 1, scaled(8));
    column->setSpacing(scaled(2));
    m_overview = new PlainLabel(Type::Micro, &Tokens::text3, this);
    m_work = new PlainLabel(Type::Micro, &Tokens::text3, this);
    m_watch = new PlainLabel(Type::Micro, &Tokens::text3, this);
    for (PlainLabel *section : {m_overview, m_work, m_watch}) {
        section->setFixedHeight(scaled(20 - 2)); // The spacing below belongs to its 20.
        section->setIndent(scaled(8));
    }
    m_nodes = new SidebarItem("nodes"_L1, tr("Nodes"), this);
    m_assignments = new SidebarItem("assignments"_L1, tr("Assignments"), this);
    m_queues = new SidebarItem("queues"_L1, tr("Queues"), this);
    m_jobs = new SidebarItem("jobs"_L1, tr("Jobs"), this);
    m_events = new SidebarItem("events"_L1, tr("Events"), this);
    m_audit = new SidebarItem("audit"_L1, tr("Audit"), this);
    m_places = {m_nodes, m_assignments, m_queues, m_jobs, m_events, m_audit};
    setCurrent(m_nodes);
    m_keys = new SidebarItem("help"_L1, tr("What works here"), this);
    m_keys->setCheckable(false);
    m_keys->setKeyHint(u"?"_s);
    column->addWidget(m_overview);
    column->addWidget(m_nodes);
    column->addSpacing(scaled(12 - 2));
    column->addWidget(m_work);
    column->addWidget(m_assignments);
    column->addWidget(m_queues);
    column->addWidget(m_jobs);
    column->addSpacing(scaled(12 - 2));
    column->addWidget(m_watch);
    column->addWidget(m_events);
    column->addWidget(m_audit);
    column->addStretch(1);
    column->addWidget(m_keys);
    setCollapsed(false);
    connect(m_nodes, &QAbstractButton::clicked, this, &Sidebar::nodesWanted);
    connect(m_assignments, &QAbstractButton::clicked, this, &Sidebar::assignmentsWanted);
    connect(m_queues, &QAbstractButton::clicked, this, &Sidebar::queuesWanted);
    connect(m_jobs, &QAbstractButton::clicked, this, &Sidebar::jobsWanted);
    connect(m_audit, &QAbstractButton::clicked, this, &Sidebar::auditWanted);
    connect(m_events, &QAbstractButton::clicked, this, &Sidebar::eventsWanted);
    // Who shows a place marks it: a press alone changes no mark.
    for (SidebarItem *place : std::as_const(m_places))
        connect(place, &QAbstractButton::clicked, this, [this] { setCurrent(m_current); });
    connect(m_keys, &QAbstractButton::clicked, this, &Sidebar::keysWanted);
}

void Sidebar::setCollapsed(bool collapsed)
{
    m_isCollapsed = collapsed;
    // The labels keep their height, so that the rows do not jump.
    m_overview->setText(collapsed ? QString() : tr("Overview"));
    m_work->setText(collapsed ? QString() : tr("Work"));
    m_watch->setText(collapsed ? QString() : tr("Watch"));
    for (SidebarItem *place : std::as_const(m_places))
        place->setCollapsed(collapsed);
    m_keys->setCollapsed(collapsed);
    setFixedWidth(scaled(collapsed ? kNarrow : kWide));
}

void Sidebar::setCurrent(const SidebarItem *place)
{
    m_current = place;
    for (SidebarItem *one : std::as_const(m_places))
        one->setChecked(one == place);
}

void Sidebar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokens().canvas);
    const int edge = layoutDirection() == Qt::RightToLeft ? 0 : width() - 1;
    painter.fillRect(QRect(edge, 0, 1, height()), tokens().border);
}

} // namespace muster
