// SPDX-License-Identifier: Apache-2.0
#pragma once
// What happened to one node, newest first.

#include "core/mirror/EventEntry.h"

#include <QListWidget>

namespace muster {

//! Plain lines: time, what, why.
class NodeEvents final : public QListWidget
{
    Q_OBJECT

public:
    explicit NodeEvents(QWidget *parent = nullptr);
    //! Shows \a entries; does nothing when they are what it shows.
    void show(const QList<EventEntry> &entries);

    //! What stands there while nothing is known to have happened.
    static QString quietText();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<EventEntry> m_entries;
};

} // namespace muster
