// SPDX-License-Identifier: Apache-2.0
#pragma once
// TLS of one connection of the load generator: over the socket itself, so that it costs as little as can be.

#include <QtGlobal>

struct ssl_st;

namespace muster::bench
{

//! Believes whoever answers: only the cost is of interest. One thread.
class LoadTls
{
public:
    LoadTls();
    ~LoadTls();
    Q_DISABLE_COPY_MOVE(LoadTls)

    //! Over a connected, blocking socket, which stays the caller's.
    bool shakeHands(int socket);
    //! All of it, or false.
    bool send(const char *bytes, int count);
    //! As recv() on a non-blocking socket.
    qint64 receive(char *into, int most);

private:
    ssl_st *m_ssl;
};

} // namespace muster::bench
