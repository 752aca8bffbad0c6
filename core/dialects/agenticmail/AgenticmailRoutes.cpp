// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailRoutes.h"

#include "core/dialects/agenticmail/AgenticmailConsoleApi.h"
#include "core/dialects/agenticmail/AgenticmailWorkerApi.h"
#include "core/wire/Router.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kNoBody = 0;

} // namespace

//! What answers; the roster first, as the others listen to it.
struct AgenticmailRoutes::Parts {
    AgenticmailRoster roster;
    AgenticmailFeed feed;
    AgenticmailConsoleApi console;
    AgenticmailWorkerApi workers;

    Parts(Cluster &cluster, const Clock &clock, milliseconds keepAlive)
        : roster(cluster), feed(roster, clock, keepAlive), console(cluster, roster, feed), workers(cluster, roster, clock)
    {
    }
};

AgenticmailRoutes::AgenticmailRoutes(const Clock &clock, milliseconds keepAlive) : m_clock(clock), m_keepAlive(keepAlive) {}

AgenticmailRoutes::~AgenticmailRoutes() = default;

void AgenticmailRoutes::mount(Router &router, Cluster &cluster, const RouteSettings &settings)
{
    m_parts = std::make_unique<Parts>(cluster, m_clock, m_keepAlive);
    const auto add = [&router](HttpMethod method, const QString &path, const RouteOptions &options, auto *api, auto verb) {
        router.add(method, u"/api/engine"_s + path, options, [api, verb](const HttpRequest &request) {
            if constexpr (std::is_invocable_v<decltype(verb), decltype(api)>)
                return (api->*verb)();
            else
                return (api->*verb)(request);
        });
    };
    using Console = AgenticmailConsoleApi;
    using Workers = AgenticmailWorkerApi;
    Console *const console = &m_parts->console;
    Workers *const workers = &m_parts->workers;
    const RouteOptions reads{.access = Access::Viewer, .bodyBytes = kNoBody};
    const RouteOptions changes{.access = Access::Operator, .bodyBytes = limits::kBeatBodyBytes};
    add(HttpMethod::Get, u"/cluster/nodes"_s, reads, console, &Console::nodes);
    add(HttpMethod::Get, u"/cluster/nodes/{id}"_s, reads, console, &Console::node);
    add(HttpMethod::Get, u"/cluster/best-node"_s, reads, console, &Console::bestNode);
    add(HttpMethod::Get, u"/cluster/stream"_s, reads, console, &Console::stream);
    add(HttpMethod::Get, u"/agent-status"_s, reads, console, &Console::agents);
    add(HttpMethod::Get, u"/agent-status/{id}"_s, reads, console, &Console::agent);
    add(HttpMethod::Delete, u"/cluster/nodes/{id}"_s, {.access = Access::Operator, .bodyBytes = kNoBody}, console, &Console::remove);
    add(HttpMethod::Post, u"/cluster/nodes/{id}/restart"_s, changes, console, &Console::restart);
    add(HttpMethod::Post, u"/cluster/test-connection"_s, changes, console, &Console::testConnection);
    add(HttpMethod::Post, u"/cluster/deploy-via-ssh"_s, {.access = Access::Admin, .bodyBytes = limits::kAnnounceBodyBytes}, console,
        &Console::deploy);
    // Exactly these two are for workers without a key (decision 0017).
    add(HttpMethod::Post, u"/cluster/register"_s,
        {.access = Access::Worker, .bodyBytes = limits::kAnnounceBodyBytes, .takesKeyless = settings.takesKeyless}, workers,
        &Workers::registerNode);
    add(HttpMethod::Post, u"/cluster/heartbeat/{id}"_s,
        {.access = Access::Worker, .bodyBytes = limits::kBeatBodyBytes, .takesKeyless = settings.takesKeyless}, workers,
        &Workers::heartbeat);
    // What its workers send besides, twice a minute for ever, is no news from where they are let in.
    add(HttpMethod::Post, u"/agent-status/{id}"_s,
        {.access = Access::Worker, .bodyBytes = limits::kBeatBodyBytes, .expectsKeyless = settings.takesKeyless}, workers,
        &Workers::agentStatus);
}

} // namespace muster
