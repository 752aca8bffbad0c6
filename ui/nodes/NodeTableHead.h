// SPDX-License-Identifier: Apache-2.0
#pragma once
// The head of the node table: titles aligned as their columns, and the box that marks all rows.

#include <QHeaderView>

namespace muster {

//! Draws titles itself; moving, resizing and sorting are Qt's.
class NodeTableHead final : public QHeaderView
{
    Q_OBJECT

public:
    explicit NodeTableHead(QWidget *parent = nullptr);
    //! How many rows are marked: none, some or all.
    void setMarked(Qt::CheckState state);

Q_SIGNALS:
    //! The box was clicked: mark all, or none when all are.
    void markAllRequested();

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    QRect box() const;
    Qt::CheckState m_marked = Qt::Unchecked;
    bool m_isBoxPressed = false;
};

} // namespace muster
