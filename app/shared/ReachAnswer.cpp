// SPDX-License-Identifier: Apache-2.0
#include "app/shared/ReachAnswer.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Result<ReachReport> reportOf(const DialReport &dialled)
{
    ReachReport report;
    report.isReachable = dialled.isReachable;
    report.latencyMs = dialled.latencyMs;
    report.version = dialled.version;
    report.agentId = dialled.agentId;
    for (const DialStage &stage : dialled.stages) {
        if (stage.cause && stage.cause->kind == ErrorKind::Refused)
            return stage.cause->within(u"testing an address"_s);
        report.stages.append({stage.name, stage.tookMs, stage.cause});
    }
    return report;
}

} // namespace

LoopbackRule loopbackFor(const ReachTarget &target, LoopbackRule ifAdmin)
{
    return target.isAdmin ? ifAdmin : LoopbackRule::Denied;
}

Future<ReachReport> answerReach(const Clock &clock, const ReachTarget &target, LoopbackRule ifAdmin, QObject *context,
                                const DialOptions &options)
{
    const DialTarget dialled{.host = target.host, .port = target.port, .loopback = loopbackFor(target, ifAdmin)};
    const Pending<ReachReport> pending;
    whenDone(context, testReach(clock, dialled, context, options), [pending](const Result<DialReport> &report) {
        pending.finish(report ? reportOf(*report) : Result<ReachReport>(report.error()));
    });
    return pending.future();
}

} // namespace muster
