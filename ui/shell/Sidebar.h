// SPDX-License-Identifier: Apache-2.0
#pragma once
// The places of a cluster, at the left: wide with words, or narrow with icons only.

#include <QWidget>

namespace muster {

class PlainLabel;
class SidebarItem;

//! 208 px wide, 48 collapsed. Shows only sections that exist; later ones join in the order of ux.md 3.2.
class Sidebar : public QWidget
{
    Q_OBJECT

public:
    explicit Sidebar(QWidget *parent = nullptr);

    //! The row of the Nodes page, for its count.
    SidebarItem *nodes() const { return m_nodes; }
    SidebarItem *events() const { return m_events; }
    //! Marks the place that is shown.
    void setCurrent(const SidebarItem *place);
    void setCollapsed(bool collapsed);
    bool isCollapsed() const { return m_isCollapsed; }

Q_SIGNALS:
    //! The Nodes row was pressed.
    void nodesWanted();
    //! The Events row was pressed.
    void eventsWanted();
    //! The key sheet was asked for.
    void keysWanted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    PlainLabel *m_overview;
    SidebarItem *m_nodes;
    PlainLabel *m_watch;
    SidebarItem *m_events;
    SidebarItem *m_keys;
    const SidebarItem *m_current = nullptr;
    bool m_isCollapsed = false;
};

} // namespace muster
