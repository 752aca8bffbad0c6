// SPDX-License-Identifier: Apache-2.0
#include "core/mesh/MeshWorker.h"

#include "core/base/Log.h"
#include "core/mesh/MeshParts.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! What is kept of output while there is no line; beyond, the oldest goes, and its number is told.
constexpr qsizetype kLineBytesKept = 4 * 1024 * 1024;

qsizetype weightOf(const MeshLines &message)
{
    qsizetype weight = 0;
    for (const OutputLine &line : message.lines)
        weight += line.text.size() * qsizetype(sizeof(QChar)) + 64;
    return weight;
}

} // namespace

MeshWorker::MeshWorker(MeshWorkerSetup setup, QList<Handler *> handlers, QObject *parent)
    : QObject(parent), m_setup(std::move(setup)), m_handlers(std::move(handlers))
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
    MeshHello hello{kMeshVersion, m_setup.node, m_setup.build, m_setup.window, {}, m_running.keys()};
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
    if (std::holds_alternative<MeshWelcome>(message)) {
        m_isWelcome = true;
        for (auto it = m_ended.begin(); it != m_ended.end(); ++it)
            send(MeshEnded{it.key(), it.value()});
        flushLines();
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
    m_lineBytes = 0;
    m_dropped.clear();
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
    while (m_isWelcome && !m_lines.empty() && m_line && m_line->isOpen()) // also where the line is full; what is kept is little.
        sendLine();
    m_ended.insert(run, outcome);
    send(MeshEnded{run, outcome});
    Q_EMIT runsChanged();
}

void MeshWorker::takeLines(const OutputSource &source, const QList<OutputLine> &lines)
{
    const QList<MeshLines> parts = partsOf({source, lines});
    for (const MeshLines &part : parts) {
        m_lineBytes += weightOf(part);
        m_lines.push_back(part);
        flushLines();
    }
    while (m_lineBytes > kLineBytesKept && m_lines.size() > 1) {
        m_lineBytes -= weightOf(m_lines.front());
        noteDropped(m_lines.front());
        m_lines.pop_front();
    }
}

void MeshWorker::noteDropped(const MeshLines &message)
{
    const auto found = std::ranges::find(m_dropped, message.source, &std::pair<OutputSource, qint64>::first);
    if (found == m_dropped.end())
        m_dropped.emplace_back(message.source, message.lines.size());
    else
        found->second += message.lines.size();
}

void MeshWorker::flushLines()
{
    if (!m_isWelcome || m_lines.empty() || !m_line || !m_line->isRoomy())
        return;
    // In the log that they are missing in, and in front of what is left of it.
    for (const auto &[source, dropped] : std::exchange(m_dropped, {}))
        send(MeshLines{source, {{LogStream::Muster, u"%1 lines were dropped while there was no connection"_s.arg(dropped)}}});
    while (!m_lines.empty() && m_line && m_line->isRoomy())
        sendLine();
}

//! The oldest lines; they stay when the line breaks just now.
void MeshWorker::sendLine()
{
    if (!send(m_lines.front()))
        return;
    m_lineBytes -= std::min(m_lineBytes, weightOf(m_lines.front()));
    m_lines.pop_front();
    if (m_lines.empty())
        m_lineBytes = 0;
}

} // namespace muster
