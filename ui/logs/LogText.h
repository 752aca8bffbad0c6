// SPDX-License-Identifier: Apache-2.0
#pragma once
// The lines of a log: plain text with a gutter that tells time and stream of each, and marks what was searched for.

#include "core/mirror/LogRows.h"

#include <QPlainTextEdit>

namespace muster {

//! One text block a row. Always left to right: a log is no prose. Never reads markup; characters that would break a line or turn its
//! direction are shown as a replacement character.
class LogText final : public QPlainTextEdit
{
    Q_OBJECT

public:
    //! \a rows must outlive it; rebuild() and take() follow its changes.
    explicit LogText(const LogRows &rows, QWidget *parent = nullptr);

    //! Shows all rows anew.
    void rebuild();
    //! \a added rows came at the end, then \a removed went from the front.
    void take(int added, int removed);
    //! Whether it stays at the newest line: it was there when a person moved it last, and no text is marked.
    bool isFollowing() const { return m_isFollowing; }
    void follow();
    //! The row at the top.
    int topRow() const;

    //! Marks each place that has \a words, in any case; empty marks none.
    void setSearch(const QString &words);
    const QString &search() const { return m_search; }
    //! How many lines have it.
    int matches() const { return m_matches; }
    //! Marks the next place, or the one before; from the other end when there is none. Whether there is one at all.
    bool find(bool isForward);
    //! The marked lines, or all, with time and stream, one a line.
    QString linesText() const;

Q_SIGNALS:
    //! isFollowing() changed.
    void followingChanged(bool isFollowing);
    void matchesChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    class Gutter;
    void dress();
    void placeGutter();
    void paintGutter(QPainter *painter);
    void paintGrounds(QPainter *painter);
    void paintMatches(QPainter *painter, const QTextBlock &block, const QPointF &at) const;
    void readPlace();
    void goToEnd();
    void append(int first, int count);
    int matchesIn(int firstBlock, int count) const;
    bool isAtEnd() const;

    const LogRows &m_rows;
    QWidget *m_gutter;
    QString m_search;
    int m_matches = 0;
    int m_shown = 0;           // Rows that are in the document.
    bool m_isFollowing = true;
    bool m_isShort = false;    // Times without thousandths.
    int m_timeWidth = 0;
    int m_streamWidth = 0;
    bool m_isTaking = false;   // We move the bar, not a person.
};

} // namespace muster
