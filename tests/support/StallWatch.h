// SPDX-License-Identifier: Apache-2.0
#pragma once
// Measures how long the event loop of its thread stood still. For tests of hostile peers.

#include "core/base/Clock.h"

#include <QTimer>

#include <algorithm>

namespace muster
{

//! Watches from construction on.
class StallWatch
{
public:
    StallWatch()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(kEvery);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { look(); });
        m_last = m_clock.steadyNow();
        m_timer.start();
    }
    //! The longest time without a turn so far, beyond the watch's own interval. On a busy machine it holds the time in
    //! which others had the processor, too.
    milliseconds longest()
    {
        look(); // What is standing still now counts.
        return m_longest;
    }

private:
    static constexpr milliseconds kEvery{2};

    void look()
    {
        const SteadyTime now = m_clock.steadyNow();
        m_longest = std::max(m_longest, now - m_last - kEvery);
        m_last = now;
    }

    SystemClock m_clock;
    QTimer m_timer;
    SteadyTime m_last;
    milliseconds m_longest{0};
};

} // namespace muster
