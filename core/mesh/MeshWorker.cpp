// SPDX-License-Identifier: Apache-2.0
#include "core/mesh/MeshWorker.h"

#include "core/base/Log.h"
#include "core/base/Secret.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

MeshWorker::MeshWorker(MeshWorkerSetup setup, QList<Handler *> handlers, QObject *parent)
    : QObject(parent), m_setup(std::move(setup)), m_handlers(std::move(handlers)),
      m_log(QString::fromLatin1(Secret::random(12).reveal()))
{
    for (Handler *handler : m_handlers) {
        connect(handler, &Handler::ended, this, &MeshWorker::takeEnded);
        connect(handler, &Handler::lines, this, &MeshWorker::takeLines);
        connect(handler, &Handler::agentsChanged, this, &MeshWorker::agentsChanged);
    }
}

MeshWorker::~MeshWorker() = default;

void MeshWorker::attach(std::unique_ptr<MeshLine> line)
{
    if (m_line) {
        m_line->disconnect(this);
        m_line->close(u"replaced by a newer line"_s);
        m_line.release()->deleteLater();
    }
    m_line = std::move(line);
    m_isWelcome = false;
    m_sent = 0; // Nobody knows what came of what the line before had.
    m_list = 0;
    connect(m_line.get(), &MeshLine::arrived, this, &MeshWorker::take);
    connect(m_line.get(), &MeshLine::hasRoom, this, &MeshWorker::flushLines);
    connect(m_line.get(), &MeshLine::closed, this, [this](const QString &why) {
        m_isWelcome = false;
        m_line.release()->deleteLater();
        Q_EMIT detached(why);
    });
    sayHello();
}

QList<Agent> MeshWorker::agents() const
{
    QList<Agent> all;
    for (const Handler *handler : m_handlers)
        all += handler->agents();
    return all.mid(0, limits::kNodeAgents);
}

void MeshWorker::sayHello()
{
    MeshHello hello{kMeshVersion, m_setup.node, m_setup.build, m_setup.window, {}, m_running.keys(), m_log};
    hello.running += m_ended.keys();
    for (const Handler *handler : m_handlers)
        hello.kinds.append(handler->kind());
    m_line->send(hello);
}

bool MeshWorker::send(const MeshMessage &message)
{
    return m_isWelcome && m_line && m_line->send(message);
}

Handler *MeshWorker::handlerFor(EntityKind kind) const
{
    const auto found = std::ranges::find(m_handlers, kind, &Handler::kind);
    return found == m_handlers.end() ? nullptr : *found;
}

void MeshWorker::take(const MeshMessage &message)
{
    if (const auto *welcome = std::get_if<MeshWelcome>(&message)) {
        takeWelcome(*welcome);
    } else if (const auto *heard = std::get_if<MeshHeard>(&message)) {
        forgetLines(heard->number);
        if (heard->isLast)
            m_sentUpTo = heard->number; // What was sent behind it has not come, for certain.
    } else if (const auto *run = std::get_if<MeshRun>(&message)) {
        takeRun(*run);
    } else if (const auto *settled = std::get_if<MeshSettled>(&message)) {
        m_ended.remove(settled->run);
    } else if (const auto *cancel = std::get_if<MeshCancel>(&message)) {
        if (Handler *handler = handlerFor(m_running.value(cancel->run)); handler && m_running.contains(cancel->run))
            handler->cancel(cancel->run);
    } else if (const auto *residents = std::get_if<MeshResidents>(&message)) {
        takeResidents(*residents);
    } else if (const auto *restart = std::get_if<MeshRestart>(&message)) {
        takeRestart(*restart);
    } else {
        qCWarning(logNode) << "the control plane sent what only workers say";
    }
}

void MeshWorker::takeWelcome(const MeshWelcome &welcome)
{
    m_isWelcome = true;
    m_areHeard = welcome.log.has_value();
    forgetLines(welcome.log.value_or(0));
    if (welcome.isNewLog)
        giveUpSent();
    m_dropped.insert(m_dropped.end(), m_forgotten.begin(), m_forgotten.end());
    m_forgotten.clear();
    std::ranges::sort(m_dropped, {}, &Gap::number);
    flushLines(); // Last words come before an end.
    for (auto it = m_ended.begin(); it != m_ended.end(); ++it)
        send(MeshEnded{it.key(), it.value()});
}

void MeshWorker::takeRun(const MeshRun &message)
{
    const RunId &id = message.run.id;
    MeshTaken taken{message.delivery, id, std::nullopt};
    const bool isKnown = m_running.contains(id) || m_ended.contains(id); // Delivered again: our answer was lost.
    Handler *handler = handlerFor(message.run.entity.ref.kind);
    if (!isKnown && !handler)
        taken.error = JobError{u"no-handler"_s, u"this node runs no %1"_s.arg(wordOf(message.run.entity.ref.kind))};
    else if (!isKnown && m_running.size() >= m_setup.window)
        taken.error = JobError{u"window-full"_s, u"this node runs %1 attempts already"_s.arg(m_setup.window)};
    if (!isKnown && !taken.error) {
        m_running.insert(id, message.run.entity.ref.kind);
        send(taken);
        handler->run(message.run);
        Q_EMIT runsChanged();
        return;
    }
    send(taken);
    if (m_ended.contains(id))
        send(MeshEnded{id, m_ended.value(id)});
}

//! Those of each part start as it comes; what no part named is dropped with the last one.
void MeshWorker::takeResidents(const MeshResidents &message)
{
    if (std::exchange(m_list, message.list) != message.list)
        m_listed.clear();
    for (const MeshResident &resident : message.residents) {
        const EntityRef &ref = resident.entity.ref;
        Handler *handler = handlerFor(ref.kind);
        if (!handler)
            continue; // The control plane knows what we run; it says so of the entity.
        if (!m_listed.contains(ref) && m_listed.size() >= limits::kAgentsOnNode)
            break; // No control plane names so many.
        m_listed.insert(ref);
        m_kept.insert(ref, ref.kind);
        handler->keep(resident.entity, resident.secrets);
    }
    if (message.hasMore) {
        send(MeshKept{message.list});
        return;
    }
    m_kept.removeIf([this](const auto kept) {
        const bool isGone = !m_listed.contains(kept.key());
        if (isGone)
            handlerFor(kept.value())->drop(kept.key());
        return isGone;
    });
    m_list = 0; // The next part is of another list, whatever its number.
}

void MeshWorker::disown()
{
    for (auto run = m_running.cbegin(); run != m_running.cend(); ++run)
        handlerFor(run.value())->cancel(run.key());
    for (auto kept = m_kept.cbegin(); kept != m_kept.cend(); ++kept)
        handlerFor(kept.value())->drop(kept.key());
    m_kept.clear();
    m_ended.clear();
    m_lines.clear();
    m_sent = 0;
    m_lineBytes = 0;
    m_dropped.clear();
    m_forgotten.clear();
}

void MeshWorker::takeRestart(const MeshRestart &message)
{
    MeshRestarted done{message.order, 0, {}};
    if (message.entity) {
        Handler *handler = handlerFor(message.entity->kind);
        if (handler && handler->restart(*message.entity))
            done.count = 1;
        else
            done.error = u"%1 does not run here"_s.arg(message.entity->text());
    } else {
        for (Handler *handler : m_handlers)
            done.count += handler->restartAll();
    }
    send(done);
}

void MeshWorker::takeEnded(const RunId &run, const RunOutcome &outcome)
{
    if (!m_running.remove(run))
        return;
    flushLines(); // Its last words come before its end,
    while (m_isWelcome && m_sent < m_lines.size() && m_line && m_line->isOpen()) // also where the line is full; what is kept is little.
        sendLine();
    m_ended.insert(run, outcome);
    send(MeshEnded{run, outcome});
    Q_EMIT runsChanged();
}

} // namespace muster
