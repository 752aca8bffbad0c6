// SPDX-License-Identifier: Apache-2.0
#pragma once
// The drawer that tells all about one entity: where it is and why, how it is started, and its log.

#include "core/mirror/StagedPins.h"
#include "ui/kit/DrawerFrame.h"

#include <QPointer>
#include <QTimer>

class QStackedLayout;

namespace muster {

class Button;
class LogView;
class TabStrip;

//! Follows the model. Verbs are somebody else's. The log is that of the entity with all its jobs; it is followed while it is seen.
class EntityDetails final : public DrawerFrame
{
    Q_OBJECT

public:
    enum Tab { SummaryTab, LogTab };

    //! Both must outlive it.
    EntityDetails(EntitiesModel *entities, StagedPins *pins, QWidget *parent = nullptr);

    void setEntity(const EntityRef &entity);
    const EntityRef &entity() const { return m_entity; }
    void setTab(Tab tab);
    //! Null before the log was seen once.
    LogView *log() const { return m_log; }
    //! Why it cannot be pinned, and why it cannot be edited or removed; empty when it can.
    void setRefusals(const QString &pin, const QString &change);

Q_SIGNALS:
    void pinRequested(const muster::EntityRef &entity);
    void editRequested(const muster::EntityRef &entity);
    void removeRequested(const muster::EntityRef &entity);
    void jobsRequested(const muster::EntityRef &entity);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void makeTabs();
    void makeFoot();
    void later();
    void refresh();
    void followLog();
    void focusLines();
    void askWork();

    EntitiesModel *m_entities;
    StagedPins *m_pins;
    EntityRef m_entity;
    TabStrip *m_tabs = nullptr;
    QStackedLayout *m_pages = nullptr;
    QScrollArea *m_scroll = nullptr;
    QWidget *m_logGround = nullptr;
    LogView *m_log = nullptr;
    QPointer<ClusterSession> m_logSession; // Whose log it is.
    bool m_awaitsLines = false; // The keyboard goes to them once there are some.
    Button *m_pin = nullptr;
    Button *m_edit = nullptr;
    Button *m_remove = nullptr;
    QTimer m_refresh; // Many changes of one turn make one look.
    QString m_work;
};

} // namespace muster
