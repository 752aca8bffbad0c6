// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoEntities.h"

#include "core/dialects/demo/DemoRecipes.h"
#include "core/domain/AgentSettings.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace muster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! Whether an entity is pinned, and how.
enum class Pin { None, Strict, Preferred };

//! One line of the table. Names and pins are what the pictures show.
struct Row {
    const char *ref;
    const char *subtitle;
    const char *needs = ""; // Comma-separated.
    Pin pin = Pin::None;
    const char *node = "";
    const char *by = "you"; // Who pinned it,
    int days = 3;           // so long ago,
    int version = 1;        // as the so-manieth change of its pin.
    const char *secret = "";
};

constexpr std::array kTable{
    Row{"agent/acme:concierge", "Answers guests of the Acme hotels"},
    Row{"agent/billing-bot", "Books payments, sends reminders", "", Pin::Strict, "aws-us-east-1", "kim", 12, 3, "LEDGER_KEY"},
    Row{"agent/crawler-a", "Shops in Germany", "docker", Pin::Preferred, "hetzner-fsn1-a", "you", 30},
    Row{"agent/crawler-c", "Shops in France", "docker", Pin::Preferred, "hetzner-fsn1-b", "you", 30},
    Row{"agent/digest", "What happened today, by mail", "", Pin::Preferred, "hetzner-fsn1-b", "you", 21},
    Row{"agent/door-cam", "Who is at the door of the lab", "camera", Pin::Preferred, "pi-lab", "you", 60},
    Row{"agent/faq-bot", "Answers what was asked before", "", Pin::Preferred, "aws-us-east-1", "kim", 9},
    Row{"agent/front-desk-pt", "Telephone, Lisbon", "voice", Pin::Preferred, "edge-lisbon", "kim", 40},
    Row{"agent/invoice-agent", "Reads invoices", "docker", Pin::Strict, "vps-02", "you", 5, 2, "MAILBOX_PASSWORD"},
    Row{"agent/lead-enricher", "Completes leads of the site"},
    Row{"agent/mail-in", "Sorts what comes in", "", Pin::Preferred, "aws-us-east-1", "kim", 9},
    Row{"agent/mail-out", "Sends what may be sent", "", Pin::Preferred, "aws-us-east-1", "kim", 9, 2, "SMTP_PASSWORD"},
    Row{"agent/sales-bot", "First answer to new customers", "", Pin::Strict, "mac-mini-office", "you", 2, 4, "CRM_TOKEN"},
    Row{"agent/studio:podcast-cutter", "Cuts the silence out", "voice", Pin::Strict, "studio-imac", "noor", 15},
    Row{"agent/studio:scene-render", "Scenes of the trailer", "blender", Pin::Preferred, "render-farm-1", "noor", 15},
    Row{"agent/support-triage", "Who should answer this ticket"},
    Row{"agent/transcriber", "Calls to text", "gpu", Pin::Preferred, "gpu-box-2", "you", 18},
    Row{"agent/vision-1", "Reads meters in photos", "cuda-12", Pin::Strict, "gpu-box-2", "you", 18},
    Row{"agent/voice-desk", "Telephone, head office", "", Pin::Preferred, "vps-02", "kim", 1, 41},
    Row{"mcp/acme:shop-mcp", "Tools of the Acme shop", "", Pin::Preferred, "mac-mini-office", "kim", 25},
    Row{"mcp/crm-mcp", "Tools of the CRM", "docker", Pin::Preferred, "vps-02", "you", 33, 1, "CRM_TOKEN"},
    Row{"mcp/docs-indexer", "Search in the handbook", "docker", Pin::Preferred, "hetzner-fsn1-a", "you", 33},
    Row{"mcp/github-mcp", "Tools of the repositories", "", Pin::None, "", "", 0, 1, "GITHUB_TOKEN"},
    Row{"browser/acme:price-scout", "Prices of other hotels", "browser", Pin::Preferred, "hetzner-fsn1-b", "kim", 7},
    Row{"browser/price-watch", "Prices of other shops", "browser", Pin::Preferred, "hetzner-fsn1-b", "you", 7},
    Row{"browser/qa-browser", "Plays the checkout each hour", "browser", Pin::Preferred, "vps-02", "you", 11},
    Row{"browser/scraper-7", "Pages behind the lab's address", "", Pin::Strict, "pi-lab", "you", 6, 2},
    Row{"js-runtime/js-sandbox", "Code of customers, fenced", "docker", Pin::Strict, "hetzner-fsn1-a", "you", 0, 5},
    Row{"js-runtime/studio:thumbnails", "Small pictures of large ones"},
    Row{"inference-server/llama-70b", "Chat model", "cuda-12", Pin::Strict, "gpu-box-2", "you", 20},
    Row{"inference-server/sd-render", "Images", "gpu", Pin::Preferred, "render-farm-1", "you", 20},
    Row{"inference-server/whisper-large", "Speech to text", "cuda-12"},
    Row{"alert-rule/acme:orders-stuck", "No order for 30 min by day"},
    Row{"alert-rule/disk-above-90", "Any disk above 90 %"},
    Row{"alert-rule/queue-stuck", "Oldest waiting job above 10 min"},
    Row{"automation/acme:stock-sync", "Stock of the shop, each 5 min", "docker", Pin::Preferred, "hetzner-fsn1-a", "kim", 8},
    Row{"automation/crm-sync", "Deals and contacts, each 15 min", "", Pin::Strict, "aws-us-east-1", "kim", 14, 2, "CRM_TOKEN"},
    Row{"automation/inbox-rules", "Rules of the shared inbox"},
    Row{"automation/nightly-report", "Figures of the day, at 21:00", "", Pin::Preferred, "aws-us-east-1", "you", 14},
    Row{"automation/studio:publish", "Episodes to all platforms"},
};

QJsonObject settingsOf(const EntityRef &ref)
{
    const QString id = ref.id.text();
    switch (ref.kind) {
    case EntityKind::Agent: {
        AgentSettings settings;
        settings.argv = {u"/usr/bin/python3"_s, u"-m"_s, QString(id).replace(u'-', u'_')};
        settings.env = {{u"LOG_LEVEL"_s, u"info"_s}, {u"TENANT"_s, ref.tenant.text()}};
        return settings.toJson();
    }
    case EntityKind::Mcp:
        return {{u"transport"_s, u"stdio"_s}, {u"tools"_s, 12}};
    case EntityKind::Browser:
        return {{u"engine"_s, u"chromium"_s}, {u"tabs"_s, 4}};
    case EntityKind::JsRuntime:
        return {{u"memoryMiB"_s, 256}, {u"network"_s, false}};
    case EntityKind::InferenceServer:
        return {{u"model"_s, id}, {u"slots"_s, 4}};
    case EntityKind::AlertRule:
        return {{u"everyMs"_s, 60'000}};
    case EntityKind::Automation:
        return {{u"schedule"_s, id == "nightly-report"_L1 ? u"0 21 * * *"_s : u"*/15 * * * *"_s}};
    }
    Q_UNREACHABLE();
}

//! What is kept running all the time; the others run once a job, and only they get any.
bool isResident(const EntityRef &ref)
{
    const bool mayBe = ref.kind == EntityKind::Agent || ref.kind == EntityKind::Mcp || ref.kind == EntityKind::InferenceServer;
    return mayBe && !demoRecipeOf(ref);
}

Entity entityCalled(const QString &text, Timestamp created)
{
    Entity entity;
    entity.ref = *EntityRef::parse(text, {});
    entity.isResident = isResident(entity.ref);
    entity.settings = settingsOf(entity.ref);
    entity.createdAt = entity.updatedAt = created;
    return entity;
}

EntityState stateOf(const Row &row, Timestamp start, const QList<DemoNode> &fleet)
{
    const Timestamp pinnedAt = start - 24h * row.days - 143min;
    EntityState state{entityCalled(QString::fromLatin1(row.ref), start - 24h * 75), {}, {}};
    state.entity.subtitle = QString::fromLatin1(row.subtitle);
    state.entity.needs = QString::fromLatin1(row.needs).split(u',', Qt::SkipEmptyParts);
    if (*row.secret)
        state.entity.secrets = {QString::fromLatin1(row.secret)};
    const NodeId node(QString::fromLatin1(row.node));
    const bool isThere = std::ranges::any_of(fleet, [&node](const DemoNode &one) { return one.node.id() == node; });
    if (row.pin != Pin::None && isThere) {
        const AssignmentMode mode = row.pin == Pin::Strict ? AssignmentMode::Strict : AssignmentMode::Preferred;
        state.assignment = Assignment{state.entity.ref, node, mode, pinnedAt, QString::fromLatin1(row.by),
                                      static_cast<quint64>(row.version)};
    }
    return state;
}

//! One agent a node, nearly all of them pinned.
EntityState agentOf(const Node &node, qsizetype number, Timestamp start)
{
    const QString name = u"crawler-%1"_s.arg(number, 4, 10, QLatin1Char('0'));
    EntityState state{entityCalled(u"agent/"_s + (number % 10 == 3 ? u"acme:"_s : QString()) + name, start - 24h * 75), {}, {}};
    if (number % 10 != 9) {
        const AssignmentMode mode = number % 8 == 0 ? AssignmentMode::Strict : AssignmentMode::Preferred;
        state.assignment = Assignment{state.entity.ref, node.id(), mode, start - 24h * 30, u"you"_s, 1};
    }
    return state;
}

} // namespace

QList<EntityState> demoEntities(const DemoOptions &options, Timestamp start, const QList<DemoNode> &fleet)
{
    QList<EntityState> all;
    if (options.isBare)
        return all;
    for (const Row &row : kTable)
        all.append(stateOf(row, start, fleet));
    if (options.scenario == DemoScenario::Fleet1000) {
        for (qsizetype i = 0; i < fleet.size(); ++i)
            all.append(agentOf(fleet.at(i).node, i, start));
    }
    std::ranges::sort(all, [](const EntityState &a, const EntityState &b) { return a.entity.ref < b.entity.ref; });
    return all;
}

} // namespace muster
