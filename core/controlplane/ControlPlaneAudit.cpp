// SPDX-License-Identifier: Apache-2.0
// The part of ControlPlane where people change nodes and tokens, which is written down; and the log of that.
#include "core/controlplane/AuditValues.h"
#include "core/controlplane/ControlPlane.h"

namespace muster {

using namespace Qt::StringLiterals;

//! A change of \a node, with what it was before and is after.
AuditDeed ControlPlane::deedOn(const NodeId &node, const QString &verb, const QString &note, const Actor &by) const
{
    return {.verb = verb, .target = u"node/"_s + node.text(), .by = by, .note = note, .before = [this, node] {
        const NodeEntry *entry = m_members.nodes().find(node);
        return entry ? auditValueOf(entry->node) : QJsonValue(QJsonValue::Null);
    }};
}

Future<void> ControlPlane::remove(NodeId node, Actor by)
{
    return onThreadOf<void>(this, [this, node = std::move(node), by] {
        return m_audit.change<void>(deedOn(node, u"node.remove"_s, {}, by), [this, node] { return removeHere(node); },
                                    [](const Result<void> &, AuditEntry &) {});
    });
}

Future<void> ControlPlane::restartAgents(NodeId node, Actor by)
{
    return onThreadOf<void>(this, [this, node = std::move(node), by] {
        // Changes nothing that could be told apart, and takes its time: a drain of the same node does not wait for it.
        const AuditDeed deed{.verb = u"node.restart"_s, .target = u"node/"_s + node.text(), .by = by};
        return m_audit.change<void>(deed, [this, node] { return restartHere(node); }, [](const Result<void> &, AuditEntry &) {});
    });
}

Future<Node> ControlPlane::cordon(NodeId node, bool isCordoned, QString note, Actor by)
{
    return withDrains(deedOn(node, isCordoned ? u"node.cordon"_s : u"node.uncordon"_s, note, by),
                      [node, isCordoned](DrainDesk &drains) { return drains.cordon(node, isCordoned); });
}

Future<Node> ControlPlane::drain(NodeId node, DrainRequest request, Actor by)
{
    return withDrains(deedOn(node, u"node.drain"_s, request.note, by),
                      [node, request](DrainDesk &drains) { return drains.drain(node, request); });
}

Future<Node> ControlPlane::stopDrain(NodeId node, Actor by)
{
    return withDrains(deedOn(node, u"node.stop-drain"_s, {}, by), [node](DrainDesk &drains) { return drains.stopDrain(node); });
}

Future<Node> ControlPlane::withDrains(const AuditDeed &deed, const std::function<Future<Node>(DrainDesk &)> &verb)
{
    return onThreadOf<Node>(this, [this, deed, verb] {
        if (!m_drains)
            return failed<Node>(unsupported(u"this control plane hands out no work"_s));
        return m_audit.change<Node>(deed, [this, verb] { return verb(*m_drains); },
                                    [](const Result<Node> &node, AuditEntry &entry) { entry.after = auditValueOf(*node); });
    });
}

Future<IssuedToken> ControlPlane::createToken(TokenRequest request)
{
    return onThreadOf<IssuedToken>(this, [this, request = std::move(request)]() mutable {
        const Actor by{.name = request.createdBy, .source = request.source};
        const AuditDeed deed{.verb = u"token.create"_s, .target = u"token"_s, .by = by};
        return m_audit.change<IssuedToken>(deed, [this, request] { return m_tokens.create(request); },
                                           [](const Result<IssuedToken> &issued, AuditEntry &entry) {
            entry.target = u"token/"_s + issued->facts.id.text();
            entry.after = auditValueOf(issued->facts);
        });
    });
}

Future<void> ControlPlane::revokeToken(TokenId token, Actor by)
{
    return onThreadOf<void>(this, [this, token = std::move(token), by] {
        const AuditDeed deed{.verb = u"token.revoke"_s, .target = u"token/"_s + token.text(), .by = by, .before = [this, token] {
            const std::optional<TokenFacts> facts = m_tokens.find(token);
            return facts ? auditValueOf(*facts) : QJsonValue(QJsonValue::Null);
        }};
        return m_audit.change<void>(deed, [this, token] { return revokeHere(token); }, [](const Result<void> &, AuditEntry &) {});
    });
}

Future<void> ControlPlane::revokeHere(const TokenId &token)
{
    const Future<void> revoked = m_tokens.revoke(token);
    if (const std::optional<NodeId> node = m_tokens.shutOutBy(token))
        m_members.shutOut(*node);
    return revoked;
}

Future<AuditPage> ControlPlane::audit(AuditQuery query)
{
    return onThreadOf<AuditPage>(this, [this, query = std::move(query)] { return m_stores.audit().page(query); });
}

Future<AuditProof> ControlPlane::verifyAudit()
{
    return onThreadOf<AuditProof>(this, [this] { return m_stores.audit().verify(); });
}

} // namespace muster
