// SPDX-License-Identifier: Apache-2.0
#pragma once
// A real control plane in the process of a test, for verbs on work.

#include "tests/support/ControlPlaneRig.h"
#include "tests/support/EmbeddedWork.h"

namespace muster {

//! A control plane that hands out work, with two nodes and nobody who runs anything.
struct WorkPlane {
    WorkPlane()
    {
        auto opened = openSqliteStores(folder.path());
        if (!opened)
            qFatal("%s", qPrintable(opened.error().text()));
        stores = std::move(*opened);
        plane = std::make_unique<ControlPlane>(*stores, clock, ControlPlaneOptions{QStringLiteral("main-1"), QStringLiteral("0.1.0")});
        plane->setWork(embeddedWork(*stores, clock, folder.path()));
        if (const Result<void> loaded = outcomeOf(plane->load()); !loaded)
            qFatal("%s", qPrintable(loaded.error().text()));
        plane->start();
        for (const auto &id : {QStringLiteral("pi-lab"), QStringLiteral("w-2")}) {
            if (!outcomeOf(plane->announce(announcementOf(id, 1))) || !outcomeOf(plane->beat(beatOf(id, 1, 1))))
                qFatal("a node cannot join");
        }
    }
    ~WorkPlane() { plane->stop(); }
    Q_DISABLE_COPY_MOVE(WorkPlane)

    QTemporaryDir folder;
    ManualClock clock;
    std::unique_ptr<Stores> stores;
    std::unique_ptr<ControlPlane> plane;
};

} // namespace muster
