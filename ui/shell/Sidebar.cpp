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
    m_overview = new PlainLabel(tr("Overview"), Type::Micro, &Tokens::text3, this);
    m_overview->setFixedHeight(scaled(20 - 2)); // The spacing below belongs to its 20.
    m_overview->setIndent(scaled(8));
    m_nodes = new SidebarItem("nodes"_L1, tr("Nodes"), this);
    m_nodes->setChecked(true);
    m_keys = new SidebarItem("help"_L1, tr("What works here"), this);
    m_keys->setCheckable(false);
    m_keys->setKeyHint(u"?"_s);
    column->addWidget(m_overview);
    column->addWidget(m_nodes);
    column->addStretch(1);
    column->addWidget(m_keys);
    setFixedWidth(scaled(kWide));
    connect(m_nodes, &QAbstractButton::clicked, this, [this] {
        m_nodes->setChecked(true); // The only section: pressing it again does not leave it.
        Q_EMIT nodesWanted();
    });
    connect(m_keys, &QAbstractButton::clicked, this, &Sidebar::keysWanted);
}

void Sidebar::setCollapsed(bool collapsed)
{
    m_isCollapsed = collapsed;
    // The label keeps its height, so that the rows do not jump.
    m_overview->setText(collapsed ? QString() : tr("Overview"));
    m_nodes->setCollapsed(collapsed);
    m_keys->setCollapsed(collapsed);
    setFixedWidth(scaled(collapsed ? kNarrow : kWide));
}

void Sidebar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokens().canvas);
    const int edge = layoutDirection() == Qt::RightToLeft ? 0 : width() - 1;
    painter.fillRect(QRect(edge, 0, 1, height()), tokens().border);
}

} // namespace muster
