// SPDX-License-Identifier: Apache-2.0
#include "core/wire/HttpConnection.h"

#include "core/wire/HttpError.h"
#include "core/wire/ReplyBytes.h"
#include "core/wire/SseWriter.h"
#include "core/wire/WsPeer.h"

#include <utility>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

Error tooSlow()
{
    return {.kind = ErrorKind::Timeout,
            .where = {},
            .what = u"the request took too long to arrive"_s,
            .code = httpcode::kHeadTimeout,
            .field = {}};
}

} // namespace

HttpConnection::HttpConnection(HttpShared &shared, qintptr descriptor, QObject *parent)
    : QObject(parent), m_shared(shared),
      m_socket(int(descriptor), *shared.sockets, shared.tls.get(),
               {.readable = [this] { readSome(); }, .written = [this] { takeWritten(); }, .gone = [this] { takeGone(); }})
{
    m_peer = m_socket.peerAddress();
    waitFor(m_socket.isTls() ? m_shared.options.tlsHandshakeDeadline : m_shared.options.headDeadline);
    if (!m_socket.isOpen()) // Not at once: whoever makes us must know us first.
        QMetaObject::invokeMethod(this, &HttpConnection::takeGone, Qt::QueuedConnection);
}

HttpConnection::~HttpConnection() = default;

void HttpConnection::takeGone()
{
    end(StreamEnd::ByPeer);
}

void HttpConnection::readSome()
{
    const bool isBusy = m_phase == Phase::Answering || m_phase == Phase::Writing || m_phase == Phase::Ended;
    if (isBusy || !m_unread.isEmpty()) { // What came before comes first.
        m_hasWaiting = true;
        return m_socket.holdBack();
    }
    if (m_phase == Phase::Lingering)
        return drain();
    m_hasWaiting = false;
    m_socket.readOn();
    const PeerBytes got = m_socket.read(m_shared.scratch);
    if (m_phase == Phase::Reading && (got.isSecuredNow || (got.count > 0 && m_parser.isFresh())))
        waitFor(m_shared.options.headDeadline);
    const QByteArrayView bytes(m_shared.scratch.data(), qsizetype(got.count));
    if (m_phase == Phase::Reading && got.count > 0)
        take(bytes);
    else if (got.count > 0)
        takeSocketBytes(bytes);
    if (got.end == PeerBytes::End::Foreign && m_phase == Phase::Reading)
        linger();
    else if (got.end != PeerBytes::End::None)
        end(StreamEnd::ByPeer);
}

void HttpConnection::take(QByteArrayView bytes)
{
    using State = HttpParser::State;
    m_isTaking = true;
    m_hasWaited = m_parser.state() == State::Body;
    int answered = 0;
    qsizetype at = 0;
    while (m_phase == Phase::Reading && answered < limits::kPipelinedRequests) {
        const State state = m_parser.state();
        if (state == State::HeadDone) {
            admit();
        } else if (state == State::Complete) {
            ++answered;
            answer();
        } else if (state == State::Failed) {
            // A caller that is not let in is told that, not that its body is too long.
            const bool isRefused = m_refusal && m_parser.error().code == httpcode::kTooLarge;
            m_closesAfter = true;
            finish(isRefused ? *m_refusal : errorReply(m_parser.error()));
        } else if (at < bytes.size()) {
            at += m_parser.feed(bytes.sliced(at));
        } else {
            break;
        }
    }
    if (m_phase != Phase::Ended && at < bytes.size())
        m_unread = bytes.sliced(at).toByteArray();
    m_isTaking = false;
    settle();
}

void HttpConnection::admit()
{
    HttpRequest &request = m_parser.request();
    request.peer = m_peer;
    RequestGate::Answer answer = m_shared.gate->admit(request, m_shared.now);
    m_handler = answer.admission.handler;
    m_refusal = std::move(answer.admission.refusal);
    m_closesAfter = request.wantsClose || answer.closes;
    m_callerToken = request.caller.token;
    const qsizetype bodyBytes = answer.admission.bodyBytes;
    const bool isNotWorthReading = request.wantsContinue || m_parser.announcedBytes().value_or(0) > bodyBytes;
    if (m_refusal && isNotWorthReading) {
        m_closesAfter = true;
        return finish(*m_refusal);
    }
    m_parser.acceptBody(bodyBytes);
    if (m_parser.state() != HttpParser::State::Body)
        return;
    waitFor(m_shared.options.bodyDeadline);
    if (request.wantsContinue)
        m_out += "HTTP/1.1 100 Continue\r\n\r\n";
}

void HttpConnection::answer()
{
    m_request = std::move(m_parser.request());
    m_parser.reset();
    m_phase = Phase::Answering;
    if (m_hasWaited && !m_refusal)
        m_refusal = m_shared.router.recheck(m_request);
    if (m_refusal)
        return finish(*m_refusal);
    whenDone(this, (*m_handler)(m_request), [this](const Result<HttpReply> &reply) {
        if (m_phase == Phase::Answering) // Not after end().
            finish(reply ? *reply : m_shared.router.replyFor(m_request, reply.error()));
    });
}

void HttpConnection::finish(const HttpReply &reply)
{
    m_phase = Phase::Reading;
    if (reply.openStream && m_request.method != HttpMethod::Head)
        openStream(reply);
    else if (reply.openSocket)
        openSocket(reply);
    else
        queue(reply);
    if (!m_isTaking)
        settle();
}

void HttpConnection::queue(const HttpReply &reply)
{
    if (!hasRoomFor(reply))
        return queue(busyReply());
    const ReplyFrame frame{
        .isHead = m_request.method == HttpMethod::Head, .closes = m_closesAfter, .isStream = bool(reply.openStream)};
    const bool isJoined = reply.body.size() <= limits::kReplyJoinedBytes;
    if (m_out.isEmpty())
        m_out.reserve(320 + (isJoined ? reply.body.size() : 0));
    appendReplyHead(m_out, reply, frame, m_shared.date);
    if (sendsBody(reply, frame)) {
        if (isJoined)
            m_out += reply.body;
        else if (!flush(reply.body))
            return;
    }
    m_request = {};
    m_isLast = m_closesAfter;
    if (m_isLast || m_out.size() > limits::kReplyJoinedBytes || m_socket.bytesToWrite() > 0)
        m_phase = Phase::Writing; // settle() decides how it goes on.
}

//! What follows a reply: go on reading, wait for the peer to take it, or close.
void HttpConnection::settle()
{
    if (m_phase == Phase::Ended || !flush())
        return;
    countPending();
    if (m_phase != Phase::Writing && m_phase != Phase::Reading)
        return;
    if (const qint64 waiting = m_socket.bytesToWrite(); waiting > 0) {
        m_phase = Phase::Writing;
        const milliseconds most(waiting * 1000 / limits::kReplyBytesPerSecond);
        return waitFor(m_shared.options.writeDeadline + most);
    }
    if (m_isLast)
        return linger();
    if (m_parser.isFresh())
        waitFor(m_unread.isEmpty() ? m_shared.options.keepAliveIdle : m_shared.options.headDeadline);
    else if (m_phase == Phase::Writing)
        waitFor(m_shared.options.bodyDeadline);
    m_phase = Phase::Reading;
    if (!m_unread.isEmpty()) // In a turn of its own: other connections come first.
        QMetaObject::invokeMethod(this, &HttpConnection::resume, Qt::QueuedConnection);
    else if (m_hasWaiting)
        QMetaObject::invokeMethod(this, &HttpConnection::readSome, Qt::QueuedConnection);
}

void HttpConnection::resume()
{
    if (m_phase == Phase::Reading && !m_unread.isEmpty())
        return take(std::exchange(m_unread, {}));
    if (!m_ws || m_phase != Phase::Streaming)
        return;
    takeSocketBytes(std::exchange(m_unread, {}));
    if (m_hasWaiting)
        readSome();
}

void HttpConnection::takeWritten()
{
    countPending();
    if (m_phase == Phase::Writing && m_socket.bytesToWrite() == 0)
        settle();
    else if (m_ws && m_phase == Phase::Streaming)
        m_ws->flush();
    else if (m_writer)
        m_writer->flush();
}

void HttpConnection::tick()
{
    if (m_writer)
        m_writer->tick(m_shared.now);
    else if (m_ws && m_phase == Phase::Streaming)
        m_ws->tick(m_shared.now);
    else if (m_phase != Phase::Answering && m_phase != Phase::Ended && m_shared.now >= m_deadline)
        expire();
}

void HttpConnection::expire()
{
    if (m_phase != Phase::Reading || m_parser.isFresh())
        return end(StreamEnd::ByUs);
    m_closesAfter = true;
    finish(errorReply(tooSlow()));
}

void HttpConnection::end(StreamEnd reason)
{
    if (m_phase == Phase::Ended)
        return;
    m_phase = Phase::Ended;
    if (m_writer)
        m_writer->end(reason);
    if (m_ws)
        m_ws->lose(u"the connection was lost"_s);
    m_socket.abort();
    countPending();
    m_shared.ended(this);
}

} // namespace muster
