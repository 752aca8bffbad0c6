// SPDX-License-Identifier: Apache-2.0
#pragma once
// The page of jobs with its drawer over a cluster that has what picture 04 shows.

#include "tests/support/JobsCluster.h"
#include "tests/support/ManualClock.h"
#include "tests/support/NodeBuilder.h"
#include "ui/jobs/JobDetails.h"
#include "ui/jobs/JobList.h"
#include "ui/jobs/JobsPage.h"
#include "ui/kit/Button.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QHBoxLayout>
#include <QTest>

namespace muster {

inline bool hasText(QWidget *where, const QString &text)
{
    const QList<PlainLabel *> labels = where->findChildren<PlainLabel *>();
    return std::ranges::any_of(labels, [&text](const PlainLabel *label) { return label->isVisible() && label->text().contains(text); });
}

inline Button *buttonCalled(QWidget *where, const QString &text)
{
    const QList<Button *> buttons = where->findChildren<Button *>();
    for (Button *button : buttons) {
        if (button->isVisible() && button->text() == text)
            return button;
    }
    return nullptr;
}

//! Jobs of every state; the entity scraper-7 is pinned strictly to pi-lab, which is offline.
struct JobsStage {
    Theme theme;
    ManualClock clock;
    JobsCluster *cluster = nullptr;
    std::unique_ptr<ClusterSession> session;
    QWidget window;
    JobsPage *page = nullptr;
    Panel *drawer = nullptr;
    JobDetails *details = nullptr;
    JobId failed;
    JobId waiting;
    JobId active;
    JobId completed;

    explicit JobsStage(bool isFilled = true)
    {
        auto made = std::make_unique<JobsCluster>();
        cluster = made.get();
        cluster->state.takenAt = clock.now();
        addNodes();
        if (isFilled)
            addJobs();
        session = std::make_unique<ClusterSession>(std::move(made), clock);
        window.resize(1232, 826);
        auto *layout = new QHBoxLayout(&window);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        page = new JobsPage(session.get(), &window);
        drawer = new Panel(&Tokens::surface, &window);
        drawer->setHairlines(Qt::LeftEdge);
        drawer->setFixedWidth(400);
        auto *inside = new QHBoxLayout(drawer);
        inside->setContentsMargins(1, 0, 0, 0);
        details = new JobDetails(page->model(), page->actions(), drawer);
        inside->addWidget(details);
        layout->addWidget(page, 1);
        layout->addWidget(drawer);
        drawer->hide();
        QObject::connect(page, &JobsPage::openRequested, details, [this](const JobId &job) {
            drawer->show();
            details->setJob(job);
        });
    }
    ~JobsStage()
    {
        delete drawer;
        delete page;
    }
    Q_DISABLE_COPY_MOVE(JobsStage)

    bool show(int rows = -1)
    {
        window.show();
        session->start();
        const int wanted = rows < 0 ? static_cast<int>(cluster->all.size()) : rows;
        return QTest::qWaitForWindowExposed(&window)
            && QTest::qWaitFor([this, wanted] { return session->isLive() && page->model()->rowCount() == wanted && page->queues()->isKnown(); }, 5000);
    }
    bool open(const JobId &job)
    {
        page->selectJob(job);
        drawer->show();
        details->setJob(job);
        return QTest::qWaitFor([this, job] { return details->follower()->job() && details->follower()->job()->id == job; }, 5000);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : page, key, modifiers);
    }

private:
    Node node(const char *name, NodeStatus status, std::chrono::seconds beat) const
    {
        Node one = nodeCalled(QString::fromLatin1(name));
        one.status = status;
        one.lastBeatAt = clock.now() - beat;
        return one;
    }
    void addNodes()
    {
        cluster->state.nodes = {node("vps-02", NodeStatus::Online, std::chrono::seconds(4)),
                                node("mac-mini-office", NodeStatus::Online, std::chrono::seconds(2)),
                                node("pi-lab", NodeStatus::Offline, std::chrono::seconds(14 * 60))};
        for (const char *id : {"crm-sync", "sales-bot", "scraper-7", "billing-bot", "support-triage", "hello"}) {
            EntityState state;
            state.entity.ref.id = EntityId(QString::fromLatin1(id));
            state.placement.node = NodeId(QStringLiteral("vps-02"));
            if (state.entity.ref.id.text() == QLatin1String("scraper-7")) {
                state.assignment = Assignment{.entity = state.entity.ref, .node = NodeId(QStringLiteral("pi-lab")),
                                              .mode = AssignmentMode::Strict, .updatedAt = {}, .updatedBy = {}, .version = 3};
                state.placement.node = NodeId(QStringLiteral("pi-lab"));
            }
            cluster->state.entities.append(state);
        }
    }
    JobId add(JobState state, const char *entity, const char *on, std::chrono::seconds ago)
    {
        Job job = cluster->made(static_cast<int>(cluster->all.size()), state);
        job.entity.id = EntityId(QString::fromLatin1(entity));
        job.createdAt = clock.now() - ago - std::chrono::seconds(30);
        job.createdBy = QStringLiteral("price-watch");
        job.node = NodeId(QString::fromLatin1(on));
        if (job.startedAt)
            job.startedAt = clock.now() - ago - std::chrono::seconds(12);
        if (job.finishedAt)
            job.finishedAt = clock.now() - ago;
        job.payload = "{\"url\":\"https://shop.example.com/p/8812\",\"max_pages\":40,\"api_key\":\"k-123\",\"authorization\":\"Bearer x\"}";
        cluster->all.append(job); // As they are listed: newest first.
        return job.id;
    }
    void addJobs()
    {
        using namespace std::chrono_literals;
        add(JobState::Completed, "support-triage", "mac-mini-office", 14s);
        add(JobState::Delayed, "sales-bot", "", 20s);
        cluster->all.last().runAt = clock.now() + 40s;
        cluster->all.last().attemptsMade = 2;
        cluster->all.last().waitingFor = Waiting{WaitReason::Backoff, {}};
        cluster->all.last().error = JobError{QStringLiteral("timeout"), QStringLiteral("HTTP 503 from api.mail.example")};
        active = add(JobState::Active, "billing-bot", "vps-02", 60s);
        add(JobState::Waiting, "billing-bot", "", 120s);
        cluster->all.last().waitingFor = Waiting{WaitReason::Concurrency, {}};
        failed = add(JobState::Failed, "crm-sync", "vps-02", 360s);
        cluster->all.last().attemptsMade = 3;
        cluster->all.last().error = JobError{QStringLiteral("exit-status"), QStringLiteral("deal 5512 is locked")};
        add(JobState::Failed, "sales-bot", "mac-mini-office", 540s);
        cluster->all.last().error = JobError{QStringLiteral("timeout"), QStringLiteral("ETIMEDOUT after 15 s")};
        waiting = add(JobState::Waiting, "scraper-7", "", 14min);
        Job &job = cluster->all.last();
        job.waitingFor = Waiting{WaitReason::StrictNodeOffline, QStringLiteral("pi-lab is offline; strict work never falls back")};
        job.attemptsMade = 2;
        job.attempts = 5;
        job.backoff = 30s;
        const NodeId piLab(QStringLiteral("pi-lab"));
        job.history = {{1, piLab, clock.now() - 16min, clock.now() - 16min + 18s, JobError{QStringLiteral("x"), QStringLiteral("ETIMEDOUT after 15 s, shop.example.com:443")}},
                       {2, piLab, clock.now() - 15min, clock.now() - 15min + 31s, JobError{QStringLiteral("node-lost"), QStringLiteral("Node went offline while running; requeued")}}};
        completed = add(JobState::Completed, "hello", "vps-02", 20min);
        cluster->all.last().result = "{\"exitStatus\":0,\"output\":\"{\\\"x\\\":1}done\\n\"}";
        add(JobState::Cancelled, "sales-bot", "", 30min);
        for (int i = 0; i < 20; ++i)
            add(JobState::Completed, i % 3 ? "support-triage" : "billing-bot", i % 2 ? "vps-02" : "mac-mini-office", std::chrono::seconds(2400 + 60 * i));
    }
};

} // namespace muster
