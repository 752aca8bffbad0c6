// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/RecordBench.h"

#include "core/controlplane/ControlPlane.h"
#include "core/mesh/MeshWorker.h"
#include "tests/mesh/ScriptedHandler.h"
#include "tests/support/EmbeddedWork.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/ProcessMeter.h"
#include "tests/support/StallWatch.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTimer>

namespace muster::bench
{

using namespace Qt::StringLiterals;

namespace
{

constexpr double kMiB = 1024 * 1024;
constexpr int kAgents = 100;
constexpr int kLinesAtOnce = 100; // Of one agent.

//! What \a future comes to, while events go on.
template <typename T>
Result<T> outcome(const Future<T> &future)
{
    QEventLoop loop;
    QObject context;
    Result<T> got = failed<T>(Error{}).result();
    bool isThere = false;
    whenDone(&context, future, [&](const Result<T> &result) {
        got = result;
        isThere = true;
        loop.quit();
    });
    if (!isThere)
        loop.exec();
    return got;
}

void letRun(milliseconds span)
{
    QEventLoop loop;
    QTimer::singleShot(span, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

AuditEntry entryLike(int i)
{
    AuditEntry entry;
    entry.at = {1'800'000'000'000 + i};
    entry.actor = u"kim"_s;
    entry.verb = u"cluster.assignment.set"_s;
    entry.target = u"agent/acme:crawler-%1"_s.arg(i % 5000);
    entry.before = QJsonObject{{u"node"_s, u"node-%1"_s.arg(i % 40)}, {u"mode"_s, u"strict"_s}, {u"version"_s, i}};
    entry.after = QJsonObject{{u"node"_s, u"node-%1"_s.arg(i % 41)}, {u"mode"_s, u"preferred"_s}, {u"version"_s, i + 1}};
    entry.source = u"10.0.0.%1"_s.arg(i % 250);
    entry.outcome = u"ok"_s;
    return entry;
}

bool fill(Stores &stores, int entries)
{
    Result<AuditEntry> last = AuditEntry{};
    for (int i = 0; i < entries;) {
        Future<AuditEntry> newest;
        for (const int end = std::min(entries, i + 2000); i < end; ++i)
            newest = stores.audit().append(entryLike(i));
        last = outcome(newest);
        if (!last)
            return false;
    }
    return bool(outcome(stores.audit().keepHead({last->number, last->hash})));
}

bool measureAudit(const BenchOptions &options, const Report &report)
{
    const int entries = options.isShort ? 2000 : 1'000'000;
    const QTemporaryDir folder;
    const auto stores = openSqliteStores(folder.path());
    if (!stores || !fill(**stores, entries))
        return false;
    Row time{.row = u"audit"_s, .what = u"verify %1 entries"_s.arg(entries), .unit = u"s"_s, .moreIsBetter = false, .goal = 15};
    Row memory{.row = u"audit"_s, .what = u"verify %1 entries: memory above what was there"_s.arg(entries), .unit = u"MiB"_s,
               .moreIsBetter = false, .goal = 32};
    const ProcessMeter meter;
    for (int round = 0; round < options.rounds; ++round) {
        meter.resetPeak();
        const qint64 before = meter.resident();
        QElapsedTimer watch;
        watch.start();
        const Result<AuditProof> proof = outcome((*stores)->audit().verify());
        time.ours.append(double(watch.nsecsElapsed()) / 1e9);
        memory.ours.append(double(meter.peak() - before) / kMiB);
        if (!proof || !proof->isWhole || proof->entries != quint64(entries))
            return false;
    }
    report(time);
    report(memory);
    return true;
}

//! A control plane with one worker, on which all agents live.
struct Writers {
    Writers() : worker({NodeId(u"w1"_s), u"bench"_s, 4}, {&handler})
    {
        auto opened = openSqliteStores(folder.path());
        if (!opened)
            return;
        stores = std::move(*opened);
        plane = std::make_unique<ControlPlane>(*stores, clock, ControlPlaneOptions{u"main"_s, u"0.1.0"_s});
        plane->setWork(embeddedWork(*stores, clock, folder.path()));
        isUp = outcome(plane->load()) && outcome(plane->announce(announcementOf(u"w1"_s))) && outcome(plane->beat(beatOf(u"w1"_s, 1)));
        plane->start();
        auto [ours, theirs] = LocalMeshLine::pair();
        plane->connectWorker(NodeId(u"w1"_s), std::move(theirs));
        worker.attach(std::move(ours));
        for (int i = 0; i < kAgents; ++i) {
            EntityRequest request{.entity = agentCalled(u"agent-%1"_s.arg(i))};
            request.entity.isResident = true;
            isUp = isUp && outcome(plane->saveEntity(request));
        }
        for (int i = 0; i < 100 && handler.kept.size() < kAgents; ++i)
            letRun(milliseconds(50));
        isUp = isUp && handler.kept.size() == kAgents;
    }
    ~Writers()
    {
        if (plane)
            plane->stop();
    }
    void write(int agent, int first)
    {
        QList<OutputLine> lines;
        lines.reserve(kLinesAtOnce);
        for (int i = 0; i < kLinesAtOnce; ++i)
            lines.append({LogStream::Output, u"2026-11-22T02:00:00.000Z INFO fetched page %1 of example.org in 132 ms, 48213 bytes"_s.arg(first + i)});
        handler.writeAs({agentCalled(u"agent-%1"_s.arg(agent)).ref, {}}, lines);
    }
    //! Lines that are kept, and those that are told as dropped.
    std::pair<qint64, qint64> found()
    {
        qint64 kept = 0;
        qint64 dropped = 0;
        for (int i = 0; i < kAgents; ++i) {
            LogQuery query{{.entity = agentCalled(u"agent-%1"_s.arg(i)).ref}, 0, limits::kLogPage};
            const Result<LogPage> page = outcome(plane->log(query));
            for (const LogLine &line : page ? page->lines : QList<LogLine>()) {
                kept += line.stream == LogStream::Muster ? 0 : 1;
                const qsizetype at = line.text.indexOf(u" lines dropped"_s);
                dropped += line.stream == LogStream::Muster && at > 0 ? line.text.first(at).toLongLong() : 0;
            }
        }
        return {kept, dropped};
    }

    QTemporaryDir folder;
    SystemClock clock;
    ScriptedHandler handler;
    std::unique_ptr<Stores> stores;
    std::unique_ptr<ControlPlane> plane;
    MeshWorker worker;
    bool isUp = false;
};

bool measureLogs(const BenchOptions &options, const Report &report)
{
    const int perSecond = options.isShort ? 5000 : 100'000;
    Row kept{.row = u"logs"_s, .what = u"%1 lines/s from %2 agents: kept"_s.arg(perSecond).arg(kAgents), .unit = u"lines/s"_s,
             .goal = 0.95 * perSecond};
    Row memory{.row = u"logs"_s, .what = kept.what + u", memory above what was there"_s, .unit = u"MiB"_s, .moreIsBetter = false, .goal = 64};
    Row stall{.row = u"logs"_s, .what = kept.what + u", longest turn of the node's thread"_s, .unit = u"ms"_s, .moreIsBetter = false, .goal = 100};
    const ProcessMeter meter;
    for (int round = 0; round < options.rounds; ++round) {
        Writers writers;
        if (!writers.isUp)
            return false;
        meter.resetPeak();
        const qint64 before = meter.resident();
        StallWatch turns;
        QElapsedTimer watch;
        watch.start();
        qint64 written = 0;
        while (watch.elapsed() < options.seconds * 1000) {
            const qint64 due = watch.elapsed() * perSecond / 1000;
            for (; written < due; written += kLinesAtOnce)
                writers.write(int(written / kLinesAtOnce) % kAgents, int(written));
            letRun(milliseconds(5));
        }
        letRun(milliseconds(0));
        const double seconds = double(watch.nsecsElapsed()) / 1e9;
        memory.ours.append(double(meter.peak() - before) / kMiB);
        stall.ours.append(double(turns.longest().count()));
        std::pair<qint64, qint64> found;
        for (int i = 0; i < 20 && found.first + found.second < written; ++i) { // What was dropped is told within seconds.
            letRun(milliseconds(500));
            found = writers.found();
        }
        kept.ours.append(double(found.first) / seconds);
        if (found.first + found.second != written) {
            qWarning("%lld lines were written, %lld kept and %lld told as dropped", static_cast<long long>(written),
                     static_cast<long long>(found.first), static_cast<long long>(found.second));
            return false;
        }
    }
    report(kept);
    report(memory);
    report(stall);
    return true;
}

} // namespace

bool runRecordBench(const BenchOptions &options, const Report &report)
{
    BenchOptions few = options;
    if (options.isShort) {
        few.rounds = 1;
        few.seconds = 1;
    }
    return measureAudit(few, report) && measureLogs(few, report);
}

} // namespace muster::bench
