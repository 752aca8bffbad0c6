// SPDX-License-Identifier: Apache-2.0
#pragma once
// The page of assignments over a cluster with the nodes and entities of picture 03, with its drawer beside it.

#include "tests/support/ManualClock.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/PinCluster.h"
#include "ui/assignments/AssignmentsPage.h"
#include "ui/assignments/EntityTable.h"
#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QTest>

namespace muster {

struct PinDesk {
    //! \a isPicture: all of the picture; else three agents.
    explicit PinDesk(bool isPicture = false, Features features = Feature::Follow | Feature::Entities | Feature::Assign | Feature::Jobs)
    {
        auto owned = std::make_unique<PinCluster>();
        cluster = owned.get();
        cluster->can = features;
        cluster->setNow(clock.now());
        isPicture ? fillPicture() : fillSmall();
        session = std::make_unique<ClusterSession>(std::move(owned), clock);
        entities.setSession(session.get());
        auto *row = new QHBoxLayout(&window);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(0);
        page = new AssignmentsPage(&entities, &window);
        drawer = new Panel(&Tokens::surface, &window);
        drawer->setHairlines(Qt::LeftEdge);
        drawer->setFixedWidth(360);
        auto *inside = new QHBoxLayout(drawer);
        inside->setContentsMargins(1, 0, 0, 0);
        inside->addWidget(page->side());
        row->addWidget(page, 1);
        row->addWidget(drawer);
        drawer->hide();
        QObject::connect(page, &AssignmentsPage::sideRequested, drawer, [this] {
            drawer->show();
            page->side()->show();
        });
        QObject::connect(page, &AssignmentsPage::sideCloseRequested, drawer, [this] {
            drawer->hide();
            page->focusList();
        });
        // The room between header, sidebar and status bar of the reference.
        window.resize(1232, 826);
    }
    ~PinDesk()
    {
        delete drawer;
        delete page;
        entities.setSession(nullptr);
    }
    Q_DISABLE_COPY_MOVE(PinDesk)

    //! Connects, shows the window, and waits until everything is there.
    bool isReady()
    {
        session->start();
        window.show();
        window.activateWindow();
        return QTest::qWaitForWindowActive(&window) && QTest::qWaitFor([this] { return session->isLive() && session->features() == cluster->can; });
    }
    bool frame()
    {
        return QTest::qWaitFor([this] { return session->mirror().position() == cluster->state().position; });
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) { QTest::keyClick(QApplication::focusWidget(), key, modifiers); }
    const Assignment *pin(const QString &ref) const
    {
        const EntityState &state = cluster->stateOf(refOf(ref));
        return state.assignment ? &*state.assignment : nullptr;
    }

    ManualClock clock;
    PinCluster *cluster = nullptr;
    std::unique_ptr<ClusterSession> session;
    EntitiesModel entities;
    QWidget window;
    AssignmentsPage *page = nullptr;
    Panel *drawer = nullptr;

private:
    void addNode(const QString &name, NodeStatus status = NodeStatus::Online, int age = 5, bool isCordoned = false, double cpu = 0.2)
    {
        Node node = nodeCalled(name);
        node.status = status;
        node.cordoned = isCordoned;
        node.registeredAt = clock.now();
        node.lastBeatAt = Timestamp{clock.now().msSinceEpoch - age};
        node.load.cpu = cpu;
        if (status == NodeStatus::Draining)
            node.drain = Drain{};
        cluster->putNode(node);
    }
    void add(const QString &ref, const QString &node = {}, AssignmentMode mode = AssignmentMode::Strict)
    {
        cluster->put(entityCalled(ref));
        if (!node.isEmpty())
            cluster->pinAs(QStringLiteral("kim"), refOf(ref), NodeId(node), mode);
    }
    void fillSmall()
    {
        addNode(QStringLiteral("mac-office"), NodeStatus::Online, 0);
        addNode(QStringLiteral("vps-02"));
        addNode(QStringLiteral("pi-lab"), NodeStatus::Offline);
        for (const char *name : {"alpha", "beta", "gamma"})
            add(QStringLiteral("agent/") + QString::fromLatin1(name));
    }
    void fillPicture()
    {
        const auto s = [](const char *text) { return QString::fromUtf8(text); };
        using enum AssignmentMode;
        addNode(s("mac-mini-office"), NodeStatus::Online, 0);
        for (const char *name : {"vps-02", "hetzner-fsn1-a", "hetzner-fsn1-b", "gpu-box-2", "render-farm-1"})
            addNode(s(name), NodeStatus::Online, 5, false, 0.1 * static_cast<double>(qstrlen(name) % 7));
        addNode(s("studio-imac"), NodeStatus::Online, 5, true);
        addNode(s("aws-us-east-1"), NodeStatus::Draining, 5, true);
        addNode(s("pi-lab"), NodeStatus::Offline);
        add(s("agent/billing-bot"), s("aws-us-east-1"));
        add(s("agent/invoice-agent"), s("vps-02"));
        add(s("agent/lead-enricher"));
        add(s("agent/sales-bot"), s("mac-mini-office"));
        add(s("agent/support-triage"));
        add(s("agent/voice-desk"), s("vps-02"), Preferred);
        add(s("mcp/crm-mcp"), s("vps-02"), Preferred);
        add(s("mcp/docs-indexer"), s("hetzner-fsn1-a"), Preferred);
        add(s("mcp/github-mcp"));
        add(s("browser/qa-browser"), s("vps-02"), Preferred);
        add(s("browser/scraper-7"), s("pi-lab"));
        add(s("browser/price-watch"), s("hetzner-fsn1-b"), Preferred);
        add(s("js-runtime/js-sandbox"), s("hetzner-fsn1-a"));
        add(s("inference-server/llama-70b"), s("gpu-box-2"));
        add(s("inference-server/whisper-large"));
        add(s("inference-server/sd-render"), s("render-farm-1"), Preferred);
        add(s("alert-rule/disk-above-90"));
        add(s("alert-rule/queue-stuck"));
        add(s("automation/nightly-report"), s("aws-us-east-1"), Preferred);
        add(s("automation/crm-sync"), s("aws-us-east-1"));
        add(s("automation/inbox-rules"));
    }
};

} // namespace muster
