// SPDX-License-Identifier: Apache-2.0
#pragma once
// The drawer that tells all about one entity: where it is and why, what it needs, how it is started.

#include "core/mirror/StagedPins.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace muster {

class Button;

class PlainLabel;

//! Follows the model. Verbs are somebody else's.
class EntityDetails final : public QWidget
{
    Q_OBJECT

public:
    //! Both must outlive it.
    EntityDetails(EntitiesModel *entities, StagedPins *pins, QWidget *parent = nullptr);

    void setEntity(const EntityRef &entity);
    const EntityRef &entity() const { return m_entity; }
    //! Why it cannot be pinned, and why it cannot be edited or removed; empty when it can.
    void setRefusals(const QString &pin, const QString &change);

Q_SIGNALS:
    void closeRequested();
    void pinRequested(const muster::EntityRef &entity);
    void editRequested(const muster::EntityRef &entity);
    void removeRequested(const muster::EntityRef &entity);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeFoot();
    void later();
    void refresh();
    void addPlace(QVBoxLayout *column, int row, const EntityState &state);
    void addRun(QVBoxLayout *column, const Entity &entity);
    void addFacts(QVBoxLayout *column, const EntityState &state);
    void askWork();

    EntitiesModel *m_entities;
    StagedPins *m_pins;
    EntityRef m_entity;
    PlainLabel *m_name = nullptr;
    PlainLabel *m_kind = nullptr;
    QScrollArea *m_scroll;
    Button *m_pin = nullptr;
    Button *m_edit = nullptr;
    Button *m_remove = nullptr;
    QTimer m_refresh; // Many changes of one turn make one look.
    QString m_work;
};

} // namespace muster
