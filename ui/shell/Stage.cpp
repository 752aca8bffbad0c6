// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/Stage.h"

#include "ui/kit/Theme.h"
#include "ui/shell/DetailDrawer.h"
#include "ui/shell/Sidebar.h"

#include <QEvent>
#include <QStyle>

namespace muster {

namespace {

//! Below this width of the window the drawer lies over the page (ux.md 3.2), px at scale 1.
constexpr int kDrawerFloatsBelow = 1000;

} // namespace

Stage::Stage(QWidget *parent)
    : QWidget(parent), m_sidebar(new Sidebar(this)), m_drawer(new DetailDrawer(this))
{
    connect(m_drawer, &DetailDrawer::wantedWidthChanged, this, &Stage::arrange);
}

void Stage::setPage(QWidget *page)
{
    if (m_page == page)
        return;
    if (m_page) {
        m_page->hide();
        m_page->deleteLater();
    }
    m_page = page;
    if (page) {
        page->setParent(this);
        page->stackUnder(m_drawer);
        arrange();
        page->show();
    }
    // Tab goes from the sidebar to the page and then to the drawer.
    if (page)
        setTabOrder(m_sidebar, page);
}

void Stage::setSidebarShown(bool shown)
{
    m_sidebar->setVisible(shown);
    arrange();
}

void Stage::setDrawerOpen(bool open)
{
    if (open == m_isDrawerOpen)
        return;
    m_isDrawerOpen = open;
    arrange();
    m_drawer->setVisible(open);
    Q_EMIT drawerOpenChanged(open);
}

bool Stage::isDrawerFloating() const
{
    return width() < scaled(kDrawerFloatsBelow);
}

void Stage::arrange()
{
    const auto put = [this](QWidget *widget, const QRect &box) {
        widget->setGeometry(QStyle::visualRect(layoutDirection(), rect(), box));
    };
    const int left = m_sidebar->isVisibleTo(this) ? m_sidebar->minimumWidth() : 0;
    put(m_sidebar, QRect(0, 0, m_sidebar->minimumWidth(), height()));
    const bool isFloating = isDrawerFloating();
    const int drawer = std::min(scaled(m_drawer->wantedWidth()), std::max(0, width() - left));
    const int taken = m_isDrawerOpen && !isFloating ? drawer : 0;
    if (m_page)
        put(m_page, QRect(left, 0, width() - left - taken, height()));
    m_drawer->setFloats(isFloating);
    put(m_drawer, QRect(width() - drawer, 0, drawer, height()));
}

void Stage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

bool Stage::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::StyleChange)
        arrange();
    return QWidget::event(event);
}

} // namespace muster
