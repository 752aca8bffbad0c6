// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which handler answers which request, and whether the caller may ask: 401 before 404, 404, 405, 403.

#include "core/base/Limits.h"
#include "core/wire/HttpReply.h"
#include "core/wire/HttpRequest.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace muster
{

//! Answers a request. The request lives only during the call: copy what is needed later. Called on the server's thread.
using HttpHandler = std::function<Future<HttpReply>(const HttpRequest &)>;
//! Who is calling, by the request's key; Refused (code "not-authenticated") when there is no valid one.
using HttpAuthoriser = std::function<Result<Caller>(const HttpRequest &)>;

//! Told of every refusal (401, 403), the router's own and those of handlers: who asked is in the request's caller, as
//! far as known. Called on the server's thread; must be quick.
using RefusalObserver = std::function<void(const HttpRequest &, const Error &)>;

//! What a route asks for.
struct RouteOptions {
    Access access = Access::Admin;
    qsizetype bodyBytes = limits::kDefaultBodyBytes; //!< Longest body.
    //! Set: a request without a key that this says yes to is let in as Caller{"keyless", access}.
    std::function<bool(const HttpRequest &)> takesKeyless = {};
    //! Set: that a request without a key was refused here is not told to the observer when this says yes to it. For
    //! peers that send it for ever, whatever they are answered.
    std::function<bool(const HttpRequest &)> expectsKeyless = {};
    Scope scope = Scope::Cluster;
};

//! One line of routes().
struct RouteLine {
    HttpMethod method = HttpMethod::Get;
    QString pattern;
    Access access = Access::Admin;
    qsizetype bodyBytes = 0;
    Scope scope = Scope::Cluster;
    bool operator==(const RouteLine &) const = default;
};

//! What the router decided once the head of a request was known.
struct Admission {
    const HttpHandler *handler = nullptr; //!< Null when refused. Lives as long as the Router.
    std::optional<HttpReply> refusal;     //!< The reply instead of a handler's.
    qsizetype bodyBytes = 0;              //!< Longest body that is worth reading.
};

//! The table of routes. Filled before the server listens; const use afterwards. Copy-free; one thread.
class Router
{
public:
    Router();
    ~Router();
    Q_DISABLE_COPY_MOVE(Router)

    //! Adds a route. \a pattern is "/api/v1/nodes/{id}": literal segments or {placeholders}; a literal wins over a
    //! placeholder. HEAD is answered by GET. Adding the same method and pattern twice is our bug.
    void add(HttpMethod method, const QString &pattern, RouteOptions options, HttpHandler handler);
    //! Who checks the keys; without one every route that is not Public answers 401.
    void setAuthoriser(HttpAuthoriser authoriser) { m_authoriser = std::move(authoriser); }
    //! Who hears of refusals; nobody by default.
    void setRefusalObserver(RefusalObserver observer) { m_refused = std::move(observer); }

    //! Finds the route, checks the caller, fills caller and pathParameters of \a request.
    Admission admit(HttpRequest &request) const;
    //! For a request that was let in by its head and whose body came later: the reply when its caller would not be let in
    //! any more. Keys without a Caller::token cannot end, and are not looked at again.
    std::optional<HttpReply> recheck(HttpRequest &request) const;
    //! The reply for \a error, with which a handler ended \a request; the observer hears of it when it is a refusal.
    HttpReply replyFor(const HttpRequest &request, const Error &error) const;
    //! admit() and the handler in one, for tests and for calls without a socket; a handler's error is the caller's to
    //! reply.
    Future<HttpReply> answer(HttpRequest request) const;

    //! All routes, in the order they were added.
    QList<RouteLine> routes() const;

private:
    struct Branch;
    struct Leaf;

    std::optional<Error> authenticate(HttpRequest &request) const;
    static Admission refuseMethod(const Branch &branch);

    std::unique_ptr<Branch> m_root;
    std::vector<RouteLine> m_lines;
    HttpAuthoriser m_authoriser;
    RefusalObserver m_refused;
};

} // namespace muster
