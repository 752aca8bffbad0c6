// SPDX-License-Identifier: Apache-2.0
#pragma once
// A line of mesh messages over a WebSocket: one message a text. Either end.

#include "core/mesh/MeshLine.h"

#include <QTimer>

#include <deque>

namespace muster {

class WsPeer;

//! The subprotocol of the WebSocket; another number when old peers cannot read the frames any more.
inline constexpr QByteArrayView kMeshProtocol("muster.mesh.1");

//! A text that is no mesh message closes it; one of an unknown type is passed over, for a newer peer says more. The socket gets
//! only as much as it gets rid of: a burst of large deliveries waits here, as values, and is no reason to cut the peer off (W-3).
class WsMeshLine final : public MeshLine
{
    Q_OBJECT
public:
    //! \a peer is open and outlived by \a keeper, if there is one: what must live as long as this line.
    explicit WsMeshLine(WsPeer *peer, std::unique_ptr<QObject> keeper = {});
    ~WsMeshLine() override;
    Q_DISABLE_COPY_MOVE(WsMeshLine)

    bool send(const MeshMessage &message) override;
    void close(const QString &why) override;
    bool isOpen() const override;
    bool isRoomy() const override;

private:
    void sendWaiting();
    void take(const QByteArray &text);
    void tellClosed(const QString &why);

    std::unique_ptr<QObject> m_keeper;
    QPointer<WsPeer> m_peer;
    std::deque<MeshMessage> m_waiting;
    QTimer m_look; // While something waits, or the socket is full.
    bool m_isToldClosed = false;
};

} // namespace muster
