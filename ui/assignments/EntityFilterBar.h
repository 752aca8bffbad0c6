// SPDX-License-Identifier: Apache-2.0
#pragma once
// The row above the entities: filter field, kind, tenant, the default node, and what is staged.

#include "core/mirror/EntityFilterModel.h"

#include <QTimer>
#include <QWidget>

class QMenu;

namespace muster {

class Button;
class Field;
class Pill;
class PlainLabel;

//! Works on an EntityFilterModel.
class EntityFilterBar final : public QWidget
{
    Q_OBJECT

public:
    explicit EntityFilterBar(EntityFilterModel *entities, QWidget *parent = nullptr);

    Field *field() const { return m_field; }
    Button *reviewButton() const { return m_review; }
    //! Takes every filter away.
    void clearFilter();
    //! All that is filtered by, as it would be typed.
    QString filterText() const;
    void setSearch(const QString &text);
    //! How many changes are staged, and how many of them need a decision.
    void setStaged(int count, int conflicts);

Q_SIGNALS:
    //! Enter, Down, or Escape with nothing typed: the keyboard wants to go to the rows.
    void listRequested();
    void reviewRequested();
    void discardRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fillKinds();
    void fillTenants();
    void showChoices();
    void fit();
    void showPending(int count);

    EntityFilterModel *m_entities;
    Field *m_field;
    Button *m_kinds;
    Button *m_tenants;
    QWidget *m_default;
    PlainLabel *m_defaultName;
    Pill *m_pending;
    PlainLabel *m_staged;
    Button *m_discard;
    Button *m_review;
    QMenu *m_kindMenu;
    QMenu *m_tenantMenu;
    QTimer m_typing;
};

} // namespace muster
