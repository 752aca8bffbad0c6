// SPDX-License-Identifier: Apache-2.0
#pragma once
// How many nodes are how; each number is a filter.

#include "core/mirror/FleetSummary.h"

#include <QAbstractButton>
#include <QList>
#include <QSet>

namespace muster {

//! One status with its number. Checked means that the list shows only these.
class StatCell final : public QAbstractButton
{
    Q_OBJECT

public:
    StatCell(NodeStatus status, QWidget *parent);

    NodeStatus status() const { return m_status; }
    int count() const { return m_count; }
    void setCount(int count);
    //! The room that shape and word want beside each other.
    int lineHint() const;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void checkStateSet() override;
    void nextCheckState() override;

private:
    void tellName();
    NodeStatus m_status;
    int m_count = 0;
};

//! Shape, word and number of every status; zero is quiet but present, so nothing jumps. Unknown comes when there is any.
//! Drained counts with Draining. Left and Right move between cells, Space and Enter choose.
class StatStrip final : public QWidget
{
    Q_OBJECT

public:
    explicit StatStrip(QWidget *parent = nullptr);

    void setSummary(const FleetSummary &summary);
    //! Shows which statuses are filtered by; emits nothing.
    void setChosen(const QSet<NodeStatus> &statuses);
    const QList<StatCell *> &cells() const { return m_cells; }
    //! Whether the cells are too narrow for shape and word in one line; then all have the shape before the number.
    bool isNarrow() const;
    QSize sizeHint() const override;

Q_SIGNALS:
    //! A person chose other statuses; empty = all.
    void chosen(const QSet<muster::NodeStatus> &statuses);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void read(StatCell *clicked);
    QList<StatCell *> m_cells;
};

} // namespace muster
