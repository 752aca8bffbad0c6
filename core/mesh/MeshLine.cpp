// SPDX-License-Identifier: Apache-2.0
#include "core/mesh/MeshLine.h"

namespace muster {

using namespace Qt::StringLiterals;

std::pair<std::unique_ptr<LocalMeshLine>, std::unique_ptr<LocalMeshLine>> LocalMeshLine::pair()
{
    std::unique_ptr<LocalMeshLine> one(new LocalMeshLine);
    std::unique_ptr<LocalMeshLine> other(new LocalMeshLine);
    one->m_peer = other.get();
    other->m_peer = one.get();
    return {std::move(one), std::move(other)};
}

LocalMeshLine::~LocalMeshLine()
{
    if (m_peer)
        m_peer->end(u"the other end is gone"_s);
}

bool LocalMeshLine::send(const MeshMessage &message)
{
    if (!m_isOpen || !m_peer)
        return false;
    // Later, as over a socket: nobody is called from within his own call.
    QMetaObject::invokeMethod(
        m_peer,
        [peer = m_peer, message] {
            if (peer && peer->m_hears)
                Q_EMIT peer->arrived(message);
        },
        Qt::QueuedConnection);
    return true;
}

void LocalMeshLine::close(const QString &why)
{
    m_hears = false;
    if (m_peer)
        m_peer->end(why);
    end(why);
}

void LocalMeshLine::end(const QString &why)
{
    if (!std::exchange(m_isOpen, false))
        return;
    // Behind what is on its way to us.
    QMetaObject::invokeMethod(this, [this, why] {
        m_hears = false;
        Q_EMIT closed(why);
    }, Qt::QueuedConnection);
}

} // namespace muster
