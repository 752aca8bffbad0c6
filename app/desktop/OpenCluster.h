// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the window shows: which cluster, under which name its view is remembered, and how workers join it.

#include "core/settings/ClusterBook.h"
#include "ui/clusters/AddWorkerDialog.h"
#include "ui/shell/ClusterBadge.h"

namespace muster {

//! One cluster that is open, or about to be.
struct OpenCluster {
    ClusterFace face;
    QString scope; //!< Id of the profile, "local" or "demo": the key of what is remembered.
    bool isReadOnly = false;
    std::optional<ClusterProfile> profile; //!< Of a cluster in the book, or one like it that was named on the command line.
    std::optional<JoinFacts> join;         //!< How workers join; none for the demo.
};

inline constexpr QLatin1StringView kLocalScope{"local"};
inline constexpr QLatin1StringView kDemoScope{"demo"};

//! What is shown of \a profile.
inline ClusterFace faceOf(const ClusterProfile &profile)
{
    return {.kind = ClusterKind::Remote,
            .title = profile.title,
            .letters = profile.badge,
            .colour = profile.colour.isEmpty() ? QColor() : QColor(profile.colour)};
}

} // namespace muster
