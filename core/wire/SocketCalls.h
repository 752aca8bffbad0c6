// SPDX-License-Identifier: Apache-2.0
#pragma once
// The few socket calls that Qt has no words for: a write at once, half a close, a look at what waits, and turning peers
// away when descriptors run out (H-7). Used by HttpServer, HttpConnection, SseWriter and ClientLine.

#include <QByteArray>
#include <QtGlobal>

class QTcpSocket;

namespace muster
{

//! Gives \a bytes to the kernel at once if nothing waits before them, and to \a socket's buffer what the kernel does
//! not take. Plain sockets only. A write() and flush() would arm and disarm the write notifier each time, which costs
//! two more system calls a reply. False when the peer has gone.
bool writeNow(QTcpSocket &socket, const QByteArray &bytes);
//! Tells the peer that nothing more comes, while we can still read what it sends.
void finishSending(qintptr descriptor);
//! Whether something waits to be read, or the connection has ended, although Qt has not told us yet.
bool hasNews(qintptr descriptor);
//! What accept() gave.
struct Accepted {
    qintptr descriptor = -1; //!< Non-blocking; -1 when nobody waits, or none is left.
    bool isStarved = false;  //!< Somebody waits, but there is no descriptor for it.
};

//! Takes the next waiting peer of the listening socket. QTcpServer's own loop remembers its first error for good, and
//! so spins when descriptors run out (Qt 6.4, seen).
Accepted acceptNext(qintptr listening);
//! Sends \a reply if the kernel takes it at once, and closes \a descriptor.
void turnAway(qintptr descriptor, const QByteArray &reply);

//! One descriptor kept in reserve: given up for a moment, it lets us accept and refuse a peer when none is left.
class DescriptorReserve
{
public:
    DescriptorReserve();
    ~DescriptorReserve();
    Q_DISABLE_COPY_MOVE(DescriptorReserve)

    //! Accepts up to \a most waiting peers of the listening socket and turns each away with \a reply. Returns how many.
    int turnAwayWaiting(qintptr listening, const QByteArray &reply, int most);

private:
    void take();
    void giveUp();
    int m_descriptor = -1;
};

} // namespace muster
