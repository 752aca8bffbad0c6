// SPDX-License-Identifier: Apache-2.0
#include "app/shared/MeshDialer.h"

#include "core/base/Log.h"
#include "core/mesh/WsMeshLine.h"
#include "core/wire/HttpError.h"
#include "core/wire/WsClient.h"

#include <QUrlQuery>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! A line that ended sooner was none: whoever opens and closes at once is not hammered.
constexpr milliseconds kLasting = std::chrono::seconds(10);

QUrl meshUrl(const ClusterAddress &address, const NodeId &node)
{
    QUrl url = address.url;
    QString path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path + u"/api/v1/mesh"_s);
    QUrlQuery query;
    query.addQueryItem(u"node"_s, node.text());
    url.setQuery(query);
    return url;
}

//! decisions.md 15: no secret goes over plain HTTP beyond loopback unasked.
bool maySpeak(const ClusterAddress &address)
{
    return address.url.scheme() == "https"_L1 || isLoopbackHost(address.url.host()) || address.allowsPlainSecrets;
}

} // namespace

MeshDialer::MeshDialer(MeshDialerSetup setup, MeshWorker &worker, const Clock &clock, QObject *parent)
    : QObject(parent), m_setup(std::move(setup)), m_worker(worker), m_clock(clock),
      m_backoff({.first = limits::kRetryFirst, .most = limits::kRetryMost, .steady = 0.5}, m_setup.seed)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &MeshDialer::dial);
    connect(&m_worker, &MeshWorker::detached, this, &MeshDialer::takeLost);
}

MeshDialer::~MeshDialer() = default;

void MeshDialer::start()
{
    if (std::exchange(m_isStarted, true) || !maySpeak(m_setup.address))
        return;
    m_lostAt = m_clock.steadyNow();
    dial();
}

void MeshDialer::dial()
{
    m_client = std::make_unique<WsClient>(m_clock, WsClientSetup{.url = meshUrl(m_setup.address, m_setup.node),
                                                                 .trust = {.pin = m_setup.address.pin},
                                                                 .token = m_setup.key(),
                                                                 .protocol = kMeshProtocol.toByteArray()});
    connect(m_client.get(), &WsClient::opened, this, &MeshDialer::takeOpened);
    connect(m_client.get(), &WsClient::failed, this, &MeshDialer::takeFailed);
}

void MeshDialer::takeOpened()
{
    m_openedAt = m_clock.steadyNow();
    m_said.clear();
    qCInfo(logNode, "Connected for work");
    WsPeer *const peer = m_client->peer();
    m_client->disconnect(this);
    m_worker.attach(std::make_unique<WsMeshLine>(peer, std::move(m_client)));
    Q_EMIT connected();
}

void MeshDialer::takeFailed(const Error &error)
{
    m_client.release()->deleteLater(); // We are in its signal.
    if (error.kind == ErrorKind::NotFound) {
        sayOnce(u"this control plane hands out no work over the network; it is older than this worker"_s);
        return retryIn(m_setup.notThere);
    }
    sayOnce(error.text());
    if (error.code == httpcode::kNotAuthenticated && (m_worker.runs() > 0 || !m_worker.agents().isEmpty())) {
        qCWarning(logNode, "This node is out: what it runs is stopped, for others do that work now");
        m_worker.disown();
    }
    retryIn(error.kind == ErrorKind::Refused ? m_setup.notLetIn : pause());
}

void MeshDialer::takeLost(const QString &why)
{
    if (!m_isStarted)
        return;
    qCInfo(logNode, "The connection for work ended: %ls", qUtf16Printable(why));
    const SteadyTime now = m_clock.steadyNow();
    if (now - m_openedAt >= kLasting) {
        m_lostAt = now;
        m_backoff.reset();
    }
    retryIn(pause());
}

milliseconds MeshDialer::pause()
{
    const bool isFresh = m_clock.steadyNow() - m_lostAt < limits::kRetryMostUntil;
    return isFresh ? m_backoff.next() : limits::kRetryLater;
}

void MeshDialer::sayOnce(const QString &what)
{
    if (std::exchange(m_said, what) != what)
        qCWarning(logNode, "No connection for work yet: %ls", qUtf16Printable(what));
}

} // namespace muster
