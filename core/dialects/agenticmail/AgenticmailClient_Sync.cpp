// SPDX-License-Identifier: Apache-2.0
// How AgenticmailClient keeps its picture true: frames over the list, and questions where frames do not tell.
#include "core/base/Log.h"
#include "core/dialects/agenticmail/AgenticmailClient.h"

#include <QThreadPool>

#include <utility>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kDoubtPause{2000}; // Between two questions about nodes that were called offline.
constexpr milliseconds kFreshFor{2000};   // A list so young needs no second reading.
constexpr milliseconds kReadRetry{5000};

Error notAList(const Error &seen, const QString &who)
{
    return seen.kind == ErrorKind::NotFound ? AgenticmailErrors::notAgenticmail(who, seen.what) : seen;
}

} // namespace

void AgenticmailClient::takeFrame(const SseFrame &frame)
{
    const Result<AgenticmailFrame> read = AgenticmailCodec::readFrame(frame.data);
    if (!read) {
        qCWarning(logLink).noquote() << m_api.who() << "sent a frame that cannot be read:" << escapedForLog(read.error().text());
        if (!m_readAgain.isActive())
            m_readAgain.start(kReadRetry); // Whatever it said, the list knows.
        return;
    }
    if (read->kind == AgenticmailFrame::Kind::Offline)
        return doubt(read->node.id());
    if (const auto change = m_picture.take(*read, serverNow())) {
        m_doubts.remove(read->node.id());
        publish(*change);
    }
}

//! An "offline" is a silent node or a removed one. One is asked for by itself; several at once by one reading of the list.
void AgenticmailClient::doubt(const NodeId &node)
{
    if (!m_picture.has(node))
        return;
    m_doubts.insert(node);
    if (!m_doubtTimer.isActive())
        settleDoubts();
}

void AgenticmailClient::settleDoubts()
{
    if (m_doubts.isEmpty() || !m_isSynced)
        return; // The list that is being read settles them.
    const QSet<NodeId> doubts = std::exchange(m_doubts, {});
    m_doubtTimer.start(std::max(kDoubtPause, m_api.waits()));
    if (doubts.size() == 1)
        readOne(*doubts.begin());
    else
        readAll();
}

void AgenticmailClient::readOne(const NodeId &node)
{
    whenDone(this, find(node), [this, node, connection = m_connection](const Result<Node> &found) {
        if (connection != m_connection)
            return;
        std::optional<ClusterChange> change;
        if (found)
            change = m_picture.takeOne(*found, serverNow());
        else if (found.error().kind == ErrorKind::NotFound)
            change = m_picture.takeGone(node);
        else
            m_doubts.insert(node); // Asked again when the timer ends.
        if (change)
            publish(*change);
    });
}

Future<Node> AgenticmailClient::find(const NodeId &node)
{
    const Pending<Node> pending;
    const QString path = u"/api/engine/cluster/nodes/"_s + HttpClient::segment(node.text());
    whenDone(this, m_api.call("GET", path), [pending](const Result<HttpAnswer> &answer) {
        if (!answer)
            return pending.finish(answer.error());
        const Result<QJsonObject> json = answer->json();
        pending.finish(json ? AgenticmailCodec::readNode(*json) : Result<Node>(json.error()));
    });
    return pending.future();
}

Future<QList<Node>> AgenticmailClient::list()
{
    const Pending<QList<Node>> pending;
    whenDone(this, m_api.call("GET", u"/api/engine/cluster/nodes"_s), [this, pending](const Result<HttpAnswer> &answer) {
        const QString who = m_api.who();
        const QString where = u"reading the nodes of "_s + who;
        if (!answer)
            return pending.finish(notAList(answer.error(), who).within(where));
        QThreadPool::globalInstance()->start([pending, where, who, body = answer->body] {
            int unread = 0;
            Result<QList<Node>> nodes = AgenticmailCodec::readNodes(body, &unread);
            if (!nodes)
                return pending.finish(AgenticmailErrors::notAgenticmail(who, nodes.error().what).within(where));
            if (unread > 0)
                qCWarning(logLink) << who << "lists" << unread << "nodes that cannot be read";
            pending.finish(std::move(nodes));
        });
    });
    return pending.future();
}

void AgenticmailClient::readAll()
{
    if (m_isReading || !m_stream.isConnected())
        return;
    m_isReading = true;
    m_readAgain.stop();
    whenDone(this, list(), [this, connection = m_connection, asked = m_picture.mark()](const Result<QList<Node>> &nodes) {
        takeAll(connection, asked, nodes);
    });
}

void AgenticmailClient::takeAll(int connection, quint64 asked, const Result<QList<Node>> &list)
{
    m_isReading = false;
    if (!isRunning() || !m_stream.isConnected()) {
        const QList<Pending<ClusterSnapshot>> asking = std::exchange(m_asking, {});
        for (const auto &one : asking)
            one.finish(Error{ErrorKind::Unreachable, {}, u"the stream of %1 broke meanwhile"_s.arg(m_api.who()), {}, {}});
        return;
    }
    if (connection != m_connection)
        return readAll();
    if (!list)
        return failReading(list.error());
    publish(m_picture.takeList(*list, asked, serverNow()));
    m_readAt = m_clock.steadyNow();
    m_isSynced = m_hasSynced = true;
    if (m_link.state != LinkState::Quiet)
        setLink(LinkState::Live);
    const QList<Pending<ClusterSnapshot>> asking = std::exchange(m_asking, {});
    for (const auto &one : asking)
        one.finish(shownNow());
    settleDoubts();
}

void AgenticmailClient::failReading(const Error &error)
{
    const QList<Pending<ClusterSnapshot>> asking = std::exchange(m_asking, {});
    for (const auto &one : asking)
        one.finish(error);
    if (m_isSynced) { // The stream goes on; only the question stays open.
        m_readAgain.start(std::max(kReadRetry, m_api.waits()));
        return;
    }
    if (mayRetry(error.kind)) {
        const milliseconds wait = std::max(kReadRetry, m_api.waits());
        setLink(LinkState::Resyncing, error, 0, wait.count());
        m_readAgain.start(wait);
    } else {
        m_stream.stop();
        block(error);
    }
}

Future<ClusterSnapshot> AgenticmailClient::snapshot()
{
    return onThreadOf<ClusterSnapshot>(this, [this] {
        const Pending<ClusterSnapshot> pending;
        if (isFollowing() && m_readAt && m_clock.steadyNow() - *m_readAt < kFreshFor)
            return ready(shownNow());
        if (isFollowing()) {
            m_asking.append(pending);
            readAll();
            return pending.future();
        }
        whenDone(this, list(), [this, pending](const Result<QList<Node>> &nodes) {
            if (!nodes)
                return pending.finish(nodes.error());
            AgenticmailPicture picture;
            (void)picture.takeList(*nodes, 0, serverNow());
            pending.finish(ClusterSnapshot{m_position, serverNow(), picture.nodes(), {}});
        });
        return pending.future();
    });
}

ClusterSnapshot AgenticmailClient::shownNow() const
{
    return {m_position, serverNow(), m_picture.nodes(), {}};
}

void AgenticmailClient::publish(const ClusterChange &change)
{
    if (m_picture.hasJoining() && !m_ageTimer.isActive())
        m_ageTimer.start();
    if (!m_hasSynced) // The first list and what comes before it are no news.
        return;
    ++m_position.number;
    Q_EMIT eventArrived({m_position, serverNow(), change});
}

void AgenticmailClient::publish(const QList<ClusterChange> &changes)
{
    for (const ClusterChange &change : changes)
        publish(change);
}

void AgenticmailClient::settleAges()
{
    if (!m_picture.hasJoining())
        m_ageTimer.stop();
    else
        publish(m_picture.settle(serverNow()));
}

} // namespace muster
