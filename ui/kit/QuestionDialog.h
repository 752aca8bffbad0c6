// SPDX-License-Identifier: Apache-2.0
#pragma once
// Asks before something that cannot be taken back: what will happen, in words, with Cancel as the default.

#include "core/domain/NodeStatus.h"
#include "ui/kit/Button.h"

#include <QDialog>

class QVBoxLayout;

namespace muster {

//! Accepted only by the button that carries the verb and the name. Return presses the button that has the focus, and that
//! is Cancel at first. Modal for its window; deletes nothing by itself.
class QuestionDialog : public QDialog
{
    Q_OBJECT

public:
    //! \a title: the verb and the name, without a question mark; also the text of the button, which is of \a kind.
    QuestionDialog(const QString &title, QLatin1StringView icon, ButtonKind kind, QWidget *parent);

    //! Adds a sentence below the title.
    void say(const QString &text);
    //! The same in strong letters: names.
    void name(const QString &text);
    //! Adds a note of \a tone.
    void warn(NodeStatus tone, const QString &heading, const QString &text);
    //! Adds \a widget, which becomes a child: a field.
    void addWidget(QWidget *widget);
    //! What the button says when it is not the title.
    void setVerb(const QString &verb);

    Button *cancelButton() const { return m_cancel; }
    Button *verbButton() const { return m_verb; }

private:
    QVBoxLayout *m_words;
    QWidget *m_body;
    Button *m_cancel;
    Button *m_verb;
};

} // namespace muster
