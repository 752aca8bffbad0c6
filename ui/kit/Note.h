// SPDX-License-Identifier: Apache-2.0
#pragma once
// A sentence or two that must be seen where it belongs: reasons, warnings, errors.

#include "core/base/Error.h"
#include "core/domain/NodeStatus.h"

#include <QWidget>

namespace muster {

class Button;
class IconButton;
class PlainLabel;

//! Status shape, heading and text on the tint of a status.
class Note : public QWidget
{
    Q_OBJECT

public:
    explicit Note(QWidget *parent = nullptr);
    Note(NodeStatus tone, const QString &heading, const QString &text, QWidget *parent = nullptr);
    void setWords(NodeStatus tone, const QString &heading, const QString &text);
    //! What was seen, folded behind a button, selectable; empty takes the button away. The fold closes with other details.
    void setDetails(const QString &details);
    //! Gives it a button that closes it; whoever shows it does that, see closeWanted().
    void setCloseable();

Q_SIGNALS:
    void closeWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    NodeStatus m_tone = NodeStatus::Degraded;
    PlainLabel *m_heading;
    PlainLabel *m_text;
    QWidget *m_buttons;
    Button *m_fold;
    PlainLabel *m_details;
    IconButton *m_close = nullptr;
};

//! An error at the place it belongs to; hidden while there is none.
class InlineError : public Note
{
    Q_OBJECT

public:
    explicit InlineError(QWidget *parent = nullptr);
    void show(const Error &error);
    //! The same in words of the caller's own.
    void show(const QString &heading, const QString &text, const QString &details);
    void clear();
};

} // namespace muster
