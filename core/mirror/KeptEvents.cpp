// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/KeptEvents.h"

#include "core/base/Limits.h"

#include <algorithm>

namespace muster {

namespace {

//! More happens while we ask: what is just about to be dropped is not asked for.
constexpr quint64 kAhead = 64;
constexpr quint64 kMost = limits::kEventRing - kAhead;

struct Search {
    Cluster *cluster;
    EventPosition end;
    quint64 from = 0;  // What this attempt asks to come after.
    bool isWhole = true;
    Pending<KeptEvents> found;
};

void ask(const Search &search)
{
    if (search.from >= search.end.number)
        return search.found.finish(KeptEvents{{}, search.isWhole});
    const Future<QList<ClusterEvent>> call = search.cluster->eventsAfter({search.end.epoch, search.from});
    whenDone(search.cluster, call, [search](Result<QList<ClusterEvent>> events) {
        if (events) {
            events->removeIf([&search](const ClusterEvent &one) { return one.position.number > search.end.number; });
            return search.found.finish(KeptEvents{*std::move(events), search.isWhole});
        }
        if (events.error().kind != ErrorKind::Conflict)
            return search.found.finish(events.error());
        Search next = search;
        next.from += std::max<quint64>(1, (search.end.number - search.from) / 4);
        next.isWhole = false;
        ask(next);
    });
}

} // namespace

Future<KeptEvents> keptEvents(Cluster &cluster, const EventPosition &after, const EventPosition &end)
{
    const quint64 asked = after.epoch == end.epoch ? after.number : 0;
    const quint64 least = end.number > kMost ? end.number - kMost : 0;
    Search search{&cluster, end, std::max(asked, least), after.epoch == end.epoch && asked >= least, {}};
    ask(search);
    return search.found.future();
}

} // namespace muster
