// SPDX-License-Identifier: Apache-2.0
#pragma once
// The tabs of a drawer: words with a line under the chosen one.

#include <QTabBar>

namespace muster {

//! A QTabBar (so keys, focus and accessibility are Qt's) in our look: 32 px high, gap 16 (6 where the words are long), 2 px underline.
class TabStrip : public QTabBar
{
    Q_OBJECT

public:
    explicit TabStrip(const QString &name, QWidget *parent = nullptr);

protected:
    QSize tabSizeHint(int index) const override;
    QSize minimumTabSizeHint(int index) const override { return tabSizeHint(index); }
    void paintEvent(QPaintEvent *event) override;

private:
    int gap() const;
};

} // namespace muster
