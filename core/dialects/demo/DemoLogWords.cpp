// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoLogWords.h"

#include <array>
#include <span>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! %1 is a figure of the entity or job, %2 the number of the line. A line that begins with ! is of standard error.
using Lines = std::span<const char *const>;

constexpr std::array kAgentChatter{
    "ready, 0 in flight",
    "GET https://api.example.com/v1/profile 200 %1 ms",
    "cache: 412 entries, 38 MB",
    "queue asked, nothing for us",
    "!upstream api.example.com 503, retry 1 in 2 s",
    "upstream api.example.com 200",
    "token of the upstream renewed, good for 60 min",
    "memory 214 MB, 3 threads",
};
constexpr std::array kMcpChatter{
    "tools/list 12 tools, 6 ms",
    "tools/call search %1 ms, 8 results",
    "client lead-enricher connected",
    "resources/read handbook/%2, 14 kB",
    "tools/call lookup %1 ms, 1 result",
    "!tools/call export refused: read only",
    "client lead-enricher gone after 42 s",
};
constexpr std::array kModelChatter{
    "slot 2 free, 3 busy",
    "loaded model in 38.2 s",
    "prompt 1,204 tokens, 612 tokens/s",
    "reply 312 tokens, 41.7 tokens/s",
    "batch %2: 4 sequences, 0.82 s",
    "!KV cache 91 % full, oldest sequence dropped",
    "device memory 38.1 of 48.0 GB",
};
constexpr std::array kMailWork{
    "connected to relay.mail.example, TLS 1.3",
    "message %1-%2 accepted, 250 2.0.0 Ok",
    "message %1-%2 accepted, 250 2.0.0 Ok",
    "!message %1-%2 deferred: greylisted, again in 300 s",
    "message %1-%2 accepted, 250 2.0.0 Ok",
};
constexpr std::array kChatWork{
    "ticket %1: language en, sentiment neutral",
    "3 similar tickets found",
    "draft %2: 84 words, confidence 0.91",
    "rules checked, nothing forbidden",
};
constexpr std::array kDocumentWork{
    "page %2: 14 fields, 3 unsure",
    "vendor matched: Nordlicht GmbH",
    "total 412.60 EUR, VAT 19 %",
    "!page %2 is rotated, turned by 90 degrees",
    "booked as draft %1",
};
constexpr std::array kBrowserWork{
    "GET https://shop.example.com/p/%1 200, 231 kB",
    "selector .price-now: 1 match",
    "scrolled to the end, 12 pictures",
    "!timeout after 15000 ms, shop.example.com:443",
    "retry 1 in 2 s",
    "step %2 of 14 passed",
};
constexpr std::array kModelWork{
    "step %2 of 30, 0.82 s",
    "frame %1 of 4800, latent 128 x 72",
    "chunk %2 of 52",
    "device memory 44.9 of 48.0 GB",
};
constexpr std::array kSyncWork{
    "page %2 of deals: 50 rows, 3 changed",
    "deal %1: stage open to won",
    "contact merged, 2 duplicates",
    "!deal %1 is locked by another user, again in 5 s",
    "cursor saved",
};
constexpr std::array kOtherWork{
    "read the payload, 1 item",
    "item %2 done",
    "nothing changed since last time",
    "item %2 done",
};

Lines chatterOf(const EntityRef &entity)
{
    switch (entity.kind) {
    case EntityKind::Mcp:
        return kMcpChatter;
    case EntityKind::InferenceServer:
        return kModelChatter;
    case EntityKind::Agent:
    case EntityKind::Browser:
    case EntityKind::JsRuntime:
    case EntityKind::AlertRule:
    case EntityKind::Automation:
        return kAgentChatter;
    }
    Q_UNREACHABLE();
}

Lines workOf(const EntityRef &entity)
{
    const QString id = entity.id.text();
    if (id.contains("mail"_L1) || id.contains("sales"_L1))
        return kMailWork;
    if (id.contains("triage"_L1) || id.contains("concierge"_L1) || id.contains("llama"_L1))
        return kChatWork;
    if (id.contains("invoice"_L1) || id.contains("billing"_L1))
        return kDocumentWork;
    if (entity.kind == EntityKind::Browser || id.contains("crawler"_L1))
        return kBrowserWork;
    if (entity.kind == EntityKind::InferenceServer || id.contains("vision"_L1) || id.contains("render"_L1))
        return kModelWork;
    if (id.contains("sync"_L1))
        return kSyncWork;
    return kOtherWork;
}

DemoLogText filled(Lines lines, size_t which, int figure, quint64 number)
{
    QString text = QString::fromLatin1(lines[which % lines.size()]);
    const bool isError = text.startsWith(u'!');
    if (isError)
        text.remove(0, 1);
    text.replace("%1"_L1, QString::number(figure)).replace("%2"_L1, QString::number(number));
    return {text, isError ? LogStream::Error : LogStream::Output};
}

} // namespace

DemoLogText demoChatter(const EntityRef &entity, quint64 number)
{
    const quint64 mixed = (number + 7) * 2654435761U >> 5;
    return filled(chatterOf(entity), static_cast<size_t>(mixed), static_cast<int>(mixed % 180 + 4), number);
}

DemoLogText demoWorkText(const EntityRef &entity, int figure, quint64 number)
{
    return filled(workOf(entity), static_cast<size_t>(number - 1), figure, number);
}

} // namespace muster
