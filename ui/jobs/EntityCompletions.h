// SPDX-License-Identifier: Apache-2.0
#pragma once
// The list below a field in which an entity is typed: its look is that of menus.

#include <QListView>

namespace muster {

//! For QCompleter::setPopup(), which owns it. Rows are EntityRef::text().
class EntityCompletions final : public QListView
{
    Q_OBJECT

public:
    EntityCompletions();
    //! To be called behind QCompleter::setPopup(), which gives every list its own rows.
    void useOwnRows();

protected:
    bool event(QEvent *event) override;

private:
    void dress();
};

} // namespace muster
