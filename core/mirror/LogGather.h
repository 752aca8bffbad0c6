// SPDX-License-Identifier: Apache-2.0
#pragma once
// All lines of one log that its cluster keeps, from the oldest on: to be written into a file.

#include "core/mirror/ClusterSession.h"

#include <QPointer>

namespace muster {

//! Reads page after page, once. GUI thread. What comes while it reads may be part of it.
class LogGather final : public QObject
{
    Q_OBJECT
public:
    //! The session may die first; then it stops where it is, without a word.
    LogGather(ClusterSession *session, const LogSource &source, QObject *parent);
    ~LogGather() override;
    Q_DISABLE_COPY_MOVE(LogGather)

    void start();
    //! In order; a gap in the numbers means that lines were dropped.
    const QList<LogLine> &lines() const { return m_lines; }
    //! Why it broke off; none when it did not.
    const std::optional<Error> &error() const { return m_error; }

Q_SIGNALS:
    //! All of it is here, or error() says why not. Once.
    void finished();

private:
    void ask(quint64 after);
    void take(quint64 after, const Result<LogPage> &page);

    QPointer<ClusterSession> m_session;
    const LogSource m_source;
    QList<LogLine> m_lines;
    std::optional<Error> m_error;
};

} // namespace muster
