// SPDX-License-Identifier: Apache-2.0
#pragma once
// The drawer that shows all staged changes as a diff, before anything is sent.

#include "ui/assignments/ReviewBlock.h"
#include "ui/kit/DrawerFrame.h"

#include <QTimer>

class QScrollArea;

namespace muster {

class Button;
class Field;
class PlainLabel;

//! Follows a StagedPins, and closes when nothing is staged any more. Asks the cluster how much work each entity has, once.
class ReviewPanel final : public DrawerFrame
{
    Q_OBJECT

public:
    //! Both must outlive it.
    ReviewPanel(EntitiesModel *entities, StagedPins *pins, QWidget *parent = nullptr);

    Button *applyButton() const { return m_apply; }
    Field *note() const { return m_note; }
    //! Why nothing can be applied; empty when it can.
    void setRefusal(const QString &reason);
    //! The keyboard goes to Apply, or to the first conflict.
    void focusFirst();
    //! One line of musterctl for each change.
    QString commands() const;
    //! Sends what is staged, if it can be.
    void apply();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void makeFoot();
    void readPins();
    void later();
    void rebuild();
    void askWork(const EntityRef &entity);

    EntitiesModel *m_entities;
    StagedPins *m_pins;
    QScrollArea *m_scroll;
    Field *m_note = nullptr;
    Button *m_discard = nullptr;
    Button *m_apply = nullptr;
    PlainLabel *m_why = nullptr;
    QString m_refusal;
    QTimer m_rebuild; // Many changes of one turn make one look.
    QHash<EntityRef, EntityWork> m_work;
};

} // namespace muster
