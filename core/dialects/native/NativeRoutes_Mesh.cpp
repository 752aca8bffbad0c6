// SPDX-License-Identifier: Apache-2.0
// The door through which workers of other processes get their deliveries.
#include "core/dialects/native/NativeRoutesApi.h"
#include "core/mesh/WsMeshLine.h"
#include "core/wire/HttpError.h"
#include "core/wire/WsHandshake.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Whose line it becomes: a credential speaks for its node alone (W-7); join.token of this machine speaks for the one it names.
Result<NodeId> workerOf(const HttpRequest &request)
{
    const QString named = request.queryText("node"_L1);
    const QString own = request.caller.node;
    if (request.caller.access != Access::Worker)
        return refused(u"work is delivered to workers alone: show the credential of a node"_s);
    if (!own.isEmpty() && !named.isEmpty() && named != own)
        return refused(u"this credential is of node %1 and speaks for no other"_s.arg(own), u"not-your-node"_s);
    return NodeId::parse(own.isEmpty() ? named : own, u"node"_s);
}

} // namespace

Future<HttpReply> NativeRoutes::Api::mesh(const HttpRequest &request)
{
    const Result<NodeId> node = workerOf(request);
    if (!node)
        return failed<HttpReply>(node.error());
    if (!m_settings.connectWorker)
        return failed<HttpReply>(unsupported(u"this server hands out no work"_s));
    return ready(wsUpgrade(request, kMeshProtocol, [connectWorker = m_settings.connectWorker, id = *node](WsPeer *peer) {
        connectWorker(id, std::make_unique<WsMeshLine>(peer));
    }));
}

} // namespace muster
