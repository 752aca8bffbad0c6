// SPDX-License-Identifier: Apache-2.0
// How far the output of each worker came, for whoever keeps it.
#include "core/mesh/MeshLeader.h"

namespace muster {

void MeshLeader::remember(const Came &came)
{
    m_heard.insert(came.node, {came.log, came.number, came.number, came.number});
}

QList<MeshLeader::Came> MeshLeader::takeCame()
{
    QList<Came> all;
    for (const NodeId &node : std::exchange(m_fresh, {})) {
        const Heard heard = m_heard.value(node);
        if (!heard.log.isEmpty())
            all.append({node, heard.log, heard.number});
    }
    return all;
}

} // namespace muster
