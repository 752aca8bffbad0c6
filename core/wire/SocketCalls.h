// SPDX-License-Identifier: Apache-2.0
#pragma once
// The few socket calls that Qt has no words for: half a close, and turning peers away when descriptors run out (H-7).
// Used by HttpServer and HttpConnection.

#include <QByteArray>
#include <QtGlobal>

namespace muster {

//! Tells the peer that nothing more comes, while we can still read what it sends.
void finishSending(qintptr descriptor);
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
