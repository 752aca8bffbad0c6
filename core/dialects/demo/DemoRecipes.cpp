// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoRecipes.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace muster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::array kRecipes{
    DemoRecipe{"automation/crm-sync", "crm.push-deal", 25, 90, 3, 8, "exit-status", "deal %1 is locked",
               R"("deal":%1,"stage":"won","authorization":"Bearer 7f2c9d")", "deal %1 pushed, 4 fields changed", "crm-webhook", 5, 5000},
    DemoRecipe{"agent/sales-bot", "mail.send", 5, 25, 5, 8, "exit-status", "HTTP 503 from api.mail.example",
               R"("to":"buyer%1@example.com","template":"offer-2","smtp_password":"hunter2")",
               "accepted by api.mail.example as m-%1", "shop", 3, 2000},
    DemoRecipe{"agent/support-triage", "chat.reply", 6, 30, 8, 2, "exit-status", "no answer above confidence 0.6",
               R"("ticket":%1,"channel":"mail","language":"en")", "reply sent, ticket %1", "helpdesk"},
    DemoRecipe{"agent/invoice-agent", "invoice.extract", 40, 140, 3, 4, "exit-status", "page 3 of invoice %1 has no text layer",
               R"("invoice":"in-%1.pdf","fields":["total","vat","due"],"api_key":"sk-91bb7")",
               "invoice in-%1: total 412.60 EUR, due in 14 days", "mailroom"},
    DemoRecipe{"agent/billing-bot", "invoice.remind", 20, 60, 1, 4, "exit-status", "customer %1 has no address",
               R"("customer":%1,"level":2)", "reminder 2 sent to customer %1", "ledger"},
    DemoRecipe{"browser/scraper-7", "page.scrape", 15, 60, 1, 12, "exit-status", "ETIMEDOUT after 15 s, shop.example.com:443",
               R"("url":"https://shop.example.com/p/%1","selector":".price-now","max_pages":40,"api_key":"sk-4c1d0",)"
               R"("authorization":"Basic c2hvcDo3","proxy":"eu-residential")",
               "1 price: 39.90 EUR", "price-watch", 5, 30'000},
    DemoRecipe{"browser/qa-browser", "page.extract", 20, 70, 2, 8, "timeout", "ETIMEDOUT after 15 s",
               R"("flow":"checkout","url":"https://shop.example.com/cart/%1")", "checkout flow passed, 14 steps", "scheduler"},
    DemoRecipe{"browser/price-watch", "price.check", 15, 60, 3, 4, "exit-status", "selector .price-now not found",
               R"("shop":"shop-%1","products":120)", "120 products, 3 prices changed", "scheduler"},
    DemoRecipe{"browser/acme:price-scout", "price.check", 20, 80, 1, 3, "exit-status", "captcha on page %1",
               R"("hotel":%1,"nights":2)", "18 offers, cheapest 89 EUR", "acme-cron"},
    DemoRecipe{"mcp/docs-indexer", "embed.batch", 30, 120, 3, 2, "exit-status", "document %1 is encrypted",
               R"("first":%1,"documents":64)", "64 documents, 1,912 vectors", "docs"},
    DemoRecipe{"inference-server/whisper-large", "audio.transcribe", 90, 300, 2, 2, "exit-status", "unknown codec in call-%1",
               R"("file":"call-%1.opus","language":"auto")", "call-%1: 52 chunks, 1,204 words", "phone"},
    DemoRecipe{"inference-server/sd-render", "render.frame", 60, 240, 3, 5, "exit-status", "CUDA out of memory",
               R"("frame":%1,"of":4800,"steps":30)", "frame %1 in 0.82 s a step", "studio"},
    DemoRecipe{"inference-server/llama-70b", "chat.complete", 10, 50, 3, 1, "exit-status", "context of %1 tokens is too long",
               R"("messages":6,"max_tokens":%1)", "312 tokens", "sales-bot"},
    DemoRecipe{"agent/vision-1", "meter.read", 8, 40, 3, 2, "exit-status", "photo %1 is too dark",
               R"("photo":"meter-%1.jpg")", "meter-%1: 48213.7 kWh, confidence 0.98", "field-app"},
    DemoRecipe{"agent/transcriber", "call.summarise", 60, 200, 1, 2, "exit-status", "call-%1 has no speech",
               R"("call":%1,"length_s":412)", "summary of call %1: 6 sentences", "phone"},
    DemoRecipe{"agent/crawler-a", "site.crawl", 120, 400, 2, 3, "exit-status", "robots.txt of site %1 forbids it",
               R"("site":%1,"depth":3)", "214 pages, 9 new products", "scheduler"},
    DemoRecipe{"agent/digest", "digest.build", 30, 90, 1, 1, "exit-status", "no news",
               R"("readers":%1)", "digest for %1 readers", "scheduler"},
    DemoRecipe{"agent/mail-in", "mail.sort", 5, 20, 5, 1, "exit-status", "message %1 has no body",
               R"("message":%1)", "message %1 to folder Suppliers", "mailroom"},
    DemoRecipe{"agent/mail-out", "mail.batch", 40, 200, 0, 2, "exit-status", "relay refused message %1",
               R"("batch":%1,"messages":250)", "250 messages of batch %1", "mailroom"},
    DemoRecipe{"js-runtime/js-sandbox", "code.run", 4, 15, 3, 6, "exit-status", "TypeError: x%1 is not a function",
               R"("script":"tenant-%1.js")", "returned 3 rows", "customers"},
    DemoRecipe{"automation/nightly-report", "report.build", 90, 240, 0, 2, "exit-status", "figures of day %1 are missing",
               R"("day":%1)", "report of day %1, 14 pages", "scheduler"},
    DemoRecipe{"automation/inbox-rules", "rule.apply", 4, 10, 4, 1, "exit-status", "rule %1 matches itself",
               R"("rule":%1)", "rule %1: 2 messages moved", "mailroom"},
    DemoRecipe{"automation/acme:stock-sync", "stock.sync", 15, 40, 2, 3, "exit-status", "warehouse %1 does not answer",
               R"("warehouse":%1,"token":"wh-aa81")", "812 articles, 17 changed", "acme-cron"},
    DemoRecipe{"agent/acme:concierge", "chat.reply", 6, 25, 2, 2, "exit-status", "room %1 is unknown",
               R"("room":%1,"language":"fr")", "answered room %1", "acme-app"},
    DemoRecipe{"agent/studio:scene-render", "scene.render", 200, 500, 1, 4, "exit-status", "texture of scene %1 is missing",
               R"("scene":%1,"frames":240)", "scene %1, 240 frames", "noor"},
    DemoRecipe{"agent/door-cam", "face.match", 4, 12, 0, 3, "exit-status", "nobody at the door",
               R"("frame":%1)", "known: noor", "lab"},
};

QString filled(const char *text, int number)
{
    return QString::fromUtf8(text).replace("%1"_L1, QString::number(number));
}

} // namespace

const DemoRecipe *demoRecipeOf(const EntityRef &entity)
{
    const QByteArray text = entity.text().toLatin1();
    for (const DemoRecipe &one : kRecipes) {
        if (text == one.entity)
            return &one;
    }
    return nullptr;
}

const DemoRecipe &demoRecipeBy(DemoRandom *random)
{
    int all = 0;
    for (const DemoRecipe &one : kRecipes)
        all += one.weight;
    int at = random->between(0, all - 1);
    for (const DemoRecipe &one : kRecipes) {
        at -= one.weight;
        if (at < 0)
            return one;
    }
    return kRecipes.front();
}

JobRequest demoRequestOf(const DemoRecipe &recipe, int number)
{
    JobRequest request;
    request.entity = *EntityRef::parse(QString::fromLatin1(recipe.entity), {});
    request.payload = u"{\"task\":\"%1\",%2}"_s.arg(QString::fromLatin1(recipe.task), filled(recipe.payload, number)).toUtf8();
    request.attempts = recipe.attempts;
    request.backoff = milliseconds(recipe.backoffMs);
    return request;
}

int demoFigureOf(const Job &job)
{
    const QByteArray &payload = job.payload;
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    const auto first = std::find_if(payload.cbegin(), payload.cend(), isDigit);
    const auto end = std::find_if_not(first, payload.cend(), isDigit);
    return QByteArray(first, std::min<qsizetype>(end - first, 8)).toInt();
}

DemoPlan demoPlanOf(const DemoJob &job, quint32 seed)
{
    DemoRandom fate(seed ^ static_cast<quint32>(job.number * 2654435761U));
    DemoRandom random(seed ^ static_cast<quint32>(job.number * 2654435761U + quint64(job.job.attemptsMade) * 97U));
    const DemoRecipe *recipe = demoRecipeOf(job.job.entity);
    DemoPlan plan;
    if (!recipe) {
        plan.span = milliseconds(random.between(3000, 9000));
        plan.output = QString::fromUtf8(job.job.payload.left(4096));
        return plan;
    }
    plan.span = milliseconds(random.between(recipe->least * 1000, recipe->most * 1000));
    plan.output = filled(recipe->output, demoFigureOf(job.job));
    const bool isDoomed = fate.between(0, 999) < 3 * recipe->failures; // However often it tries.
    if (isDoomed || random.between(0, 99) < recipe->failures)
        plan.failure = demoErrorOf(*recipe, job.job);
    if (job.job.attemptTimeout.count() > 0 && plan.span > job.job.attemptTimeout) {
        plan.span = job.job.attemptTimeout;
        plan.failure = JobError{u"timeout"_s, u"the attempt took longer than %1 ms"_s.arg(job.job.attemptTimeout.count())};
    }
    return plan;
}

JobError demoErrorOf(const DemoRecipe &recipe, const Job &job)
{
    return {QString::fromLatin1(recipe.code), filled(recipe.error, demoFigureOf(job))};
}

QString demoTaskOf(const QByteArray &payload)
{
    return QJsonDocument::fromJson(payload).object().value("task"_L1).toString(u"run"_s);
}

} // namespace muster
