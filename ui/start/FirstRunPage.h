// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a newcomer sees: nothing is connected, and there are four doors.

#include <QList>
#include <QWidget>

class QSpacerItem;

namespace muster {

class Door;

//! Keys C, T, D, I, arrows and Enter; nothing else to do here.
class FirstRunPage : public QWidget
{
    Q_OBJECT

public:
    explicit FirstRunPage(QWidget *parent = nullptr);

    QList<Door *> doors() const { return m_doors; }

Q_SIGNALS:
    void connectWanted();
    void localWanted();
    void demoWanted();
    void importWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *mark();
    QWidget *doorRow();
    QWidget *keyRow();
    void focusDoor(int index);

    QList<Door *> m_doors;
    QWidget *m_mark = nullptr;
    QSpacerItem *m_gap = nullptr; // Owned by the layout.
};

} // namespace muster
