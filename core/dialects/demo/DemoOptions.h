// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which demo: its seed and its script, read from an address like demo:?seed=7&scenario=calm.

#include "core/base/Result.h"

#include <QStringList>
#include <QUrl>

namespace muster {

//! What is played; see README.md.
enum class DemoScenario { Calm, NodeDies, MemoryLeak, LinkDrops, Fleet1000 };

struct DemoOptions {
    quint32 seed = 7;
    DemoScenario scenario = DemoScenario::Calm;
    bool isBare = false; //!< Nodes alone: no entity, no job, nothing written down. For tests of the verbs; no address asks for it.

    //! Invalid blames "seed" or "scenario"; absent ones get their defaults.
    static Result<DemoOptions> fromUrl(const QUrl &url);
};

//! "calm", "node-dies" …, in the order of the enum.
const QStringList &demoScenarioWords();

} // namespace muster
