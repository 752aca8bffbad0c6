// SPDX-License-Identifier: Apache-2.0
#pragma once
// One log as a person reads it: the lines as they come, a field to find words in them, and a button back to the newest.

#include "core/mirror/LogModel.h"

#include <QWidget>

class QStackedLayout;

namespace muster {

class Button;
class EmptyState;
class Field;
class IconButton;
class LogSaver;
class LogText;
class NewLinesButton;
class PlainLabel;

//! Follows one source of a session; says why when it cannot. What is read never moves: scrolling up, or marking text, holds
//! the view until the newest line is wanted again. Keys while it has the focus: Ctrl+F or / find, Enter and Shift+Enter (n and N)
//! to the next and previous match, End to the newest line, w wraps, Ctrl+C copies.
class LogView final : public QWidget
{
    Q_OBJECT

public:
    //! \a session may die first.
    explicit LogView(ClusterSession *session, QWidget *parent = nullptr);

    //! Shows the log of \a source from its newest lines on; an empty source shows nothing.
    void follow(const LogSource &source);
    const LogSource &source() const { return m_model->source(); }
    LogModel *model() const { return m_model; }
    LogText *text() const { return m_text; }
    //! Breaks long lines instead of letting them leave at the right; on at first.
    void setWraps(bool wraps);
    bool wraps() const;
    //! The keyboard goes to the lines, or to the field.
    void focusLines();
    void focusSearch();
    //! Why no more lines come, one sentence; empty while they may.
    void setEnd(const QString &words);
    LogSaver *saver() const { return m_saver; }
    //! Forgets what is searched for; whether there was something.
    bool clearSearch();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeBar();
    QWidget *makeGround();
    void take(int added, int removed);
    void showState();
    void showEmpty();
    void showNew();
    void showMatches();
    void setFollowing(bool isFollowing);
    void step(bool isForward);
    void copyLines();
    bool takeKey(const QKeyEvent &key);
    void showEnd();
    QString silentNode() const;
    void showSaveMenu(QWidget *below);

    QPointer<ClusterSession> m_session;
    LogModel *m_model;
    LogSaver *m_saver = nullptr;
    QString m_endText; // What setEnd() said.
    QWidget *m_end = nullptr;
    PlainLabel *m_endLabel = nullptr;
    LogText *m_text = nullptr;
    Field *m_field = nullptr;
    PlainLabel *m_matches = nullptr;
    IconButton *m_previous = nullptr;
    IconButton *m_next = nullptr;
    IconButton *m_wrap = nullptr;
    QStackedLayout *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    Button *m_again = nullptr;
    QWidget *m_broken = nullptr;
    PlainLabel *m_brokenText = nullptr;
    NewLinesButton *m_newLines = nullptr;
    quint64 m_newCount = 0; // Since the view is held, without those that were only counted.
};

} // namespace muster
