// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a control plane under test needs to hand out work: as musterd sets it up.

#include "core/controlplane/ControlPlane.h"
#include "core/queue/embedded/EmbeddedQueue.h"

namespace muster {

//! The embedded queue over \a stores, with the key for secrets in \a folder. Both and \a clock must outlive the control plane.
inline WorkSetup embeddedWork(Stores &stores, const Clock &clock, const QString &folder)
{
    WorkSetup setup;
    setup.queue = std::make_unique<EmbeddedQueue>(stores.jobs(), clock);
    if (Result<SecretBox> box = SecretBox::open(folder))
        setup.secrets = *std::move(box);
    return setup;
}

} // namespace muster
