// SPDX-License-Identifier: Apache-2.0
#pragma once
// The frame of every dialog: raised ground, title, content, and a footer with the buttons.

#include "ui/kit/Button.h"

#include <QDialog>

class QHBoxLayout;
class QVBoxLayout;

namespace muster {

class PlainLabel;

//! Modal for its window, Esc closes. Content goes into body().
class Sheet : public QDialog
{
    Q_OBJECT

public:
    //! \a width: px at scale 1.
    Sheet(const QString &title, int width, QWidget *parent);

    QVBoxLayout *body() const { return m_body; }
    //! Adds a button at the footer's end, in the order of the calls; the first Primary is the default.
    Button *addButton(const QString &text, ButtonKind kind);
    //! Quiet words at the footer's start.
    void setFooterText(const QString &text);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QVBoxLayout *m_body;
    QWidget *m_footer;
    QHBoxLayout *m_buttons;
    PlainLabel *m_footerText;
};

} // namespace muster
