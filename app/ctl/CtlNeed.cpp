// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlNeed.h"

namespace muster {

using namespace Qt::StringLiterals;

std::optional<CtlNeed> needOf(CtlVerb verb)
{
    switch (verb) {
    case CtlVerb::NodesRemove:
        return CtlNeed{Feature::Remove, u"remove nodes"_s};
    case CtlVerb::NodesPing:
        return CtlNeed{Feature::Ping, u"ping nodes"_s};
    case CtlVerb::NodesRestart:
        return CtlNeed{Feature::Restart, u"restart the agents of nodes"_s};
    case CtlVerb::NodesCordon:
    case CtlVerb::NodesUncordon:
    case CtlVerb::NodesDrain:
    case CtlVerb::NodesStopDrain:
        return CtlNeed{Feature::Cordon, u"cordon or drain nodes"_s};
    case CtlVerb::Reach:
        return CtlNeed{Feature::Reach, u"test connections"_s};
    case CtlVerb::TokensCreate:
    case CtlVerb::TokensList:
    case CtlVerb::TokensRevoke:
        return CtlNeed{Feature::Tokens, u"make, list or revoke tokens"_s};
    case CtlVerb::AuditList:
    case CtlVerb::AuditVerify:
    case CtlVerb::AuditExport:
        return CtlNeed{Feature::Audit, u"tell who did what"_s};
    case CtlVerb::EntitiesAdd:
    case CtlVerb::EntitiesChange:
    case CtlVerb::EntitiesRemove:
        return CtlNeed{Feature::Entities, u"register or remove entities"_s};
    case CtlVerb::EntitiesList:
    case CtlVerb::EntitiesShow:
    case CtlVerb::AssignmentsList:
        return CtlNeed{Feature::Entities | Feature::Assign, u"list entities"_s};
    case CtlVerb::AssignmentsSet:
    case CtlVerb::AssignmentsClear:
        return CtlNeed{Feature::Assign, u"pin entities to nodes"_s};
    case CtlVerb::JobsSubmit:
    case CtlVerb::JobsList:
    case CtlVerb::JobsShow:
    case CtlVerb::JobsRetry:
    case CtlVerb::JobsCancel:
    case CtlVerb::JobsDiscard:
    case CtlVerb::QueuesList:
    case CtlVerb::QueuesPause:
    case CtlVerb::QueuesResume:
        return CtlNeed{Feature::Jobs, u"run jobs"_s};
    case CtlVerb::Logs:
        return CtlNeed{Feature::Logs, u"show logs"_s};
    case CtlVerb::ShowHelp:
    case CtlVerb::ShowVersion:
    case CtlVerb::Status:
    case CtlVerb::NodesList:
    case CtlVerb::NodesShow:
    case CtlVerb::NodesBest: // AgenticMail ranks nodes and pins nothing.
    case CtlVerb::Events:
    case CtlVerb::Backup:
    case CtlVerb::Restore:
    case CtlVerb::Completion:
        return std::nullopt;
    }
    Q_UNREACHABLE();
}

std::optional<Error> barTo(const CtlOptions &options, const ClusterFacts &facts)
{
    const CtlVerbWords &verb = wordsOf(options.verb);
    if (facts.callerTier && *facts.callerTier < verb.tier)
        return refused(u"this token may not do this"_s);
    if (facts.callerTenants.isEmpty())
        return std::nullopt;
    static const QStringList ofTenants{u"entities"_s, u"assignments"_s, u"jobs"_s}; // The rest is about the whole cluster.
    if (!ofTenants.contains(verb.words.section(u' ', 0, 0)))
        return refused(u"this token is bound to tenants, and this is about the whole cluster; it needs a token that is bound to none"_s,
                       u"tenant-bound"_s);
    const TenantId &tenant = options.work.request.entity.ref.tenant;
    if (options.verb == CtlVerb::EntitiesAdd && !facts.callerTenants.contains(tenant)) // Of others it sees nothing.
        return refused(u"your token is not for the tenant %1"_s.arg(tenant.text()), u"not-your-tenant"_s);
    return std::nullopt;
}

} // namespace muster
