// SPDX-License-Identifier: Apache-2.0
#include "core/mesh/WsMeshLine.h"

#include "core/base/Log.h"
#include "core/mesh/MeshCodec.h"
#include "core/wire/WsPeer.h"

namespace muster {

using namespace Qt::StringLiterals;

WsMeshLine::WsMeshLine(WsPeer *peer, std::unique_ptr<QObject> keeper) : m_keeper(std::move(keeper)), m_peer(peer)
{
    connect(peer, &WsPeer::textArrived, this, &WsMeshLine::take);
    connect(peer, &WsPeer::closed, this, &WsMeshLine::tellClosed);
    connect(peer, &QObject::destroyed, this, [this] { tellClosed(u"the connection has ended"_s); });
}

WsMeshLine::~WsMeshLine()
{
    if (m_peer) {
        m_peer->disconnect(this);
        m_peer->close(wsclose::kGoingAway, u"the other end is gone"_s);
    }
}

bool WsMeshLine::send(const MeshMessage &message)
{
    return isOpen() && m_peer->send(encoded(message));
}

void WsMeshLine::close(const QString &why)
{
    if (m_peer)
        m_peer->close(wsclose::kNormal, why);
}

bool WsMeshLine::isOpen() const
{
    return m_peer && m_peer->isOpen();
}

void WsMeshLine::take(const QByteArray &text)
{
    const Result<MeshMessage> message = meshMessageOf(text);
    if (message) {
        Q_EMIT arrived(*message);
    } else if (message.error().kind == ErrorKind::Unsupported) {
        qCDebug(logNode).noquote() << "a message of the mesh is passed over:" << message.error().what;
    } else {
        qCWarning(logNode).noquote() << "a line of the mesh is closed:" << message.error().text();
        m_peer->close(wsclose::kPolicy, message.error().text());
    }
}

void WsMeshLine::tellClosed(const QString &why)
{
    if (!std::exchange(m_isToldClosed, true))
        Q_EMIT closed(why);
}

} // namespace muster
