// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlVerbs.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

const QList<CtlVerbWords> &ctlVerbs()
{
    static const QString node = u"an id or a unique name"_s;
    static const QStringList create{u"tier"_s, u"name"_s, u"ttl"_s,  u"join"_s,
                                    u"role"_s, u"uses"_s, u"capabilities"_s, u"token-out"_s};
    static const QList<CtlVerbWords> verbs{
        {CtlVerb::Status, u"status"_s, {}, {}, {}, false},
        {CtlVerb::NodesList, u"nodes list"_s, {}, {}, {}, false},
        {CtlVerb::NodesShow, u"nodes show"_s, u"NODE"_s, node, {}, false},
        {CtlVerb::NodesRemove, u"nodes remove"_s, u"NODE"_s, node, {}, true, Tier::Operator},
        {CtlVerb::NodesPing, u"nodes ping"_s, u"NODE"_s, node, {}, false, Tier::Operator},
        {CtlVerb::NodesRestart, u"nodes restart"_s, u"NODE"_s, node, {}, true, Tier::Operator},
        {CtlVerb::Events, u"events"_s, {}, {}, {u"follow"_s, u"beats"_s, u"since"_s}, false},
        {CtlVerb::Reach, u"reach"_s, u"HOST[:PORT]"_s, u"a name or address, and perhaps a port"_s, {}, false, Tier::Operator},
        {CtlVerb::TokensCreate, u"tokens create"_s, {}, {}, create, true, Tier::Admin},
        {CtlVerb::TokensList, u"tokens list"_s, {}, {}, {}, false, Tier::Admin},
        {CtlVerb::TokensRevoke, u"tokens revoke"_s, u"ID"_s, u"the id of a token, see musterctl tokens list"_s, {}, true, Tier::Admin},
        {CtlVerb::Backup, u"backup"_s, u"FILE"_s, u"a new file, or - for standard output"_s, {}, true, Tier::Admin},
        {CtlVerb::Restore, u"restore"_s, u"FILE"_s, u"a file that musterctl backup wrote"_s, {u"data"_s}, true},
        {CtlVerb::ShowHelp, u"help"_s, {}, {}, {}, false}};
    return verbs;
}

const CtlVerbWords &wordsOf(CtlVerb verb)
{
    const auto found = std::ranges::find(ctlVerbs(), verb, &CtlVerbWords::verb);
    Q_ASSERT(found != ctlVerbs().end());
    return *found;
}

} // namespace muster
