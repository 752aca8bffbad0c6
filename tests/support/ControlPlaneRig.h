// SPDX-License-Identifier: Apache-2.0
#pragma once
// A control plane over a real store in a temporary folder, with a clock that is moved by hand.

#include "core/controlplane/ControlPlane.h"
#include "tests/support/ManualClock.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

#include <QTemporaryDir>

namespace muster {

//! Runs on the test's thread. Fatal when the store cannot be opened: then nothing here means anything.
class ControlPlaneRig
{
public:
    //! What a control plane gets before it is loaded, at each start.
    using Equip = std::function<void(ControlPlaneRig &)>;

    explicit ControlPlaneRig(ControlPlaneOptions options = {QStringLiteral("main-1"), QStringLiteral("0.1.0")}, Equip equip = {})
        : m_options(std::move(options)), m_equip(std::move(equip))
    {
        open();
    }

    //! Moves the clock by \a span in steps of at most \a step, with a sweep after each.
    void advance(milliseconds span, milliseconds step = milliseconds(1000))
    {
        while (span.count() > 0) {
            const milliseconds part = std::min(span, step);
            clock.advance(part);
            plane->sweep();
            span -= part;
        }
    }
    //! Ends the control plane, as a stop would (or, without \a isClean, as a kill would), and starts it again.
    void restart(bool isClean = true)
    {
        if (isClean)
            plane->stop();
        plane.reset();
        stores.reset();
        if (whileClosed && !std::exchange(whileClosed, {})())
            qFatal("what was to be done between stop and start failed");
        open();
    }
    Node node(const QString &id) const
    {
        const Result<ClusterSnapshot> snapshot = outcomeOf(plane->snapshot());
        for (const Node &one : snapshot->nodes) {
            if (one.id().text() == id)
                return one;
        }
        return {};
    }
    QStringList reasonsOf(const QString &id) const
    {
        QStringList codes;
        for (const StatusReason &reason : node(id).reasons)
            codes << reason.code;
        return codes;
    }
    //! Announces and beats once: Online.
    void join(const QString &id, int machine = 1) const
    {
        if (!outcomeOf(plane->announce(announcementOf(id, machine))) || !outcomeOf(plane->beat(beatOf(id, 1, machine))))
            qFatal("%s cannot join", qPrintable(id));
    }

    QTemporaryDir folder;
    ManualClock clock;
    std::unique_ptr<Stores> stores;
    std::unique_ptr<ControlPlane> plane;
    std::function<bool()> whileClosed; //!< Done once, at the next restart, while nobody uses the folder.

private:
    void open()
    {
        Result<std::unique_ptr<Stores>> opened = openSqliteStores(folder.path());
        if (!opened)
            qFatal("%s", qPrintable(opened.error().text()));
        stores = std::move(*opened);
        plane = std::make_unique<ControlPlane>(*stores, clock, m_options);
        if (m_equip)
            m_equip(*this);
        if (const Result<void> loaded = outcomeOf(plane->load()); !loaded)
            qFatal("%s", qPrintable(loaded.error().text()));
        plane->start();
    }

    ControlPlaneOptions m_options;
    Equip m_equip;
};

} // namespace muster
