// SPDX-License-Identifier: Apache-2.0
#pragma once
// The wall clock of a program under test, moved while it runs (tests/chaos/clock).

#include <QFile>
#include <QStringList>
#include <QTemporaryFile>

#include <chrono>

namespace muster {

//! One clock. Give its variables to the programs that shall live by it; it must outlive them.
class MovedClock
{
public:
    MovedClock()
    {
        m_isGood = m_file.open();
        move(std::chrono::seconds(0));
    }
    Q_DISABLE_COPY_MOVE(MovedClock)

    bool isGood() const { return m_isGood; }
    //! For the environment of a program.
    QStringList variables() const
    {
        return {QStringLiteral("LD_PRELOAD=" MUSTER_BINARY_DIR "/tests/bin/muster_moved_clock.so"),
                QStringLiteral("MUSTER_CHAOS_CLOCK=") + m_file.fileName(),
                // The sanitizers' library wants to be the first that is loaded; ours does not mind.
                QStringLiteral("ASAN_OPTIONS=") + qEnvironmentVariable("ASAN_OPTIONS") + QStringLiteral(":verify_asan_link_order=0")};
    }
    //! From now on the programs' wall clocks are \a offset beside the real one.
    void move(std::chrono::seconds offset)
    {
        const qint64 seconds = offset.count();
        m_isGood = m_isGood && m_file.seek(0) && m_file.write(reinterpret_cast<const char *>(&seconds), sizeof seconds) == sizeof seconds
            && m_file.flush();
    }

private:
    QTemporaryFile m_file;
    bool m_isGood = false;
};

} // namespace muster
