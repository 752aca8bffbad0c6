// SPDX-License-Identifier: Apache-2.0
#pragma once
// One process of a program: its streams, its end, and that nothing of what it started is left behind.

#include "core/domain/LogLine.h"
#include "core/handlers/agent/DescriptorWatch.h"
#include "core/handlers/agent/ProcessStart.h"

#include <QTimer>

namespace muster {

//! How a process ended.
struct ProcessEnd {
    int status = 0; //!< What it returned; 0 when a signal ended it.
    int signal = 0; //!< 0: it returned.

    bool operator==(const ProcessEnd &) const = default;
};

//! What children of one owner share; outlives them.
struct ChildWatch {
    DescriptorWatch ends{DescriptorWatch::Haste::AtOnce};     //!< Their ends.
    DescriptorWatch outputs{DescriptorWatch::Haste::MayWait}; //!< What they write; an end reads the rest at once.
};

//! Runs one process at a time. Dies with it: the destructor kills it with all that it started. One thread; \a watch outlives it.
class ChildProcess final : public QObject
{
    Q_OBJECT
public:
    explicit ChildProcess(ChildWatch &watch, QObject *parent = nullptr);
    ~ChildProcess() override;
    Q_DISABLE_COPY_MOVE(ChildProcess)

    //! Starts it; with \a input it reads exactly these bytes and then the end, else nothing. Errors as startProcess().
    Result<void> start(const Launch &launch, const std::optional<QByteArray> &input);
    bool isRunning() const { return m_process.pid > 0; }
    //! 0 when it does not run.
    qint64 pid() const { return m_process.pid; }
    //! Our child that stands between; 0 when it does not run.
    qint64 keeper() const { return m_process.keeper; }
    //! Asks it and all that it started to end, and kills them after \a grace. Again with a shorter grace: that counts.
    void terminate(milliseconds grace);
    void kill();

Q_SIGNALS:
    //! \a bytes of a stream came, valid during the call. Do not destroy the object from here.
    void wrote(muster::LogStream stream, QByteArrayView bytes);
    //! It has ended, all that it wrote was told, and what it started was killed. Not after the destructor began.
    void ended(const muster::ProcessEnd &end);

private:
    //! One of its streams that we read.
    struct Reading {
        Descriptor from;
        quint64 watched = 0;
    };

    DescriptorWatch::Found read(LogStream stream);
    //! Takes what is there, at most a turn's worth; how much it was, or nullopt at the end of the stream.
    std::optional<qint64> readSome(LogStream stream);
    void closeStream(Reading *stream);
    void rest();
    void goOn();
    void tellKeeper(char word);
    void lookForEnd();
    void bury();
    void watch(Reading *reading, LogStream stream);
    Reading &readingOf(LogStream stream) { return stream == LogStream::Error ? m_error : m_output; }

    ChildWatch &m_watch;
    StartedProcess m_process;
    Reading m_output;
    Reading m_error;
    quint64 m_watchedEnd = 0;
    QTimer m_killing;
    QTimer m_resting;      // While it runs we do not read: the pipe fills, and the writer waits.
    qint64 m_readSinceRest = 0;
};

} // namespace muster
