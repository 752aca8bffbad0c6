// SPDX-License-Identifier: Apache-2.0
#pragma once
// The room between header and status bar: sidebar, page, drawer. Only geometry.

#include <QPointer>
#include <QWidget>

namespace muster {

class DetailDrawer;
class Sidebar;

//! Lays the drawer beside the page, or over it in narrow windows. Owns all three.
class Stage : public QWidget
{
    Q_OBJECT

public:
    explicit Stage(QWidget *parent = nullptr);

    Sidebar *sidebar() const { return m_sidebar; }
    DetailDrawer *drawer() const { return m_drawer; }
    //! Shows \a page (owned from then on) in place of the one before, which is deleted later.
    void setPage(QWidget *page);
    QWidget *page() const { return m_page; }
    //! First-run has no sidebar.
    void setSidebarShown(bool shown);
    void setDrawerOpen(bool open);
    bool isDrawerOpen() const { return m_isDrawerOpen; }
    //! Whether the drawer lies over the page at this width.
    bool isDrawerFloating() const;

Q_SIGNALS:
    void drawerOpenChanged(bool open);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    void arrange();

    Sidebar *m_sidebar;
    DetailDrawer *m_drawer;
    QPointer<QWidget> m_page;
    bool m_isDrawerOpen = false;
};

} // namespace muster
