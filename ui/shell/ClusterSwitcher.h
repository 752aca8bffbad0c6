// SPDX-License-Identifier: Apache-2.0
#pragma once
// The button in the header that says which cluster this window shows and opens the list of all.

#include "ui/shell/ClusterBadge.h"

#include <QAbstractButton>

namespace muster {

//! Badge, name, chevron. clicked() asks for the list.
class ClusterSwitcher : public QAbstractButton
{
    Q_OBJECT

public:
    explicit ClusterSwitcher(QWidget *parent = nullptr);

    //! Kind None shows "No cluster".
    void setFace(const ClusterFace &face);
    const ClusterFace &face() const { return m_face; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString shownTitle() const;
    QFont shownFont() const;

    ClusterFace m_face;
};

} // namespace muster
