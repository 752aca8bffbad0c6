// SPDX-License-Identifier: Apache-2.0
#pragma once
// A word at the bottom of the window about what was done; never an error that needs an action (ux.md 3.14).

#include <QBasicTimer>
#include <QWidget>

namespace muster {

class PlainLabel;
class Button;

//! At the bottom of \a host, or at its top where it would lie over the row or field that has the keyboard. One at a time: a newer
//! one takes the older one's place. Goes after 5 s, or 10 s with an action, and stays while the pointer or the focus is on it.
class Toast : public QWidget
{
    Q_OBJECT

public:
    explicit Toast(QWidget *host);
    //! Shows \a text; with \a action there is a button that emits actionTriggered().
    void say(const QString &text, const QString &action = {});
    QString text() const;

Q_SIGNALS:
    void actionTriggered();

protected:
    void paintEvent(QPaintEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QRect workedOn() const;
    void place();
    PlainLabel *m_text;
    Button *m_action;
    QBasicTimer m_timer;
};

} // namespace muster
