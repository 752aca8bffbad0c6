// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/QueueLoad.h"

#include "tests/bench/Row.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

namespace muster::bench
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int kDeadlineMs = 300'000;
const QString kLane = u"agent/bench"_s;

double perSecond(int jobs, const QElapsedTimer &timer)
{
    return jobs * 1e9 / static_cast<double>(timer.nsecsElapsed());
}

} // namespace

QueueLoad::QueueLoad()
{
    m_job.request = {.entity = EntityRef::parse(kLane, u"entity"_s).value(),
                     .payload = "{\"text\":\"" + QByteArray(245, 'x') + "\"}"};
    Result<std::unique_ptr<Stores>> stores = openSqliteStores(m_folder.filePath(u"data"_s));
    if (!stores)
        return;
    m_stores = std::move(*stores);
    m_queue = std::make_unique<EmbeddedQueue>(m_stores->jobs(), m_clock);
    connect(m_queue.get(), &QueueProvider::laneReady, this, [this] {
        m_isDry = false;
        take();
    });
    bool isOpen = false;
    whenDone(this, m_queue->open(), [this, &isOpen](const Result<void> &opened) {
        isOpen = opened.has_value();
        m_progress();
    });
    if (!waitUntil([&isOpen] { return isOpen; }))
        m_queue.reset();
}

QueueLoad::~QueueLoad() = default;

bool QueueLoad::waitUntil(const std::function<bool()> &isDone)
{
    if (m_isRefused || isDone())
        return !m_isRefused;
    QEventLoop loop;
    QTimer::singleShot(kDeadlineMs, &loop, &QEventLoop::quit);
    m_progress = [this, &loop, &isDone] {
        if (m_isRefused || isDone())
            loop.quit();
    };
    loop.exec();
    m_progress = [] {};
    return !m_isRefused && isDone();
}

double QueueLoad::add(int jobs, int atOnce)
{
    m_toAdd = jobs;
    m_added = 0;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < atOnce; ++i)
        addOne();
    return waitUntil([this, jobs] { return m_added >= jobs; }) ? perSecond(jobs, timer) : 0;
}

void QueueLoad::addOne()
{
    if (m_toAdd == 0)
        return;
    --m_toAdd;
    whenDone(this, m_queue->add({m_job}), [this](const Result<QList<QueuedJob>> &added) {
        m_isRefused |= !added;
        ++m_added;
        addOne();
        m_progress();
    });
}

double QueueLoad::bulk(int jobs)
{
    m_toAdd = jobs;
    m_added = 0;
    QElapsedTimer timer;
    timer.start();
    addThousand();
    return waitUntil([this, jobs] { return m_added >= jobs; }) ? perSecond(jobs, timer) : 0;
}

void QueueLoad::addThousand()
{
    const int count = std::min(m_toAdd, 1000);
    if (count == 0)
        return;
    m_toAdd -= count;
    whenDone(this, m_queue->add(QList<NewJob>(count, m_job)), [this, count](const Result<QList<QueuedJob>> &added) {
        m_isRefused |= !added;
        m_added += count;
        addThousand();
        m_progress();
    });
}

double QueueLoad::drain(int jobs, int concurrency)
{
    if (bulk(jobs) == 0)
        return 0;
    m_done = 0;
    m_concurrency = concurrency;
    m_isDry = false;
    const int all = static_cast<int>(m_queue->waitingIn(kLane)); // Those that were there, too.
    QElapsedTimer timer;
    timer.start();
    take();
    const bool isDone = waitUntil([this, all] { return m_done >= all; });
    m_concurrency = 0;
    return isDone ? perSecond(all, timer) : 0;
}

//! Keeps a window of claims, as a worker that announced one has it; the next ones are asked for while half of it is there.
void QueueLoad::take()
{
    const int room = limits::kMeshWindow - m_underWay;
    if (m_concurrency == 0 || m_isTaking || m_isDry || room < limits::kMeshWindow / 2)
        return;
    m_isTaking = true;
    whenDone(this, m_queue->claim({kLane}, room, NodeId(u"n1"_s)), [this, room](const Result<QList<Claim>> &claims) {
        m_isTaking = false;
        m_isRefused |= !claims;
        for (const Claim &one : claims.value_or({}))
            m_claims.push_back(one);
        const int got = static_cast<int>(claims.value_or({}).size());
        m_underWay += got;
        m_isDry = got < room && m_queue->waitingIn(kLane) == 0;
        runNext();
        take();
    });
}

//! Each handler has a turn of the event loop, so many at once.
void QueueLoad::runNext()
{
    while (m_running < m_concurrency && !m_claims.empty()) {
        ++m_running;
        QMetaObject::invokeMethod(
            this, [this, claim = std::move(m_claims.front())] { finishOne(claim); }, Qt::QueuedConnection);
        m_claims.pop_front();
    }
}

void QueueLoad::finishOne(const Claim &claim)
{
    --m_running;
    if (m_isTimed) { // Jobs of one lane and priority come in the order of their adding.
        m_waits.push_back(static_cast<double>(m_began.front().nsecsElapsed()) / 1e6);
        m_began.pop_front();
    }
    whenDone(this, m_queue->complete(claim.attempt, "null"), [this](const Result<void> &done) {
        m_isRefused |= !done;
        ++m_done;
        --m_underWay;
        take();
        m_progress();
    });
    runNext();
}

double QueueLoad::mixed(double seconds)
{
    m_done = 0;
    m_concurrency = 50;
    m_isDry = false;
    m_toAdd = 1'000'000'000;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 64; ++i)
        addOne();
    take();
    const bool isDone = waitUntil([&timer, seconds] { return static_cast<double>(timer.elapsed()) > seconds * 1000; });
    const double rate = isDone ? perSecond(m_done, timer) : 0;
    m_toAdd = 0;
    if (m_underWay > 0 || m_queue->waitingIn(kLane) > 0)
        waitUntil([this] { return m_underWay == 0 && m_queue->waitingIn(kLane) == 0; });
    m_concurrency = 0;
    return rate;
}

double QueueLoad::latency(double seconds)
{
    m_concurrency = 50;
    m_isDry = true;
    m_began.clear();
    m_waits.clear();
    m_isTimed = true;
    const int jobs = static_cast<int>(seconds * 500);
    int sent = 0;
    QElapsedTimer timer;
    timer.start();
    QTimer pace;
    pace.setTimerType(Qt::PreciseTimer);
    connect(&pace, &QTimer::timeout, this, [&] {
        while (sent < jobs && sent * 2 <= timer.elapsed()) {
            ++sent;
            m_toAdd = 1;
            m_began.emplace_back().start();
            addOne();
        }
        m_progress();
    });
    pace.start(1);
    const bool isDone = waitUntil([this, jobs] { return static_cast<int>(m_waits.size()) >= jobs; });
    m_isTimed = false;
    if (m_underWay > 0)
        waitUntil([this] { return m_underWay == 0; });
    m_concurrency = 0;
    return isDone ? percentile({m_waits.begin(), m_waits.end()}, 0.99) : 0;
}

} // namespace muster::bench
