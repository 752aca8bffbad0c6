// SPDX-License-Identifier: Apache-2.0
#include "app/shared/NodeDialer.h"

#include "app/shared/LoopbackDialer.h"
#include "app/shared/NodeAddress.h"
#include "app/shared/ReachAnswer.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Error unreachable(const QString &what)
{
    return {.kind = ErrorKind::Unreachable, .where = {}, .what = what, .code = {}, .field = {}};
}

Result<double> latencyOf(const Result<ReachReport> &report, const QString &address)
{
    if (!report)
        return unreachable(u"%1 must not be asked from here"_s.arg(address));
    if (report->isReachable)
        return report->latencyMs;
    const bool hasCause = !report->stages.isEmpty() && report->stages.constLast().cause;
    return hasCause ? *report->stages.constLast().cause : unreachable(u"no answer from %1"_s.arg(address));
}

} // namespace

Future<double> dialNode(const Clock &clock, const Node &node, const DialRules &rules, QObject *context)
{
    if (node.who.pid) { // Muster's own nodes tell one; whoever else does gains nothing by it.
        if (rules.ours == LoopbackRule::Denied && node.who.address != rules.own)
            return failed<double>(unreachable(u"%1 must not be asked from here"_s.arg(node.who.address)));
        return dialLoopback(context, clock, node.who.address, rules.own);
    }
    const std::optional<NodeAddress> address = nodeAddressOf(node.who.address);
    if (!address)
        return failed<double>(unreachable(u"%1 gave no address that can be dialled"_s.arg(node.who.name)));
    const ReachTarget target{.host = address->host, .port = address->port, .isAdmin = true}; // No person chose it: rules.foreign decides.
    const Pending<double> pending;
    whenDone(context, answerReach(clock, target, rules.foreign, context),
             [pending, shown = node.who.address](const Result<ReachReport> &report) {
                 pending.finish(latencyOf(report, shown));
             });
    return pending.future();
}

} // namespace muster
