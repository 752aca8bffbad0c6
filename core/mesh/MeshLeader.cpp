// SPDX-License-Identifier: Apache-2.0
#include "core/mesh/MeshLeader.h"

#include "core/base/Log.h"
#include "core/mesh/MeshParts.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kHeardMost = 2 * limits::kMeshConnections; // Beyond, those that are not here are forgotten.

size_t hashOf(const NodeId &node)
{
    return qHash(node);
}

struct Order {
    Pending<int> pending;
    SteadyTime deadline;
};

} // namespace

struct MeshLeader::Worker {
    NodeId node;
    std::unique_ptr<MeshLine> line;
    std::optional<MeshHello> hello;
    DeliveryLedger ledger;
    QHash<quint64, Order> orders;
    std::deque<MeshResidents> residents; // Parts of the list that it has not got yet.
    quint64 list = 0;
    SteadyTime since;
    std::optional<SteadyTime> fullAt; // When more waited for its line than left soon.
};

MeshLeader::MeshLeader(const Clock &clock, QObject *parent)
    : QObject(parent), m_clock(clock), m_workers(0, hashOf)
{
    m_timer.setInterval(1000);
    connect(&m_timer, &QTimer::timeout, this, &MeshLeader::tick);
}

MeshLeader::~MeshLeader() { release(); }

void MeshLeader::release()
{
    for (const auto &[node, worker] : m_workers) {
        worker->line->disconnect(this);
        worker->line->send(MeshHeard{m_heard.value(node).number, true});
    }
}

void MeshLeader::connectWorker(const NodeId &node, std::unique_ptr<MeshLine> line)
{
    if (find(node))
        drop(node, u"a newer line of this node took over"_s);
    if (m_workers.size() >= size_t(limits::kMeshConnections)) {
        line->close(u"too many workers are connected"_s);
        line.release()->deleteLater();
        return;
    }
    auto worker = std::make_unique<Worker>();
    worker->node = node;
    worker->line = std::move(line);
    worker->since = m_clock.steadyNow();
    Worker *raw = worker.get();
    connect(raw->line.get(), &MeshLine::arrived, this, [this, raw](const MeshMessage &message) { take(raw, message); });
    connect(raw->line.get(), &MeshLine::closed, this, [this, node](const QString &why) { drop(node, why); });
    m_workers[node] = std::move(worker);
    m_timer.start();
}

MeshLeader::Worker *MeshLeader::find(const NodeId &node) const
{
    const auto found = m_workers.find(node);
    return found == m_workers.end() ? nullptr : found->second.get();
}

QList<NodeId> MeshLeader::workers() const
{
    QList<NodeId> all;
    for (const auto &[node, worker] : m_workers) {
        if (worker->hello)
            all.append(node);
    }
    return all;
}

const MeshHello *MeshLeader::helloOf(const NodeId &node) const
{
    const Worker *worker = find(node);
    return worker && worker->hello ? &*worker->hello : nullptr;
}

int MeshLeader::freeOf(const NodeId &node) const
{
    const Worker *worker = find(node);
    return worker && worker->hello ? std::max(0, worker->hello->window - worker->ledger.size()) : 0;
}

bool MeshLeader::holds(const NodeId &node, const RunId &run) const
{
    const Worker *worker = find(node);
    return worker && worker->ledger.holds(run);
}

bool MeshLeader::run(const NodeId &node, const Run &run)
{
    Worker *worker = find(node);
    if (!worker || !worker->hello)
        return false;
    const quint64 delivery = worker->ledger.open(run.id, m_clock.steadyNow());
    Q_EMIT delivered(node, run.id, run.entity.ref);
    if (worker->line->send(MeshRun{delivery, run}))
        return true;
    worker->ledger.close(run.id);
    return false;
}

void MeshLeader::cancel(const NodeId &node, const RunId &run)
{
    if (Worker *worker = find(node))
        worker->line->send(MeshCancel{run});
}

void MeshLeader::settle(const NodeId &node, const RunId &run, bool wasLate)
{
    if (Worker *worker = find(node)) {
        worker->ledger.close(run);
        worker->line->send(MeshSettled{run, wasLate});
    }
    Q_EMIT settled(node, run);
}

void MeshLeader::keep(const NodeId &node, const QList<MeshResident> &residents)
{
    Worker *worker = find(node);
    if (!worker)
        return;
    worker->residents = partsOf(residents, ++worker->list);
    sendResidents(worker);
}

void MeshLeader::sendResidents(Worker *worker)
{
    if (worker->residents.empty())
        return;
    worker->line->send(worker->residents.front());
    worker->residents.pop_front();
}

Future<int> MeshLeader::restart(const NodeId &node, const std::optional<EntityRef> &entity)
{
    Worker *worker = find(node);
    if (!worker || !worker->hello)
        return failed<int>(Error{ErrorKind::Unreachable, {}, u"the node has no connection for work"_s, {}, {}});
    const Order order{{}, m_clock.steadyNow() + limits::kCallDeadline};
    worker->orders.insert(++m_lastOrder, order);
    worker->line->send(MeshRestart{m_lastOrder, entity});
    return order.pending.future();
}

void MeshLeader::tick()
{
    // Gathered first: whoever hears of it may connect or drop workers.
    const SteadyTime now = m_clock.steadyNow();
    QList<NodeId> silent;
    QList<std::pair<NodeId, RunId>> late;
    QList<Pending<int>> unanswered;
    for (const auto &[node, worker] : m_workers) {
        if (!worker->hello && now - worker->since > limits::kConnectDeadline)
            silent.append(node);
        if (!worker->line->isRoomy())
            worker->fullAt = now;
        // What waits here has not been sent: a slow line is no worker that takes nothing. A dead one is seen by its pings (W-5).
        const bool mayWait = worker->fullAt && now - *worker->fullAt < limits::kDeliveryDeadline;
        const QList<RunId> overdue = mayWait ? QList<RunId>() : worker->ledger.overdue(now);
        for (const RunId &run : overdue)
            late.append({node, run});
        worker->orders.removeIf([now, &unanswered](auto order) {
            if (order.value().deadline > now)
                return false;
            unanswered.append(order.value().pending);
            return true;
        });
    }
    for (const Pending<int> &order : unanswered)
        order.finish(Error{ErrorKind::Timeout, {}, u"the node did not answer the order"_s, {}, {}});
    for (const auto &[node, run] : late)
        Q_EMIT notTaken(node, run, {u"not-taken"_s, u"the node did not take the delivery"_s});
    for (const NodeId &node : silent)
        drop(node, u"it did not say hello"_s);
}

void MeshLeader::take(Worker *worker, const MeshMessage &message)
{
    if (const auto *hello = std::get_if<MeshHello>(&message))
        return takeHello(worker, *hello);
    if (!worker->hello)
        return refuse(worker, u"the first frame must be a hello"_s);
    const NodeId node = worker->node;
    if (const auto *taken = std::get_if<MeshTaken>(&message)) {
        if (!worker->ledger.taken(taken->delivery, taken->run) || !taken->error)
            return;
        worker->ledger.close(taken->run);
        Q_EMIT notTaken(node, taken->run, *taken->error);
    } else if (const auto *over = std::get_if<MeshEnded>(&message)) {
        Q_EMIT ended(node, over->run, over->outcome);
    } else if (const auto *output = std::get_if<MeshLines>(&message)) {
        takeLines(worker, *output);
    } else if (const auto *kept = std::get_if<MeshKept>(&message)) {
        if (kept->list == worker->list)
            sendResidents(worker);
    } else if (const auto *restarted = std::get_if<MeshRestarted>(&message)) {
        const auto order = worker->orders.find(restarted->order);
        if (order == worker->orders.end())
            return;
        const Pending<int> pending = order->pending;
        worker->orders.erase(order);
        pending.finish(restarted->error.isEmpty() ? Result<int>(restarted->count) : refused(restarted->error));
    } else {
        refuse(worker, u"a worker does not say this"_s);
    }
}

//! They come in order. A worker says again what nobody said was kept; what came over a line before is here.
void MeshLeader::takeLines(Worker *worker, const MeshLines &output)
{
    Heard &heard = m_heard[worker->node];
    if (output.number > 0 && output.number <= heard.before)
        return;
    heard.number = std::max(heard.number, output.number);
    if (output.number > 0)
        m_fresh.insert(worker->node);
    Q_EMIT lines(worker->node, output.source, output.lines);
}

void MeshLeader::kept(const Came &came)
{
    const auto heard = m_heard.find(came.node);
    if (heard == m_heard.end() || heard->log != came.log || heard->kept >= came.number)
        return;
    heard->kept = came.number;
    if (Worker *worker = find(came.node); worker && worker->hello)
        worker->line->send(MeshHeard{came.number});
}

void MeshLeader::takeHello(Worker *worker, const MeshHello &hello)
{
    if (worker->hello)
        return refuse(worker, u"there was a hello already"_s);
    if (hello.version != kMeshVersion)
        return refuse(worker, u"this control plane speaks version %1 of the mesh"_s.arg(kMeshVersion));
    if (hello.node != worker->node)
        return refuse(worker, u"the credential is of another node"_s);
    worker->hello = hello;
    for (const RunId &run : hello.running)
        worker->ledger.adopt(run);
    if (m_heard.size() >= kHeardMost)
        m_hasForgotten = m_heard.removeIf([this](auto heard) { return !find(heard.key()); }) > 0 || m_hasForgotten;
    Heard &heard = m_heard[worker->node];
    const bool isNewLog = heard.log != hello.log; // Another process of it: nothing came of that,
    if (isNewLog)
        heard = {hello.log};
    heard.before = heard.number;
    worker->line->send(MeshWelcome{kMeshVersion, heard.kept, isNewLog && m_hasForgotten}); // or we knew once.
    Q_EMIT connected(worker->node, hello);
}

void MeshLeader::refuse(Worker *worker, const QString &why)
{
    qCWarning(logNode).noquote() << "the line of" << worker->node.text() << "is closed:" << why;
    drop(worker->node, why);
}

void MeshLeader::drop(const NodeId &node, const QString &why)
{
    const auto found = m_workers.find(node);
    if (found == m_workers.end())
        return;
    const std::unique_ptr<Worker> worker = std::move(found->second);
    m_workers.erase(found);
    worker->line->disconnect(this);
    worker->line->close(why);
    worker->line.release()->deleteLater(); // We may be in one of its signals.
    for (const Order &order : std::as_const(worker->orders))
        order.pending.finish(Error{ErrorKind::Unreachable, {}, u"the connection to the node was lost"_s, {}, {}});
    if (worker->hello)
        Q_EMIT disconnected(node, why);
}

} // namespace muster
