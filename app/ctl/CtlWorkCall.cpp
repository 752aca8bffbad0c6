// SPDX-License-Identifier: Apache-2.0
// CtlWorkCall_Nodes.cpp has the verbs on nodes.
#include "app/ctl/CtlWorkCall.h"

#include "app/ctl/CtlText.h"
#include "app/ctl/EntityChangeOutput.h"
#include "app/ctl/EntityOutput.h"
#include "core/base/Log.h"
#include "core/domain/EntityJson.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! As often a change is made anew on top of what others changed meanwhile.
constexpr int kChangedAgain = 5;

QJsonValue jsonOf(const std::optional<Assignment> &pin)
{
    return pin ? QJsonValue(toJson(*pin)) : QJsonValue();
}

} // namespace

CtlWorkCall::CtlWorkCall(Cluster &cluster, const CtlOptions &options, CtlAsk ask, QObject *parent)
    : QObject(parent), m_cluster(cluster), m_options(options), m_ask(std::move(ask))
{
}

Future<CtlAnswer> CtlWorkCall::run()
{
    using Verb = void (CtlWorkCall::*)();
    static const QHash<CtlVerb, Verb> verbs{{CtlVerb::EntitiesAdd, &CtlWorkCall::addEntity},
                                            {CtlVerb::EntitiesList, &CtlWorkCall::listEntities},
                                            {CtlVerb::EntitiesShow, &CtlWorkCall::showEntity},
                                            {CtlVerb::EntitiesChange, &CtlWorkCall::changeEntity},
                                            {CtlVerb::EntitiesRemove, &CtlWorkCall::removeEntity},
                                            {CtlVerb::AssignmentsSet, &CtlWorkCall::setAssignment},
                                            {CtlVerb::AssignmentsClear, &CtlWorkCall::clearAssignment},
                                            {CtlVerb::AssignmentsList, &CtlWorkCall::listAssignments},
                                            {CtlVerb::NodesBest, &CtlWorkCall::rankNodes},
                                            {CtlVerb::NodesCordon, &CtlWorkCall::cordon},
                                            {CtlVerb::NodesUncordon, &CtlWorkCall::cordon},
                                            {CtlVerb::NodesDrain, &CtlWorkCall::drain},
                                            {CtlVerb::NodesStopDrain, &CtlWorkCall::stopDrain}};
    const Verb verb = verbs.value(m_options.verb);
    Q_ASSERT(verb);
    (this->*verb)();
    return m_answer.future();
}

void CtlWorkCall::withEntities(std::function<void(const QList<EntityState> &)> act)
{
    whenDone(this, m_cluster.entities(), [this, act = std::move(act)](const Result<QList<EntityState>> &states) {
        states ? act(*states) : fail(states.error());
    });
}

void CtlWorkCall::withEntity(std::function<void(const EntityState &)> act)
{
    whenDone(this, m_cluster.entity(m_options.work.entity), [this, act = std::move(act)](const Result<EntityState> &state) {
        if (!state && state.error().kind == ErrorKind::Unsupported)
            return withEntityAmongAll(act);
        state ? act(*state) : fail(state.error());
    });
}

void CtlWorkCall::withEntityAmongAll(std::function<void(const EntityState &)> act)
{
    withEntities([this, act = std::move(act)](const QList<EntityState> &states) {
        const EntityRef &wanted = m_options.work.entity;
        const auto found = std::ranges::find_if(states, [&](const EntityState &one) { return one.entity.ref == wanted; });
        found == states.end() ? fail(notFound(u"there is no entity %1"_s.arg(wanted.text()))) : act(*found);
    });
}

void CtlWorkCall::addEntity()
{
    if (m_options.isDryRun)
        return wouldAdd();
    EntityRequest request = m_options.work.request;
    request.note = m_options.note;
    whenDone(this, m_cluster.saveEntity(request), [this](const Result<EntityState> &state) {
        state ? finish(addedText(*state, m_options.form)) : fail(state.error());
    });
}

void CtlWorkCall::wouldAdd()
{
    withEntities([this](const QList<EntityState> &states) {
        const EntityRequest &request = m_options.work.request;
        const QString what = request.entity.ref.text();
        if (std::ranges::any_of(states, [&](const EntityState &one) { return one.entity.ref == request.entity.ref; }))
            return fail(conflict(u"there is an entity %1 already"_s.arg(what), u"entity-exists"_s));
        QJsonObject after = toJson(request.entity);
        after.insert(u"secrets"_s, QJsonArray::fromStringList(request.secrets.keys()));
        after.remove(u"createdAt"_s); // Not yet.
        after.remove(u"updatedAt"_s);
        would({what, u"Would register "_s + what, u"not there"_s, u"registered"_s, {}, after});
    });
}

void CtlWorkCall::listEntities()
{
    withEntities([this](const QList<EntityState> &states) { finish(entitiesText(states, m_options.form)); });
}

void CtlWorkCall::showEntity()
{
    withEntity([this](const EntityState &state) { finish(entityText(state, m_options.form)); });
}

void CtlWorkCall::changeEntity()
{
    withEntity([this](const EntityState &state) {
        Result<EntityRequest> request = changedRequest(state.entity, m_options.work.change);
        if (!request)
            return fail(request.error());
        request->note = m_options.note;
        const QString what = state.entity.ref.text();
        const QList<FieldChange> changes = differences(state.entity, *request);
        if (m_options.isDryRun)
            return finish(wouldChangeText(state.entity, *request, changes, m_options.form));
        if (changes.isEmpty()) // No entry in the audit log, no resident that starts anew.
            return finish(m_options.form == OutputForm::Table ? cellText(what) + u" is so already.\n"_s : entityText(state, m_options.form));
        changeNow(changes, *request);
    });
}

void CtlWorkCall::changeNow(const QList<FieldChange> &changes, const EntityRequest &request)
{
    whenDone(this, m_cluster.saveEntity(request), [this, changes](const Result<EntityState> &changed) {
        const bool isOld = !changed && changed.error().kind == ErrorKind::Conflict && changed.error().code == "version"_L1;
        if (isOld && ++m_tries <= kChangedAgain)
            return changeEntity();
        changed ? finish(changedText(*changed, changes, m_options.form)) : fail(changed.error());
    });
}

void CtlWorkCall::removeEntity()
{
    withEntity([this](const EntityState &state) {
        const QString what = state.entity.ref.text();
        if (m_options.isDryRun)
            return would({what, u"Would remove "_s + what, u"registered, pinned: "_s + pinText(state.assignment),
                          u"gone, with its pin, secrets and jobs that are not over"_s, toJson(state), {}});
        const QString question = u"Remove %1? Its pin and secrets go, and its jobs that are not over are cancelled."_s.arg(what);
        const Result<bool> isAgreed = agreed(m_options, m_ask, question, u"remove "_s + what);
        if (!isAgreed)
            return fail(isAgreed.error());
        *isAgreed ? removeNow(state) : finish(u"Nothing was removed.\n"_s);
    });
}

void CtlWorkCall::removeNow(const EntityState &state)
{
    whenDone(this, m_cluster.removeEntity(state.entity.ref, m_options.note), [this, ref = state.entity.ref](const Result<void> &removed) {
        removed ? finish(removedEntityText(ref, m_options.form)) : fail(removed.error());
    });
}

void CtlWorkCall::setAssignment()
{
    withEntity([this](const EntityState &state) {
        withNode([this, state](const Node &node) { pin(state, node); });
    });
}

void CtlWorkCall::pin(const EntityState &state, const Node &node)
{
    const std::optional<Assignment> before = state.assignment;
    AssignmentRequest request{state.entity.ref, node.id(), m_options.work.mode, std::nullopt, m_options.note};
    if (before) // Somebody who changed it in between is not overwritten: what we tell as before is what was (D-7).
        request.version = before->version;
    if (m_options.isDryRun) {
        const QString what = request.entity.text();
        const QString after = pinText(Assignment{request.entity, request.node, request.mode, {}, {}, 0});
        const QJsonObject json{{u"entity"_s, what}, {u"node"_s, request.node.text()}, {u"mode"_s, wordOf(request.mode)}};
        return would({what, u"Would pin "_s + what, pinText(before), after, jsonOf(before), json});
    }
    whenDone(this, m_cluster.assign(request), [this, before](const Result<EntityState> &now) {
        now ? finish(pinnedText(*now, before, m_options.form)) : fail(now.error());
    });
}

void CtlWorkCall::clearAssignment()
{
    withEntity([this](const EntityState &state) {
        const std::optional<Assignment> before = state.assignment;
        const QString what = state.entity.ref.text();
        if (m_options.isDryRun)
            return would({what, u"Would clear the pin of "_s + what, pinText(before), u"nowhere"_s, jsonOf(before), {}});
        if (!before)
            return finish(clearedText(state, before, m_options.form));
        const AssignmentRequest request{state.entity.ref, {}, before->mode, before->version, m_options.note};
        whenDone(this, m_cluster.assign(request), [this, before](const Result<EntityState> &now) {
            now ? finish(clearedText(*now, before, m_options.form)) : fail(now.error());
        });
    });
}

void CtlWorkCall::listAssignments()
{
    withEntities([this](const QList<EntityState> &states) { finish(assignmentsText(states, m_options.form)); });
}

void CtlWorkCall::would(const CtlChange &change)
{
    finish(wouldChangeText(change, m_options.form));
}

void CtlWorkCall::finish(const QString &text)
{
    m_answer.finish(CtlAnswer{text.toUtf8()});
}

void CtlWorkCall::fail(const Error &error)
{
    m_answer.finish(error);
}

} // namespace muster
