// SPDX-License-Identifier: Apache-2.0
#include "core/domain/Entity.h"

#include <tuple>

namespace muster {

using namespace Qt::StringLiterals;

QString wordOf(EntityKind kind)
{
    switch (kind) {
    case EntityKind::Agent:
        return u"agent"_s;
    case EntityKind::Mcp:
        return u"mcp"_s;
    case EntityKind::Browser:
        return u"browser"_s;
    case EntityKind::JsRuntime:
        return u"js-runtime"_s;
    case EntityKind::InferenceServer:
        return u"inference-server"_s;
    case EntityKind::AlertRule:
        return u"alert-rule"_s;
    case EntityKind::Automation:
        return u"automation"_s;
    }
    Q_UNREACHABLE();
}

Result<EntityKind> entityKindOf(const QString &word, const QString &field)
{
    QStringList words;
    for (const EntityKind kind : kEntityKinds) {
        if (wordOf(kind) == word)
            return kind;
        words.append(wordOf(kind));
    }
    if (word == u"js-sandbox"_s)
        return EntityKind::JsRuntime;
    return invalid(field, u"%1: a kind is one of %2, not \"%3\""_s.arg(field, words.join(u", "_s), word.left(40)));
}

TenantId defaultTenant()
{
    return TenantId(u"default"_s);
}

bool EntityRef::operator<(const EntityRef &other) const
{
    return std::tie(kind, tenant, id) < std::tie(other.kind, other.tenant, other.id);
}

QString EntityRef::text() const
{
    const QString whose = tenant == defaultTenant() ? id.text() : tenant.text() + u':' + id.text();
    return wordOf(kind) + u'/' + whose;
}

Result<EntityRef> EntityRef::parse(const QString &text, const QString &field)
{
    const qsizetype slash = text.indexOf(u'/');
    if (slash < 0)
        return invalid(field, u"%1: an entity is KIND/ID or KIND/TENANT:ID"_s.arg(field));
    EntityRef ref;
    MUSTER_TRY(kind, entityKindOf(text.left(slash), field));
    ref.kind = kind;
    const QString rest = text.mid(slash + 1);
    const qsizetype colon = rest.indexOf(u':');
    if (colon >= 0) {
        MUSTER_TRY(tenant, TenantId::parse(rest.left(colon), field));
        ref.tenant = tenant;
    }
    MUSTER_TRY(id, EntityId::parse(rest.mid(colon + 1), field));
    ref.id = id;
    return ref;
}

size_t qHash(const EntityRef &ref, size_t seed)
{
    return qHashMulti(seed, static_cast<int>(ref.kind), ref.tenant, ref.id);
}

} // namespace muster
