// SPDX-License-Identifier: Apache-2.0
#pragma once
// One place in the sidebar: icon, word, and a count or a problem count with its shape.

#include "core/domain/NodeStatus.h"

#include <QAbstractButton>

#include <optional>

namespace muster {

//! A checkable row of 30 px; collapsed it is only its icon, with the word as tooltip.
class SidebarItem : public QAbstractButton
{
    Q_OBJECT

public:
    SidebarItem(QLatin1StringView icon, const QString &text, QWidget *parent = nullptr);

    //! How many there are, or, with \a problem, how many have a problem of that shape. Negative shows nothing.
    void setCount(int count, std::optional<NodeStatus> problem = std::nullopt);
    //! How many wait for something, with the shape \a icon; none: how many there are.
    void setCount(int count, QLatin1StringView icon);
    int count() const { return m_count; }
    std::optional<NodeStatus> problem() const { return m_problem; }
    //! Shows only the icon.
    void setCollapsed(bool collapsed);
    //! Draws a key at the right, for rows without a count.
    void setKeyHint(const QString &key);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void tell();
    void paintCount(QPainter *painter);

    QLatin1StringView m_icon;
    QString m_keyHint;
    int m_count = -1;
    std::optional<NodeStatus> m_problem;
    QLatin1StringView m_shape; // Before the count, when it is no status.
    bool m_isCollapsed = false;
};

} // namespace muster
