// SPDX-License-Identifier: Apache-2.0
#pragma once
// The life cycle of things that run: start and stop, in any order, any number of times.

namespace muster {

//! Something that runs between start() and stop(). Both are idempotent, stop() before start() does nothing, and a
//! stopped service can start again. Called on the thread of the object that implements it.
class Service
{
public:
    virtual ~Service() = default;
    void start()
    {
        if (!m_running) {
            m_running = true;
            startUp();
        }
    }
    void stop()
    {
        if (m_running) {
            m_running = false;
            shutDown();
        }
    }
    bool isRunning() const { return m_running; }

protected:
    virtual void startUp() = 0;
    virtual void shutDown() = 0;

private:
    bool m_running = false;
};

} // namespace muster
