// SPDX-License-Identifier: Apache-2.0
#pragma once
// One of the four ways in on the first-run page.

#include "ui/kit/Button.h"

#include <QWidget>

namespace muster {

class KeyHint;

//! What a door says.
struct DoorWords {
    QLatin1StringView icon;
    QString title;
    QString text;
    QString bestWhen;
    QString action; //!< "Connect…".
    QString key;    //!< "C".
};

//! A card of 252 × 268; the whole card is the button and has the focus, the button inside only shows what it does.
class Door : public QWidget
{
    Q_OBJECT

public:
    Door(const DoorWords &words, ButtonKind kind, QWidget *parent = nullptr);

    QSize sizeHint() const override;

Q_SIGNALS:
    //! Enter, Space or a press.
    void opened();
    //! An arrow key: -1 to the left, 1 to the right.
    void moved(int step);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    DoorWords m_words;
    Button *m_button;
    bool m_hasTile = true;
    KeyHint *m_hint; // Goes before the words of the button are cut.
};

} // namespace muster
