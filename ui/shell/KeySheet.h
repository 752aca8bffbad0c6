// SPDX-License-Identifier: Apache-2.0
#pragma once
// "What works here": every action with its keys, made from the registry.

#include "ui/shell/Sheet.h"

namespace muster {

struct KeyRow;
class ShellActions;

//! Lists all rows of the registry as they are when it opens; an action that is off says why.
class KeySheet : public Sheet
{
    Q_OBJECT

public:
    KeySheet(const ShellActions &actions, QWidget *parent);

private:
    QWidget *column(const QList<KeyRow> &rows);
    QWidget *line(const KeyRow &row);
};

} // namespace muster
