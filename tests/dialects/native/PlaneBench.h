// SPDX-License-Identifier: Apache-2.0
#pragma once
// A real control plane with work over a real database in a temporary folder, served by the native routes; its clock is ours. Its
// tokens open what they open at musterd, beside the keys of ApiBench.

#include "app/shared/TokenCaller.h"
#include "core/controlplane/ControlPlane.h"
#include "tests/conformance/Outside.h"
#include "tests/dialects/native/ApiBench.h"
#include "tests/support/EmbeddedWork.h"
#include "tests/support/ManualClock.h"
#include "tests/support/Outcome.h"

#include <QTemporaryDir>

namespace muster {

//! Runs from construction on. isUp says whether everything opened.
class PlaneBench
{
public:
    PlaneBench() { start(0); }
    ~PlaneBench() { stop(); }
    Q_DISABLE_COPY_MOVE(PlaneBench)

    void start(quint16 port)
    {
        auto opened = openSqliteStores(folder.path());
        if (!opened)
            return;
        stores = std::move(*opened);
        plane = std::make_unique<ControlPlane>(
            *stores, clock, ControlPlaneOptions{QStringLiteral("main"), QStringLiteral("0.1.0"), limits::kBeatInterval, {}});
        plane->setWork(embeddedWork(*stores, clock, folder.path()));
        if (!outcomeOf(plane->load()))
            return;
        plane->setReacher(outside::reach);
        plane->setRestarter(outside::restart);
        plane->start();
        api = std::make_unique<ApiBench>(*plane, milliseconds(200), port);
        api->router.setAuthoriser([this](const HttpRequest &request) { return callerBy(request); });
        isUp = api->isOpen;
    }
    void stop()
    {
        isUp = false;
        api.reset();
        if (plane)
            plane->stop();
        plane.reset();
        stores.reset();
    }
    //! A new process over the same folder, on the same port.
    void restart()
    {
        const quint16 port = api->port;
        stop();
        start(port);
    }
    void advance(milliseconds span)
    {
        for (milliseconds done{0}; done < span;) {
            const milliseconds step = std::min(milliseconds(1000), span - done);
            clock.advance(step);
            plane->sweep();
            done += step;
        }
    }

    Result<Caller> callerBy(const HttpRequest &request) const
    {
        Result<Caller> holder = api->keys.callerOf(request);
        if (holder)
            return holder;
        MUSTER_TRY(token, plane->callerOf(shownKey(request)));
        return callerOf(token);
    }

    QTemporaryDir folder;
    ManualClock clock;
    std::unique_ptr<Stores> stores;
    std::unique_ptr<ControlPlane> plane;
    std::unique_ptr<ApiBench> api;
    bool isUp = false;
};

} // namespace muster
