// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/EntityCatalog.h"

#include "core/base/Limits.h"
#include "core/base/Log.h"
#include "core/domain/EntityJson.h"

#include <algorithm>
#include <numeric>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Of one entity, sealed, which adds a few bytes: Base64 makes 1.4 MiB of it, so that it fits into one frame of the mesh with a
//! payload of limits::kJobPayloadBytes, which escapes can double, and settings of limits::kEntitySettingsBytes (H-2).
constexpr qsizetype kSecretsBytes = 1024 * 1024;

//! Whether \a request changes what its caller saw, if it says what that was; \a there may be null.
Result<void> checkSeen(const EntityRequest &request, const Entity *there)
{
    const Timestamp seen = request.entity.updatedAt;
    if (request.mustBeNew || seen == Timestamp{} || (there && there->updatedAt == seen))
        return {};
    const QString what = request.entity.ref.text();
    return conflict(there ? u"%1 was changed meanwhile, at %2; look at it again"_s.arg(what, there->updatedAt.toIso8601())
                          : u"%1 was removed meanwhile"_s.arg(what),
                    u"version"_s);
}

QString purposeOf(const EntityRef &entity, const QString &name)
{
    return entity.text() + u' ' + name;
}

Error noEntity(const EntityRef &entity)
{
    return notFound(u"there is no entity %1"_s.arg(entity.text()));
}

//! \a names and those that have a value, sorted.
QStringList withValued(QStringList names, const QMap<QString, QByteArray> &valued)
{
    for (auto it = valued.begin(); it != valued.end(); ++it) {
        if (!names.contains(it.key()))
            names.append(it.key());
    }
    names.sort();
    return names;
}

} // namespace

//! The console knows it by its beginning: no reason of its own is on the wire (core/mirror/JobWhy, ui/assignments/EntityWords).
QString missingText(const QStringList &secrets)
{
    return (secrets.size() == 1 ? u"its secret %1 must be given anew"_s : u"its secrets %1 must be given anew"_s).arg(secrets.join(u", "_s));
}

std::optional<Assignment> pinOf(const StoredEntity &stored)
{
    return stored.assignment && !stored.assignment->node.isEmpty() ? stored.assignment : std::nullopt;
}

EntityCatalog::EntityCatalog(Parts parts, Changed changed) : m_parts(std::move(parts)), m_changed(std::move(changed)) {}

Future<void> EntityCatalog::load()
{
    const Pending<void> pending;
    whenDone(m_parts.context, m_parts.store.all(), [this, pending](const Result<QList<StoredEntity>> &all) {
        if (!all)
            return pending.finish(all.error());
        for (StoredEntity stored : *all) {
            stored.entity.secrets = withValued(stored.entity.secrets, stored.secrets); // A restored backup has names alone.
            lookForMissing(stored);
            m_entities.insert_or_assign(stored.entity.ref, std::move(stored));
        }
        pending.finish({});
    });
    return pending.future();
}

Future<void> EntityCatalog::save(EntityRequest request)
{
    const EntityRef ref = request.entity.ref;
    return inTurn(ref, [this, request = std::move(request)] { return saveNow(request); });
}

Future<void> EntityCatalog::remove(const EntityRef &entity)
{
    return inTurn(entity, [this, entity] { return removeNow(entity); });
}

Future<void> EntityCatalog::assign(const AssignmentRequest &request, const QString &by)
{
    return inTurn(request.entity, [this, request, by] { return assignNow(request, by); });
}

const StoredEntity *EntityCatalog::find(const EntityRef &entity) const
{
    const auto found = m_entities.find(entity);
    return found == m_entities.end() ? nullptr : &found->second;
}

Result<QMap<QString, Secret>> EntityCatalog::secretsOf(const EntityRef &entity) const
{
    QMap<QString, Secret> secrets;
    const StoredEntity *stored = find(entity);
    if (const QStringList missing = missingSecrets(entity); !missing.isEmpty())
        return storageError(u"opening the secrets of "_s + entity.text(), missingText(missing));
    if (!stored || stored->secrets.isEmpty())
        return secrets;
    for (auto it = stored->secrets.begin(); it != stored->secrets.end(); ++it) {
        const Result<Secret> value = m_parts.secrets->unseal(it.value(), purposeOf(entity, it.key()));
        if (!value)
            return value.error().within(u"secret %1 of %2"_s.arg(it.key(), entity.text()));
        secrets.insert(it.key(), *value);
    }
    return secrets;
}

Future<void> EntityCatalog::inTurn(const EntityRef &entity, std::function<Future<void>()> change)
{
    const Pending<void> pending;
    auto begin = [this, entity, change = std::move(change), pending] {
        whenDone(m_parts.context, change(), [this, entity, pending](const Result<void> &done) {
            pending.finish(done);
            nextOf(entity);
        });
    };
    const auto turn = m_turns.find(entity);
    if (turn != m_turns.end()) {
        turn->push_back(std::move(begin));
    } else {
        m_turns.insert(entity, {});
        begin();
    }
    return pending.future();
}

void EntityCatalog::nextOf(const EntityRef &entity)
{
    const auto turn = m_turns.find(entity);
    if (turn->empty()) {
        m_turns.erase(turn);
        return;
    }
    const std::function<void()> begin = std::move(turn->front());
    turn->pop_front();
    begin();
}

Result<StoredEntity> EntityCatalog::merged(const EntityRequest &request) const
{
    const StoredEntity *before = find(request.entity.ref);
    StoredEntity stored{request.entity, before ? before->assignment : std::nullopt, {}};
    stored.entity.updatedAt = m_parts.clock.now();
    if (before) // It stands for the version, which a clock that stands or goes back must not give twice.
        stored.entity.updatedAt = std::max(stored.entity.updatedAt, Timestamp{before->entity.updatedAt.msSinceEpoch + 1});
    stored.entity.createdAt = before ? before->entity.createdAt : stored.entity.updatedAt;
    stored.entity.secrets.clear();
    for (const QString &name : request.keptSecrets) {
        if (!before || !before->entity.secrets.contains(name) || stored.entity.secrets.contains(name))
            continue;
        stored.entity.secrets.append(name); // Also one whose value is missing: it goes on being missed.
        if (before->secrets.contains(name))
            stored.secrets.insert(name, before->secrets.value(name));
    }
    if (!request.secrets.isEmpty() && !m_parts.secrets)
        return storageError(u"keeping secrets"_s, u"this control plane has no key for them"_s);
    for (auto it = request.secrets.begin(); it != request.secrets.end(); ++it) {
        if (it->reveal().size() > limits::kEntitySecretBytes)
            return invalid(u"secrets"_s, u"the secret %1 is longer than %2 bytes"_s.arg(it.key()).arg(limits::kEntitySecretBytes));
        MUSTER_TRY(sealed, m_parts.secrets->seal(it.value(), purposeOf(stored.entity.ref, it.key())));
        stored.secrets.insert(it.key(), sealed);
    }
    stored.entity.secrets = withValued(stored.entity.secrets, stored.secrets);
    if (stored.entity.secrets.size() > limits::kEntitySecrets)
        return invalid(u"secrets"_s, u"an entity has at most %1 secrets"_s.arg(limits::kEntitySecrets));
    const qsizetype sum = std::accumulate(stored.secrets.begin(), stored.secrets.end(), qsizetype(0),
                                     [](qsizetype bytes, const QByteArray &secret) { return bytes + secret.size(); });
    if (sum > kSecretsBytes)
        return invalid(u"secrets"_s, u"the secrets of an entity have at most %1 KiB together"_s.arg(kSecretsBytes / 1024));
    // The same checks as for what comes over the wire, whoever called.
    MUSTER_TRY(checked, entityFromJson(toJson(stored.entity)));
    Q_UNUSED(checked)
    return stored;
}

Future<void> EntityCatalog::saveNow(const EntityRequest &request)
{
    const StoredEntity *before = find(request.entity.ref);
    if (before && request.mustBeNew)
        return failed<void>(conflict(u"there is an entity %1 already"_s.arg(request.entity.ref.text()), u"entity-exists"_s));
    if (const Result<void> seen = checkSeen(request, before ? &before->entity : nullptr); !seen)
        return failed<void>(seen.error());
    if (!before && m_entities.size() >= size_t(limits::kEntities))
        return failed<void>(Error{ErrorKind::Busy, {}, u"there are %1 entities already"_s.arg(limits::kEntities), {}, {}});
    const Result<StoredEntity> stored = merged(request);
    if (!stored)
        return failed<void>(stored.error());
    const Pending<void> pending;
    whenDone(m_parts.context, m_parts.store.upsert(*stored), [this, stored = *stored, pending](const Result<void> &written) {
        if (written)
            keep(stored);
        pending.finish(written);
    });
    return pending.future();
}

Future<void> EntityCatalog::removeNow(const EntityRef &entity)
{
    if (!find(entity))
        return failed<void>(noEntity(entity));
    const Pending<void> pending;
    whenDone(m_parts.context, m_parts.store.remove(entity), [this, entity, pending](const Result<void> &removed) {
        if (removed) {
            m_entities.erase(entity);
            m_missing.remove(entity);
            m_changed(entity);
        }
        pending.finish(removed);
    });
    return pending.future();
}

Future<void> EntityCatalog::assignNow(const AssignmentRequest &request, const QString &by)
{
    const StoredEntity *before = find(request.entity);
    if (!before)
        return failed<void>(noEntity(request.entity));
    const quint64 version = before->assignment ? before->assignment->version : 0;
    // Whoever saw no pin says 0, also when there had been one: they saw what is there.
    const bool isUnpinned = request.version == quint64(0) && !pinOf(*before);
    if (request.version && *request.version != version && !isUnpinned) {
        const std::optional<Assignment> pin = pinOf(*before);
        const QString now = pin ? u"%1 (%2), by %3"_s.arg(pin->node.text(), wordOf(pin->mode), pin->updatedBy) : u"nowhere"_s;
        return failed<void>(conflict(u"%1 was changed meanwhile: it is pinned to %2, version %3"_s.arg(request.entity.text(), now)
                                         .arg(version), u"version"_s));
    }
    StoredEntity stored = *before;
    stored.assignment = Assignment{request.entity, request.node, request.mode, m_parts.clock.now(), by, version + 1};
    const Pending<void> pending;
    whenDone(m_parts.context, m_parts.store.assign(*stored.assignment), [this, stored, pending](const Result<void> &written) {
        if (written)
            keep(stored);
        pending.finish(written);
    });
    return pending.future();
}

void EntityCatalog::keep(const StoredEntity &stored)
{
    m_entities.insert_or_assign(stored.entity.ref, stored);
    lookForMissing(stored);
    m_changed(stored.entity.ref);
}

void EntityCatalog::lookForMissing(const StoredEntity &stored)
{
    const EntityRef &ref = stored.entity.ref;
    QStringList missing;
    for (const QString &name : stored.entity.secrets) {
        const auto sealed = stored.secrets.constFind(name);
        if (!m_parts.secrets || sealed == stored.secrets.constEnd() || !m_parts.secrets->unseal(*sealed, purposeOf(ref, name)))
            missing.append(name);
    }
    m_missing.remove(ref);
    if (missing.isEmpty())
        return;
    qCInfo(logNode).noquote() << ref.text() << "waits:" << missingText(missing);
    m_missing.insert(ref, missing);
}

} // namespace muster
