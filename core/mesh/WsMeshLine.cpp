// SPDX-License-Identifier: Apache-2.0
#include "core/mesh/WsMeshLine.h"

#include "core/base/Log.h"
#include "core/mesh/MeshCodec.h"
#include "core/wire/WsPeer.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kRoomBytes = limits::kWsPendingBytes - limits::kWsMessageBytes - 1024 * 1024; // One message more still fits.
constexpr size_t kWaitingMost = 4096; // Deliveries are bounded by the window; these are mostly words of a few bytes.
constexpr milliseconds kLook{10};     // 300 MB/s.

} // namespace

WsMeshLine::WsMeshLine(WsPeer *peer, std::unique_ptr<QObject> keeper) : m_keeper(std::move(keeper)), m_peer(peer)
{
    connect(peer, &WsPeer::textArrived, this, &WsMeshLine::take);
    connect(peer, &WsPeer::closed, this, &WsMeshLine::tellClosed);
    connect(peer, &QObject::destroyed, this, [this] { tellClosed(u"the connection has ended"_s); });
    m_look.setInterval(kLook);
    connect(&m_look, &QTimer::timeout, this, &WsMeshLine::sendWaiting);
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
    if (!isOpen())
        return false;
    if (!isRoomy()) {
        if (m_waiting.size() >= kWaitingMost)
            m_peer->close(wsclose::kPolicy, u"the other end takes too little"_s);
        else
            m_waiting.push_back(message);
        return isOpen();
    }
    const bool isSent = m_peer->send(encoded(message));
    if (isSent && !isRoomy())
        m_look.start();
    return isSent;
}

void WsMeshLine::sendWaiting()
{
    while (isOpen() && !m_waiting.empty() && m_peer->pendingBytes() < kRoomBytes) {
        const MeshMessage message = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_peer->send(encoded(message));
    }
    if (isOpen() && !isRoomy())
        return;
    m_look.stop();
    if (isOpen())
        Q_EMIT hasRoom();
}

bool WsMeshLine::isRoomy() const
{
    return isOpen() && m_waiting.empty() && m_peer->pendingBytes() < kRoomBytes;
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
