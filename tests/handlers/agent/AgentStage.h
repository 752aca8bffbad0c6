// SPDX-License-Identifier: Apache-2.0
#pragma once
// A handler of agents with real processes in a temporary folder, and all that it told. For tests of this folder.

#include "core/domain/AgentSettings.h"
#include "core/handlers/agent/AgentHandler.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

namespace muster
{

inline constexpr int kPatienceMs = 20'000; // For a machine with much else to do.

//! Whether a process with this number is there and is no zombie.
inline bool isAlive(qint64 pid)
{
    QFile stat(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!stat.open(QIODevice::ReadOnly))
        return false;
    const QByteArray text = stat.readAll();
    return !text.mid(text.lastIndexOf(')') + 2).startsWith('Z');
}

//! Settings of an agent that runs \a argv.
inline AgentSettings command(const QStringList &argv)
{
    AgentSettings settings;
    settings.argv = argv;
    return settings;
}

struct AgentStage {
    struct End {
        RunId run;
        RunOutcome outcome;
        qsizetype linesBefore = 0; //!< Of all sources.
    };

    AgentStage()
    {
        QObject::connect(&handler, &Handler::ended, &handler, [this](const RunId &run, const RunOutcome &outcome) {
            ends.append({run, outcome, lines.size()});
        });
        QObject::connect(&handler, &Handler::lines, &handler,
                         [this](const OutputSource &source, const QList<OutputLine> &more) {
                             largestBatch = std::max(largestBatch, more.size());
                             for (const OutputLine &line : more)
                                 lines.append({source, line});
                         });
        QObject::connect(&handler, &Handler::agentsChanged, &handler, [this](const QList<Agent> &all) {
            reports.append(all);
        });
        QObject::connect(&handler, &Handler::stopped, &handler, [this] { ++stops; });
        handler.start();
    }
    Q_DISABLE_COPY_MOVE(AgentStage)

    static Entity entity(const QString &id, const AgentSettings &settings)
    {
        Entity entity;
        entity.ref.id = EntityId(id);
        entity.settings = settings.toJson();
        return entity;
    }
    static Entity shell(const QString &id, const QString &script)
    {
        return entity(id, command({QStringLiteral("/bin/sh"), QStringLiteral("-c"), script}));
    }
    //! Runs \a entity as attempt 1 of a new job.
    RunId run(const Entity &entity, const QByteArray &payload = "{}", milliseconds timeout = milliseconds(0),
              const QMap<QString, Secret> &secrets = {})
    {
        const RunId id{JobId(QStringLiteral("job-%1").arg(++jobs)), 1};
        handler.run({.id = id, .entity = entity, .payload = payload, .secrets = secrets, .attemptTimeout = timeout});
        return id;
    }
    bool waitForEnds(qsizetype count)
    {
        return QTest::qWaitFor([&] { return ends.size() >= count; }, kPatienceMs);
    }
    //! The outcome of \a entity, run once.
    RunOutcome outcome(const Entity &entity, const QByteArray &payload = "{}", milliseconds timeout = milliseconds(0),
                       const QMap<QString, Secret> &secrets = {})
    {
        const qsizetype before = ends.size();
        run(entity, payload, timeout, secrets);
        return waitForEnds(before + 1) ? ends.constLast().outcome : RunOutcome{"no end", {}};
    }
    static QJsonObject json(const RunOutcome &outcome)
    {
        return QJsonDocument::fromJson(outcome.result).object();
    }
    static QString output(const RunOutcome &outcome) { return json(outcome).value(QLatin1StringView("output")).toString(); }
    static QString code(const RunOutcome &outcome) { return outcome.error.value_or(JobError{}).code; }

    //! Texts of a stream, of all sources.
    QStringList texts(LogStream stream) const
    {
        QStringList texts;
        for (const auto &[source, line] : lines) {
            if (line.stream == stream)
                texts.append(line.text);
        }
        return texts;
    }
    QStringList said() const { return texts(LogStream::Muster); }
    QStringList written() const { return texts(LogStream::Output); }
    //! The state that the node would report of \a id; empty when it is not there.
    QString state(const QString &id) const { return agent(id).state; }
    qint64 pid(const QString &id) const { return agent(id).pid.value_or(0); }
    Agent agent(const QString &id) const
    {
        for (const Agent &agent : handler.agents()) {
            if (agent.id == QStringLiteral("agent/") + id)
                return agent;
        }
        return {};
    }

    QTemporaryDir folder;
    SystemClock clock;
    AgentHandler handler{{.folder = folder.path(), .clock = clock, .seed = 7}};
    QList<End> ends;
    QList<std::pair<OutputSource, OutputLine>> lines;
    QList<QList<Agent>> reports;
    qsizetype largestBatch = 0;
    int stops = 0;
    int jobs = 0;
};

} // namespace muster
