// SPDX-License-Identifier: Apache-2.0
#pragma once
// A name server for tests: real packets on port 53 of an address of this process's own network.

#include <atomic>
#include <thread>

namespace muster {

class NameServer
{
public:
    //! Answers from 10.77.0.1 until it is destroyed: any name has that address, and no IPv6 one.
    NameServer();
    NameServer(const NameServer &) = delete;
    NameServer &operator=(const NameServer &) = delete;
    ~NameServer();

    bool isUp() const { return m_socket >= 0; }
    //! How many questions came.
    int asked() const { return m_asked; }

private:
    void answer(const std::stop_token &stop);

    const int m_socket;
    std::atomic<int> m_asked = 0;
    std::jthread m_thread;
};

} // namespace muster
