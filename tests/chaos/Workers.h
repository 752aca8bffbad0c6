// SPDX-License-Identifier: Apache-2.0
#pragma once
// Many workers in this process: each with its own client and its own connections, as so many machines would have.

#include "core/controlplane/LocalNode.h"
#include "core/dialects/native/NativeClient.h"

#include <algorithm>
#include <memory>
#include <vector>

namespace muster {

//! Nodes "w-0", "w-1" … of one control plane. Stopping says goodbye, so end them with leaveSilently().
class Workers
{
public:
    Workers(int count, const QUrl &url, const QByteArray &token) : m_probe(systemHostProbe())
    {
        for (int i = 0; i < count; ++i) {
            const QString name = QStringLiteral("w-%1").arg(i);
            NodeIdentity who;
            who.id = NodeId(name);
            who.name = name;
            who.role = NodeRole::Worker;
            m_clients.push_back(std::make_unique<NativeClient>(ClusterAddress{QStringLiteral("native"), url},
                                                               Credentials{Secret(token)}, m_clock, quint32(i + 1)));
            m_nodes.push_back(std::make_unique<LocalNode>(
                *m_clients.back(), *m_probe, m_clock,
                LocalNodeSetup{who, Secret("instance-of-" + name.toLatin1()), quint32(i + 1)}));
        }
    }
    ~Workers() { leaveSilently(); }
    Q_DISABLE_COPY_MOVE(Workers)

    void start()
    {
        for (const auto &node : m_nodes)
            node->start();
    }
    //! How many have their last beat accepted.
    int registered() const
    {
        return int(std::ranges::count_if(m_nodes, [](const auto &node) { return node->isRegistered(); }));
    }
    //! As machines do that lose their power: no goodbye.
    void leaveSilently()
    {
        m_nodes.clear();
        m_clients.clear();
    }

private:
    SystemClock m_clock;
    std::unique_ptr<HostProbe> m_probe; // They are all of this host.
    std::vector<std::unique_ptr<NativeClient>> m_clients;
    std::vector<std::unique_ptr<LocalNode>> m_nodes; // Go before their clients.
};

} // namespace muster
