// SPDX-License-Identifier: Apache-2.0
#pragma once
// Two lines, before and after, as a diff: grounds tell them apart, never red and green.

#include <QWidget>

namespace muster {

//! "- vps-02, strict" over "+ mac-mini-office, preferred".
class PinDiff final : public QWidget
{
    Q_OBJECT

public:
    PinDiff(const QString &before, const QString &after, QWidget *parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_before;
    QString m_after;
};

} // namespace muster
