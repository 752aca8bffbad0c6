// SPDX-License-Identifier: Apache-2.0
#pragma once
// One log as the console follows it: the newest lines, then each new one, and again after each break. Shown by ui/logs/LogView.

#include "core/base/Backoff.h"
#include "core/mirror/ClusterSession.h"
#include "core/mirror/LogRows.h"

namespace muster {

class LogTap;

//! Lives with its session, on the gui thread. New rows are released once per limits::kMirrorFrame. Somebody who reads further
//! up sets a hold: then no row goes, and when too many have come, newer ones are only counted until the hold ends.
class LogModel final : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Nothing,     //!< No source.
        Unsupported, //!< The cluster shows no logs.
        Reading,     //!< Asked, not answered for the first time.
        Following,   //!< All lines are here as they come.
        Waiting,     //!< The link or the feed broke: tried again by itself. error() says why.
        Failed,      //!< The cluster refused, error() says why; follow() or retryNow() asks again.
    };

    //! \a session may die first.
    explicit LogModel(ClusterSession *session, QObject *parent = nullptr);
    ~LogModel() override;
    Q_DISABLE_COPY_MOVE(LogModel)

    //! Follows \a source, from its newest lines; an empty one: nothing. The same again changes nothing.
    void follow(const LogSource &source);
    const LogSource &source() const { return m_source; }
    //! Asks again now, when it is Waiting or Failed.
    void retryNow();
    //! Keeps what is there while somebody reads it; off: trims, and reads what was only counted.
    void setHeld(bool isHeld);
    bool isHeld() const { return m_isHeld; }

    State state() const { return m_state; }
    const Error &error() const { return m_error; }
    const LogRows &rows() const { return m_rows; }
    //! Lines that were only counted, during a hold.
    quint64 passed() const { return m_passed; }

Q_SIGNALS:
    //! rows() are others; before the first page they are none.
    void reset();
    //! \a added rows came at the end, then \a removed went from the front; or passed() grew.
    void changed(int added, int removed);
    void stateChanged();

private:
    bool isLinkOpen() const;
    void lookAtLink();
    void setState(State state, const Error &error = {});
    void ask(quint64 after);
    void takePage(quint64 after, const Result<LogPage> &page);
    void takeFailure(const Error &error);
    void wait(const Error &error);
    void takeLines(quint64 round, const QList<LogLine> &lines);
    void release();

    QPointer<ClusterSession> m_session;
    LogTap *m_tap = nullptr; // Lives on the cluster's thread and is deleted there.
    LogSource m_source;
    LogRows m_rows;
    QList<LogLine> m_incoming; // Of this frame.
    State m_state = State::Nothing;
    Error m_error;
    quint64 m_round = 0;     // Of pages asked; what belongs to older ones is ignored.
    quint64 m_passed = 0;
    quint64 m_passedLast = 0; // Number of the newest line that was only counted.
    LogRow::Kind m_gap = LogRow::Kind::Dropped; // What the next gap in the numbers is.
    bool m_isHeld = false;
    bool m_isAsking = false;
    QTimer m_frame;
    QTimer m_retry;
    Backoff m_backoff;
};

} // namespace muster
