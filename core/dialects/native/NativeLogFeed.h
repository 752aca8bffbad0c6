// SPDX-License-Identifier: Apache-2.0
#pragma once
// A log that is followed over HTTP: one stream, which is not made anew once it broke. Used by NativeClient.

#include "core/cluster/Cluster.h"
#include "core/wire/SseClient.h"

namespace muster {

//! Begins in the next turn. One thread; the clock must outlive it.
class NativeLogFeed final : public LogFeed
{
    Q_OBJECT
public:
    //! \a options say where the log is and who asks.
    NativeLogFeed(const Clock &clock, SseClientOptions options, quint64 after);
    //! Ends with \a error in the next turn, for what is not asked for at all.
    NativeLogFeed(const Clock &clock, const Error &error);
    ~NativeLogFeed() override;
    Q_DISABLE_COPY_MOVE(NativeLogFeed)

private:
    void take(const SseFrame &frame);
    void end(const Error &error);

    SseClient m_stream;
    quint64 m_last = 0;
    bool m_isOver = false;
};

} // namespace muster
