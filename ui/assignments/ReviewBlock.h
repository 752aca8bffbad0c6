// SPDX-License-Identifier: Apache-2.0
#pragma once
// One staged change in the review: before and after, what it would do, and who was faster.

#include "core/mirror/StagedPins.h"

#include <QWidget>

class QVBoxLayout;

namespace muster {

//! What is known of the jobs of an entity.
struct EntityWork {
    QStringList running; //!< Ids.
    int waiting = 0;
    bool isMore = false; //!< There are more waiting than were counted.
};

//! The object's name of the first button of a conflict.
inline const QString kFirstChoice = QStringLiteral("keepTheirs");

//! Made anew whenever something of it changes.
class ReviewBlock final : public QWidget
{
    Q_OBJECT

public:
    //! \a work may be null: not known. \a now: the cluster's clock.
    ReviewBlock(const EntitiesModel &entities, const StagedPin &pin, const PlacementWorld &world, const EntityWork *work, Timestamp now,
                QWidget *parent);

Q_SIGNALS:
    //! The change shall be forgotten; also: keep the other's.
    void unstageRequested(const muster::EntityRef &entity);
    void useMineRequested(const muster::EntityRef &entity);

private:
    void addHead(const EntityState &state, const StagedPin &pin);
    void addLine(const struct EntityLine &line);
    void addWork(const EntitiesModel &entities, const EntityState &state, const EntityWork &work, bool startsAtOnce);
    void addConflict(const EntitiesModel &entities, const EntityState &state, const StagedPin &pin, Timestamp now);

    QVBoxLayout *m_rows;
};

} // namespace muster
