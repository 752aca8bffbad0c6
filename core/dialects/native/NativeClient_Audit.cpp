// SPDX-License-Identifier: Apache-2.0
// The verbs of NativeClient about who did what.
#include "core/dialects/native/NativeAudit.h"
#include "core/dialects/native/NativeClient.h"
#include "core/dialects/native/NativeReplies.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Some seconds a million entries; limits::kAuditEntries take their time.
constexpr milliseconds kProofDeadline = std::chrono::minutes(10);

} // namespace

Future<AuditPage> NativeClient::audit(AuditQuery query)
{
    return calling<AuditPage>([this, path = u"/api/v1/audit"_s + NativeAudit::queryOf(query)] {
        // Aside: a page of long values takes longer to read than a frame of the console.
        return readingAside<AuditPage>(u"reading the audit log"_s, m_http.get(path, {.replyBytes = limits::kReplyBytes}),
                                       [](const QByteArray &body) { return NativeAudit::readPage(body); });
    });
}

Future<AuditProof> NativeClient::verifyAudit()
{
    return calling<AuditProof>([this] {
        HttpCallOptions options;
        options.deadline = kProofDeadline;
        options.replyBytes = kShortReplyBytes;
        return reading<AuditProof>(u"following the chain of the audit log"_s, m_http.get(u"/api/v1/audit/verify"_s, options),
                                   [](const HttpAnswer &answer) { return NativeAudit::readProof(answer.body); });
    });
}

} // namespace muster
