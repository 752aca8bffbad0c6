// SPDX-License-Identifier: Apache-2.0
#pragma once
// All about one entity, to be read: where it is and why, how it is started, and its facts.

#include "core/mirror/StagedPins.h"
#include "ui/kit/Panel.h"

class QVBoxLayout;

namespace muster {

//! Made anew whenever something of it changes.
class EntityFacts final : public Panel
{
    Q_OBJECT

public:
    //! \a work: a sentence about the jobs that wait for it; may be empty.
    EntityFacts(const EntitiesModel &entities, const StagedPins &pins, const EntityRef &entity, const QString &work, QWidget *parent);

private:
    void addPlace(int row, const EntityState &state, const QString &work);
    void addRun(const Entity &entity);
    void addFacts(const Entity &entity);
    void addEnd();

    const EntitiesModel &m_entities;
    const StagedPins &m_pins;
    QVBoxLayout *m_rows;
};

} // namespace muster
