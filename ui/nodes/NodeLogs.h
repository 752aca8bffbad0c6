// SPDX-License-Identifier: Apache-2.0
#pragma once
// The tab of a node's logs: a choice among what runs or ran there lately, and the log of it.

#include "core/mirror/ClusterSession.h"

#include <QWidget>

class QComboBox;

namespace muster {

class LogView;

//! Follows only while it is shown. The choice stays as long as its node does.
class NodeLogs final : public QWidget
{
    Q_OBJECT

public:
    //! \a session may die first.
    explicit NodeLogs(ClusterSession *session, QWidget *parent = nullptr);

    //! Shows the sources of \a node; the same again brings them up to date.
    void show(const Node &node);
    //! Chooses the log of \a entity, also when it is none of the sources.
    void choose(const EntityRef &entity);
    LogView *view() const { return m_view; }
    QComboBox *sources() const { return m_sources; }

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void askJobs();
    void fill();
    void followChosen();

    QPointer<ClusterSession> m_session;
    QComboBox *m_sources;
    LogView *m_view;
    NodeId m_node;
    QList<EntityState> m_entities;
    QList<Job> m_jobs;
    bool m_hasAsked = false;
};

} // namespace muster
