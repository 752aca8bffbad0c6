// SPDX-License-Identifier: Apache-2.0
#pragma once
// Asks before entities are forgotten, and names what goes with them.

#include "core/mirror/EntitiesModel.h"
#include "ui/kit/QuestionDialog.h"

namespace muster {

//! At least one entity.
class RemoveEntityDialog final : public QuestionDialog
{
    Q_OBJECT

public:
    RemoveEntityDialog(const EntitiesModel &entities, const QList<EntityState> &gone, QWidget *parent);
};

} // namespace muster
