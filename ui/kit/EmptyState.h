// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a page says when it has nothing to show, and what can be done about it.

#include "ui/kit/Button.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace muster {

class PlainLabel;

//! Icon tile, sentence, explanation and buttons, centred.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    EmptyState(QLatin1StringView icon, const QString &title, const QString &text, QWidget *parent = nullptr);
    void setTitle(const QString &title);
    void setText(const QString &text);
    //! Adds a button, owned by this.
    Button *addAction(const QString &text, ButtonKind kind);

protected:
    void changeEvent(QEvent *event) override;

private:
    void dress();
    QLatin1StringView m_icon;
    QLabel *m_tile;
    PlainLabel *m_title;
    PlainLabel *m_text;
    QHBoxLayout *m_buttons;
};

} // namespace muster
