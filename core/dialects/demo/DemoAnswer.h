// SPDX-License-Identifier: Apache-2.0
#pragma once
// How the verbs of DemoCluster answer; for its own files only.

#include "core/dialects/demo/DemoCluster.h"

namespace muster {

//! \a by, or who sits in front of the demo when it names nobody.
inline Actor demoActor(Actor by)
{
    if (by.name.isEmpty()) {
        by.name = QStringLiteral("you");
        by.source = QStringLiteral("this console");
    }
    return by;
}

template <typename T>
Result<T> DemoCluster::noted(const DemoDeed &deed, Result<T> done, const QJsonValue &after)
{
    m_audit.note(deed, after, done ? std::nullopt : std::optional(done.error()), demoNow());
    return done;
}

template <typename T, typename Verb>
Future<T> DemoCluster::answer(Verb verb)
{
    return onThreadOf<T>(this, [this, verb = std::move(verb)]() -> Future<T> {
        if (m_link.state != LinkState::Live) {
            return failed<T>({.kind = ErrorKind::Unreachable,
                              .where = {},
                              .what = QStringLiteral("the demo's link is down"),
                              .code = {},
                              .field = {}});
        }
        const Result<T> done = verb();
        if (!done)
            return failed<T>(done.error());
        if constexpr (std::is_void_v<T>)
            return ready();
        else
            return ready(*done);
    });
}

} // namespace muster
