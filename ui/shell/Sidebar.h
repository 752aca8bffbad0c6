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
    SidebarItem *assignments() const { return m_assignments; }
    SidebarItem *queues() const { return m_queues; }
    SidebarItem *jobs() const { return m_jobs; }
    SidebarItem *audit() const { return m_audit; }
    SidebarItem *events() const { return m_events; }
    //! Marks the place that is shown.
    void setCurrent(const SidebarItem *place);
    void setCollapsed(bool collapsed);
    bool isCollapsed() const { return m_isCollapsed; }

Q_SIGNALS:
    //! The Nodes row was pressed.
    void nodesWanted();
    //! The Assignments row was pressed.
    void assignmentsWanted();
    //! The Audit row was pressed.
    void auditWanted();
    //! The Queues row was pressed.
    void queuesWanted();
    //! The Jobs row was pressed.
    void jobsWanted();
    //! The Events row was pressed.
    void eventsWanted();
    //! The key sheet was asked for.
    void keysWanted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    PlainLabel *m_overview;
    SidebarItem *m_nodes;
    PlainLabel *m_work;
    SidebarItem *m_assignments;
    SidebarItem *m_queues;
    SidebarItem *m_jobs;
    SidebarItem *m_audit;
    PlainLabel *m_watch;
    SidebarItem *m_events;
    SidebarItem *m_keys;
    QList<SidebarItem *> m_places; // All rows that are places.
    const SidebarItem *m_current = nullptr;
    bool m_isCollapsed = false;
};

} // namespace muster
