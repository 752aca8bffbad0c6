// SPDX-License-Identifier: Apache-2.0
#include "core/wire/Router.h"

#include "core/wire/ApiKey.h"
#include "core/wire/HttpError.h"

#include <algorithm>
#include <unordered_map>

namespace muster
{

using namespace Qt::StringLiterals;

//! What answers one method at one place.
struct Router::Leaf {
    HttpMethod method = HttpMethod::Get;
    RouteOptions options;
    QStringList names; // Of the placeholders, in the order of the path.
    HttpHandler handler;
};

//! One place of the path: what may follow, and what answers here.
struct Router::Branch {
    std::unordered_map<QString, std::unique_ptr<Branch>> literals;
    std::unique_ptr<Branch> placeholder;
    std::vector<Leaf> leaves;

    const Leaf *leafFor(HttpMethod method) const
    {
        const HttpMethod wanted = method == HttpMethod::Head ? HttpMethod::Get : method;
        const auto found = std::ranges::find_if(leaves, [wanted](const Leaf &leaf) { return leaf.method == wanted; });
        return found == leaves.end() ? nullptr : &*found;
    }

    //! The place of \a segments from \a at on; a literal that leads nowhere gives way to the placeholder.
    const Branch *find(const QStringList &segments, qsizetype at, QStringList *values) const
    {
        if (at == segments.size())
            return leaves.empty() ? nullptr : this;
        if (const auto found = literals.find(segments[at]); found != literals.end()) {
            if (const Branch *end = found->second->find(segments, at + 1, values))
                return end;
        }
        if (!placeholder || segments[at].isEmpty())
            return nullptr;
        values->append(segments[at]);
        if (const Branch *end = placeholder->find(segments, at + 1, values))
            return end;
        values->removeLast();
        return nullptr;
    }
};

namespace {

//! Why a caller whose key is known is turned away from a route; nullopt for one who may come in.
std::optional<Error> barTo(const RouteOptions &route, const Caller &caller)
{
    if (!mayUse(caller.access, route.access))
        return refused(u"this token may not do this"_s);
    if (caller.tenants.isEmpty() || route.scope == Scope::Tenants || route.access == Access::Public)
        return std::nullopt;
    return refused(u"this token is bound to tenants, and this is about the whole cluster; it needs a token that is bound to none"_s,
                   httpcode::kTenantBound);
}

} // namespace

Router::Router() : m_root(std::make_unique<Branch>()) {}
Router::~Router() = default;

void Router::add(HttpMethod method, const QString &pattern, RouteOptions options, HttpHandler handler)
{
    Q_ASSERT(pattern.startsWith(u'/') && handler && method != HttpMethod::Head);
    Branch *branch = m_root.get();
    Leaf leaf{.method = method, .options = options, .names = {}, .handler = std::move(handler)};
    const QStringList parts = pattern.mid(1).split(u'/');
    for (const QString &part : parts) {
        const bool isPlaceholder = part.startsWith(u'{') && part.endsWith(u'}');
        std::unique_ptr<Branch> &next = isPlaceholder ? branch->placeholder : branch->literals[part];
        if (!next)
            next = std::make_unique<Branch>();
        branch = next.get();
        if (isPlaceholder)
            leaf.names.append(part.mid(1, part.size() - 2));
    }
    Q_ASSERT(!branch->leafFor(method));
    branch->leaves.push_back(std::move(leaf));
    m_lines.push_back({method, pattern, options.access, options.bodyBytes, options.scope});
}

QList<RouteLine> Router::routes() const
{
    return {m_lines.begin(), m_lines.end()};
}

std::optional<Error> Router::authenticate(HttpRequest &request) const
{
    if (!m_authoriser)
        return refused(u"this server has no tokens"_s, httpcode::kNotAuthenticated);
    Result<Caller> caller = m_authoriser(request);
    if (!caller)
        return caller.error();
    request.caller = std::move(*caller);
    return std::nullopt;
}

Admission Router::admit(HttpRequest &request) const
{
    const auto refuse = [](const Error &error) {
        return Admission{.handler = nullptr, .refusal = errorReply(error), .bodyBytes = limits::kRefusedBodyBytes};
    };
    QStringList values;
    const Branch *branch = m_root->find(request.segments, 0, &values);
    const Leaf *leaf = branch ? branch->leafFor(request.method) : nullptr;
    const bool isPublic = leaf ? leaf->options.access == Access::Public
                               : branch && std::ranges::any_of(branch->leaves, [](const Leaf &one) {
                                     return one.options.access == Access::Public;
                                 });
    if (!isPublic) {
        const auto isWithoutKey = [leaf, &request](const auto &asked) {
            return leaf && leaf->options.*asked && shownKey(request).isEmpty() && (leaf->options.*asked)(request);
        };
        const bool isKeyless = isWithoutKey(&RouteOptions::takesKeyless);
        if (isKeyless) {
            request.caller = {u"keyless"_s, leaf->options.access};
        } else if (const std::optional<Error> error = authenticate(request)) { // 401 before 404 and 405.
            if (m_refused && !isWithoutKey(&RouteOptions::expectsKeyless))
                m_refused(request, *error);
            return refuse(*error);
        }
    }
    if (!branch)
        return refuse(notFound(u"there is nothing at this address"_s));
    if (!leaf)
        return refuseMethod(*branch);
    if (const std::optional<Error> error = barTo(leaf->options, request.caller)) {
        if (m_refused)
            m_refused(request, *error);
        return refuse(*error);
    }
    request.pathParameters.reserve(values.size());
    for (qsizetype i = 0; i < values.size(); ++i)
        request.pathParameters.append({leaf->names[i], values[i]});
    return {.handler = &leaf->handler, .refusal = {}, .bodyBytes = leaf->options.bodyBytes};
}

Admission Router::refuseMethod(const Branch &branch)
{
    QByteArrayList allowed;
    for (const Leaf &leaf : branch.leaves) {
        const QLatin1StringView name = methodName(leaf.method);
        allowed.append(QByteArray(name.data(), name.size()));
        if (leaf.method == HttpMethod::Get)
            allowed.append("HEAD"_ba);
    }
    Error error = unsupported(u"this address does not know this method"_s);
    error.code = httpcode::kMethodNotAllowed;
    HttpReply reply = errorReply(error);
    reply.headers.append({"Allow"_ba, allowed.join(", ")});
    return {.handler = nullptr, .refusal = std::move(reply), .bodyBytes = limits::kRefusedBodyBytes};
}

std::optional<HttpReply> Router::recheck(HttpRequest &request) const
{
    if (request.caller.token.isEmpty())
        return std::nullopt;
    const Caller before = request.caller;
    std::optional<Error> error = authenticate(request);
    if (!error && request.caller == before)
        return std::nullopt;
    return replyFor(request, error.value_or(refused(u"this token may not do this any more"_s)));
}

HttpReply Router::replyFor(const HttpRequest &request, const Error &error) const
{
    if (m_refused && error.kind == ErrorKind::Refused)
        m_refused(request, error);
    return errorReply(error);
}

Future<HttpReply> Router::answer(HttpRequest request) const
{
    Admission admission = admit(request);
    if (admission.refusal)
        return ready(std::move(*admission.refusal));
    return (*admission.handler)(request);
}

} // namespace muster
