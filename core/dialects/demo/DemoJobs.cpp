// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoJobs.h"

#include "core/dialects/demo/DemoRecipes.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace muster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using enum JobState;

//! One job that the pictures show, or that a page needs. Times in seconds.
struct Row {
    const char *entity;
    JobState state;
    int ago;  // When it last changed: ended, began to wait, or began to run.
    int made; // Attempts.
    int left = 0; // Until it ends or begins.
    int figure = 0;
    const char *id = "";
    const char *node = ""; // Where it ran; else where its entity is.
};

constexpr std::array kTable{
    Row{"automation/crm-sync", Failed, 360, 5, 0, 5512, "j-8f0a41"},
    Row{"agent/sales-bot", Failed, 540, 3, 0, 3381, "j-8ef7c9"},
    Row{"inference-server/sd-render", Failed, 1320, 3, 0, 2188, "j-8ee210"},
    Row{"browser/qa-browser", Failed, 1860, 3, 0, 77, "j-8ed933"},

    Row{"browser/scraper-7", Waiting, 830, 2, 0, 8812, "j-8f31c2"},
    Row{"browser/scraper-7", Waiting, 790, 0}, Row{"browser/scraper-7", Waiting, 730, 0},
    Row{"browser/scraper-7", Waiting, 610, 0}, Row{"browser/scraper-7", Waiting, 480, 0},
    Row{"browser/scraper-7", Waiting, 350, 0}, Row{"browser/scraper-7", Waiting, 220, 0},
    Row{"agent/billing-bot", Waiting, 182, 0, 0, 4117, "j-8f3310"},
    Row{"agent/billing-bot", Waiting, 131, 0, 0, 4118, "j-8f3318"},
    Row{"automation/crm-sync", Waiting, 305, 0},
    Row{"mcp/docs-indexer", Waiting, 48, 0, 0, 640, "j-8f3344"}, Row{"mcp/docs-indexer", Waiting, 31, 0, 0, 704},
    Row{"agent/door-cam", Waiting, 505, 0}, Row{"agent/door-cam", Waiting, 97, 0},
    Row{"inference-server/whisper-large", Waiting, 75, 0}, Row{"inference-server/whisper-large", Waiting, 52, 0},
    Row{"inference-server/whisper-large", Waiting, 17, 0}, Row{"inference-server/llama-70b", Waiting, 8, 0},
    Row{"js-runtime/js-sandbox", Waiting, 1082, 0, 0, 0, "j-8f2a00"}, Row{"js-runtime/js-sandbox", Waiting, 1010, 0},
    Row{"js-runtime/js-sandbox", Waiting, 871, 0}, Row{"js-runtime/js-sandbox", Waiting, 640, 1},
    Row{"js-runtime/js-sandbox", Waiting, 402, 0}, Row{"js-runtime/js-sandbox", Waiting, 88, 0},

    Row{"automation/crm-sync", Active, 665, 1, 260, 5530, "j-8f1d02"},
    Row{"agent/mail-out", Active, 385, 1, 150, 0, "", "aws-us-east-1"},
    Row{"automation/nightly-report", Active, 300, 1, 45, 0, "", "aws-us-east-1"},
    Row{"agent/invoice-agent", Active, 64, 1, 48, 9204, "j-8f2e07"},
    Row{"agent/support-triage", Active, 12, 1, 9, 4417, "j-8f2f55"},
    Row{"agent/sales-bot", Active, 9, 1, 12, 3390, "j-8f2f81"},
    Row{"inference-server/whisper-large", Active, 121, 1, 95, 311, "j-8f2b90"},
    Row{"inference-server/whisper-large", Active, 70, 1, 160}, Row{"inference-server/llama-70b", Active, 21, 1, 18},
    Row{"agent/vision-1", Active, 11, 1, 14}, Row{"agent/transcriber", Active, 102, 1, 40},
    Row{"mcp/docs-indexer", Active, 66, 1, 33, 512}, Row{"agent/crawler-a", Active, 240, 1, 90},
    Row{"automation/acme:stock-sync", Active, 19, 1, 12}, Row{"browser/price-watch", Active, 34, 1, 20},
    Row{"inference-server/sd-render", Active, 77, 1, 60, 2201, "j-8f2c14"},
    Row{"inference-server/sd-render", Active, 58, 1, 110, 2202, "j-8f2c15"},
    Row{"inference-server/sd-render", Active, 20, 1, 170, 2203}, Row{"agent/studio:scene-render", Active, 310, 1, 130},

    Row{"agent/sales-bot", Delayed, 4, 2, 40, 3372, "j-8f3001"},
    Row{"automation/nightly-report", Delayed, 20'000, 0, 32'400, 0, "j-8f3007"},
    Row{"automation/acme:stock-sync", Delayed, 120, 0, 180}, Row{"automation/crm-sync", Delayed, 360, 0, 540},
    Row{"agent/digest", Delayed, 9000, 0, 14'400}, Row{"browser/qa-browser", Delayed, 2100, 0, 1500},
    Row{"browser/price-watch", Delayed, 900, 0, 720}, Row{"browser/acme:price-scout", Delayed, 720, 0, 1080},
    Row{"agent/crawler-a", Delayed, 1200, 0, 2400},

    Row{"inference-server/sd-render", Cancelled, 2700, 0}, Row{"agent/studio:scene-render", Cancelled, 5300, 1},
    Row{"browser/acme:price-scout", Cancelled, 9900, 0},
};

constexpr int kCompletedLastHour = 141;
constexpr int kCompletedBefore = 70;
constexpr int kFleetJobs = 120;

struct Past {
    Timestamp start;
    const QList<EntityState> &entities;
    DemoRandom random;
};

NodeId nodeOf(const EntityRef &entity, const QList<EntityState> &entities)
{
    const auto found = std::ranges::find_if(entities, [&entity](const EntityState &one) { return one.entity.ref == entity; });
    if (found == entities.end())
        return {};
    return found->assignment ? found->assignment->node : found->placement.node;
}

//! Attempts that follow each other with the pauses of the rule, the last of which ends at \a end.
void fillHistory(DemoJob *one, const DemoRecipe &recipe, int made, Timestamp end, Past *past)
{
    Job &job = one->job;
    for (int number = made; number > 0; --number) {
        const Timestamp begun = end - milliseconds(past->random.between(recipe.least * 700, recipe.most * 1000));
        job.history.prepend({number, job.node, begun, end, demoErrorOf(recipe, job)});
        end = begun - milliseconds(std::llround(double(recipe.backoffMs) * std::exp2(number - 2)));
    }
    job.attemptsMade = made;
    if (made > 0) {
        job.startedAt = job.history.last().startedAt;
        job.error = job.history.last().error;
        job.createdAt = job.history.first().startedAt - milliseconds(past->random.between(900, 4000));
    }
}

DemoJob jobOf(const DemoRecipe &recipe, int figure, const NodeId &node)
{
    const JobRequest request = demoRequestOf(recipe, figure);
    DemoJob one;
    one.job.entity = request.entity;
    one.job.queue = queueOf(request.entity);
    one.job.payload = request.payload;
    one.job.attempts = *request.attempts; // A recipe names both.
    one.job.backoff = *request.backoff;
    one.job.node = node;
    one.job.createdBy = QString::fromLatin1(recipe.by);
    return one;
}

//! It runs since \a begun, and succeeds at \a end unless that is nullopt.
void succeed(DemoJob *one, Timestamp begun, std::optional<Timestamp> end, quint32 seed)
{
    Job &job = one->job;
    job.attemptsMade = 1;
    job.startedAt = begun;
    one->plan = demoPlanOf(*one, seed);
    one->plan.failure.reset();
    job.history = {{1, job.node, begun, end, {}}};
    job.finishedAt = end;
    job.state = end ? Completed : Active;
    if (end)
        job.result = demoResultOf(one->plan.output);
}

DemoJob jobOf(const Row &row, quint32 seed, Past *past)
{
    const EntityRef entity = *EntityRef::parse(QString::fromLatin1(row.entity), {});
    const DemoRecipe &recipe = *demoRecipeOf(entity);
    const NodeId node = *row.node ? NodeId(QString::fromLatin1(row.node)) : nodeOf(entity, past->entities);
    const int figure = row.figure ? row.figure : past->random.between(1000, 9000);
    DemoJob one = jobOf(recipe, figure, row.made > 0 ? node : NodeId());
    Job &job = one.job;
    job.id = JobId(QString::fromLatin1(row.id));
    job.state = row.state;
    job.createdAt = past->start - milliseconds(row.ago * 1000 + past->random.between(0, 900));
    const Timestamp since = job.createdAt;
    if (row.state == Active) {
        succeed(&one, since, std::nullopt, seed);
        one.plan.span = past->start + milliseconds(row.left * 1000) - since;
        job.createdAt = since - milliseconds(past->random.between(600, 8000));
    } else {
        fillHistory(&one, recipe, row.made, since, past);
    }
    if (row.state == Delayed)
        job.runAt = past->start + milliseconds(row.left * 1000);
    if (isOver(row.state))
        job.finishedAt = since;
    return one;
}

//! The job of the picture: its node went away while it ran.
void loseNode(DemoJob *one, Timestamp start)
{
    Job &job = one->job;
    one->nodesLost = 1;
    job.history = {{1, job.node, start - 910s, start - 892s, job.error},
                   {2, job.node, start - 861s, start - 830s, JobError{u"node-lost"_s, u"%1 was lost while it ran this"_s.arg(job.node.text())}}};
    job.createdAt = start - 914s;
    job.startedAt = job.history.last().startedAt;
    job.error = job.history.last().error;
}

DemoJob completed(int leastAgo, int mostAgo, quint32 seed, Past *past)
{
    const DemoRecipe &recipe = demoRecipeBy(&past->random);
    const NodeId node = nodeOf(*EntityRef::parse(QString::fromLatin1(recipe.entity), {}), past->entities);
    DemoJob one = jobOf(recipe, past->random.between(1000, 9000), node);
    const Timestamp end = past->start - milliseconds(past->random.between(leastAgo * 1000, mostAgo * 1000));
    const Timestamp begun = end - milliseconds(past->random.between(recipe.least * 1000, recipe.most * 1000));
    one.job.createdAt = begun - milliseconds(past->random.between(300, 6000));
    succeed(&one, begun, end, seed);
    return one;
}

//! Of a thousand nodes: their agents crawl.
DemoJob fleetJob(int number, quint32 seed, Past *past)
{
    const EntityState &agent = past->entities.at(past->random.between(20, static_cast<int>(past->entities.size()) - 1));
    DemoJob one;
    one.job.entity = agent.entity.ref;
    one.job.queue = queueOf(agent.entity.ref);
    one.job.payload = u"{\"task\":\"site.crawl\",\"site\":%1}"_s.arg(number).toUtf8();
    one.job.node = nodeOf(agent.entity.ref, past->entities);
    const bool isRunning = number % 3 == 0;
    const Timestamp begun = past->start - milliseconds(past->random.between(1000, isRunning ? 4000 : 900'000) + 4000);
    one.job.createdAt = begun - 1s;
    succeed(&one, begun, isRunning ? std::nullopt : std::optional(begun + milliseconds(past->random.between(2000, 4900))), seed);
    one.plan.span += 9s;
    return one;
}

} // namespace

QList<DemoJob> demoJobs(const DemoOptions &options, Timestamp start, const QList<EntityState> &entities)
{
    QList<DemoJob> jobs;
    if (options.isBare)
        return jobs;
    Past past{start, entities, DemoRandom(options.seed)}; // Its own: the fleet must not depend on it.
    if (options.scenario == DemoScenario::Fleet1000) {
        for (int i = 0; i < kFleetJobs; ++i)
            jobs.append(fleetJob(i, options.seed, &past));
    } else {
        for (const Row &row : kTable)
            jobs.append(jobOf(row, options.seed, &past));
        const auto lost = std::ranges::find_if(jobs, [](const DemoJob &one) { return one.job.id.text() == "j-8f31c2"_L1; });
        loseNode(&*lost, start);
        for (int i = 0; i < kCompletedLastHour; ++i)
            jobs.append(completed(5, 3590, options.seed, &past));
        for (int i = 0; i < kCompletedBefore; ++i)
            jobs.append(completed(3600, 20'000, options.seed, &past));
    }
    std::ranges::stable_sort(jobs, {}, [](const DemoJob &one) { return one.job.createdAt.msSinceEpoch; });
    return jobs;
}

QString demoPausedQueue(const DemoOptions &options)
{
    return options.isBare ? QString() : wordOf(EntityKind::JsRuntime);
}

} // namespace muster
