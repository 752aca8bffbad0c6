// SPDX-License-Identifier: Apache-2.0
#pragma once
// A handler that executes nothing: it notes what it is asked for, and ends what the test tells it to.

#include "core/handlers/Handler.h"

#include <QJsonArray>

namespace muster {

class ScriptedHandler final : public Handler
{
public:
    EntityKind kind() const override { return EntityKind::Agent; }
    void run(const Run &one) override { started.append(one); }
    void cancel(const RunId &one) override { cancelled.append(one); }
    void keep(const Entity &entity, const QMap<QString, Secret> &) override { kept.insert(entity.ref); }
    void drop(const EntityRef &entity) override { kept.remove(entity); }
    bool restart(const EntityRef &entity) override { return kept.contains(entity); }
    int restartAll() override { return int(kept.size()); }
    QList<Agent> agents() const override { return told; }
    QHash<EntityRef, AgentUse> uses() const override { return {}; }
    int runs() const override { return int(started.size()); }

    void end(const RunId &one, const QByteArray &result) { Q_EMIT ended(one, {result, std::nullopt}); }
    void write(const RunId &one, const QString &text)
    {
        Q_EMIT lines({EntityRef{}, one}, {{LogStream::Output, text}});
    }

    //! The same as a whole: whatever is claimed.
    void writeAs(const OutputSource &source, const QList<OutputLine> &all) { Q_EMIT lines(source, all); }

    QList<Run> started;
    QList<RunId> cancelled;
    QSet<EntityRef> kept;
    QList<Agent> told;

protected:
    void startUp() override {}
    void shutDown() override {}
};

//! An agent called \a id.
inline Entity agentCalled(const QString &id)
{
    Entity entity;
    entity.ref = *EntityRef::parse(QStringLiteral("agent/") + id, {});
    entity.settings = QJsonObject{{QStringLiteral("argv"), QJsonArray{QStringLiteral("/bin/true")}}};
    return entity;
}

inline Run runOf(const QString &job, int attempt = 1)
{
    return {{JobId(job), attempt}, agentCalled(QStringLiteral("hello")), "{}", {}, milliseconds(0)};
}

} // namespace muster
