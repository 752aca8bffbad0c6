// SPDX-License-Identifier: Apache-2.0
// The handlers about who did what.
#include "core/dialects/native/NativeAudit.h"
#include "core/dialects/native/NativeRoutesApi.h"

namespace muster {

using namespace Qt::StringLiterals;

Future<HttpReply> NativeRoutes::Api::audit(const HttpRequest &request)
{
    Result<AuditQuery> query = NativeAudit::readQuery(request);
    if (!query)
        return failed<HttpReply>(query.error());
    return replyTo(this, m_cluster.audit(*std::move(query)),
                   [](const AuditPage &page) { return HttpReply::jsonText(200, NativeAudit::write(page)); });
}

Future<HttpReply> NativeRoutes::Api::verifyAudit()
{
    return replyTo(this, m_cluster.verifyAudit(),
                   [](const AuditProof &proof) { return HttpReply::jsonText(200, NativeAudit::write(proof)); });
}

} // namespace muster
