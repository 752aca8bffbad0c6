// SPDX-License-Identifier: Apache-2.0
#pragma once
// The one keyboard focus ring of the window, drawn around whatever has the focus (ux.md 4.2).

#include <QPointer>
#include <QWidget>

namespace muster {

//! Whether the last thing a person did was by keyboard, so that focus must be seen. True until the mouse is used.
bool isFocusShown();
//! Sets the radius (px at scale 1) of the thing that \a widget paints; kNoFocusRing when it shows focus by itself.
void setFocusRadius(QWidget *widget, int radius);
inline constexpr int kNoFocusRing = -1;

//! Follows the focus of the application; made by Theme. Buttons, check boxes and our own controls get a ring; text
//! fields and item views show focus themselves.
class FocusRing : public QObject
{
    Q_OBJECT

public:
    explicit FocusRing(QObject *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    class Frame;
    void follow(QWidget *focused);
    void place();
    QPointer<QWidget> m_focused;
    QPointer<QWidget> m_frame;
};

} // namespace muster
