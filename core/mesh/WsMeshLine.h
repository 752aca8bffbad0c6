// SPDX-License-Identifier: Apache-2.0
#pragma once
// A line of mesh messages over a WebSocket: one message a text. Either end.

#include "core/mesh/MeshLine.h"

namespace muster {

class WsPeer;

//! The subprotocol of the WebSocket; another number when old peers cannot read the frames any more.
inline constexpr QByteArrayView kMeshProtocol("muster.mesh.1");

//! A text that is no mesh message closes it; one of an unknown type is passed over, for a newer peer says more.
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

private:
    void take(const QByteArray &text);
    void tellClosed(const QString &why);

    std::unique_ptr<QObject> m_keeper;
    QPointer<WsPeer> m_peer;
    bool m_isToldClosed = false;
};

} // namespace muster
