// SPDX-License-Identifier: Apache-2.0
#include "core/wire/HttpParser.h"

#include "core/wire/HeaderText.h"
#include "core/wire/HttpError.h"
#include "core/wire/ReplyHead.h"
#include "core/wire/RequestTarget.h"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

//! Beast's grammar over a whole head; notes where things stand instead of copying them.
class HeadReader final : public http::basic_parser<true>
{
public:
    explicit HeadReader(HttpRequest *request) : m_request(request)
    {
        skip(true); // Complete after the head: the body is ours.
        header_limit(std::uint32_t(limits::kRequestHeadBytes) + 1);
        m_request->fields.reserve(12);
    }

    string_view target;
    string_view method;
    int version = 0;

private:
    quint32 offset(const char *at) const { return quint32(at - m_request->head.constData()); }

    void on_request_impl(http::verb, string_view name, string_view path, int number, error_code &) override
    {
        method = name;
        target = path;
        version = number;
    }
    void on_field_impl(http::field, string_view name, string_view value, error_code &) override
    {
        // An empty value may point outside of the head.
        m_request->fields.push_back({offset(name.data()), quint32(name.size()),
                                     value.empty() ? 0 : offset(value.data()), quint32(value.size())});
    }
    void on_header_impl(error_code &) override {}
    void on_finish_impl(error_code &) override {}
    // None of these can happen to a request whose body is skipped.
    void on_response_impl(int, string_view, int, error_code &) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t> &, error_code &) override {}
    std::size_t on_body_impl(string_view, error_code &) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code &) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view, error_code &) override { return 0; }

    HttpRequest *m_request;
};

//! The same for a reply, whose values are copied: some are unfolded first.
class ReplyHeadReader final : public http::basic_parser<false>
{
public:
    ReplyHeadReader(ReplyHead *head, qsizetype bytes) : m_head(head)
    {
        skip(true);
        header_limit(std::uint32_t(bytes) + 1);
    }

private:
    void on_response_impl(int status, string_view, int version, error_code &) override
    {
        m_head->status = status;
        m_head->version = version;
    }
    void on_field_impl(http::field, string_view name, string_view value, error_code &) override
    {
        m_head->headers.append({QByteArray(name.data(), qsizetype(name.size())),
                                QByteArray(value.data(), qsizetype(value.size()))});
    }
    void on_header_impl(error_code &) override {} // This and the rest is of no use here.
    void on_finish_impl(error_code &) override {}
    void on_request_impl(http::verb, string_view, string_view, int, error_code &) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t> &, error_code &) override {}
    std::size_t on_body_impl(string_view, error_code &) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code &) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view, error_code &) override { return 0; }

    ReplyHead *m_head;
};

Error malformed(const QString &what, QLatin1StringView code = {})
{
    Error error = invalid({}, what);
    error.code = code;
    return error;
}

HttpMethod methodOf(string_view name)
{
    using enum HttpMethod;
    for (const HttpMethod method : {Get, Post, Put, Delete, Head, Patch, Options}) {
        const QLatin1StringView text = methodName(method);
        if (string_view(text.data(), size_t(text.size())) == name)
            return method;
    }
    return Other;
}

//! The headers that decide where the request ends and whose it is.
struct Framing {
    int hosts = 0;
    int lengths = 0;
    int codings = 0;
    QByteArrayView host;
    QByteArrayView length;
    QByteArrayView coding;
    QByteArrayView expectation;
};

Framing readFraming(HttpRequest *request)
{
    Framing framing;
    for (const HttpRequest::Field &field : request->fields) {
        const QByteArrayView name(request->head.constData() + field.nameAt, qsizetype(field.nameSize));
        const QByteArrayView value(request->head.constData() + field.valueAt, qsizetype(field.valueSize));
        if (isSameText(name, "host")) {
            ++framing.hosts;
            framing.host = value;
        } else if (isSameText(name, "content-length")) {
            ++framing.lengths;
            framing.length = value;
        } else if (isSameText(name, "transfer-encoding")) {
            ++framing.codings;
            framing.coding = value;
        } else if (isSameText(name, "connection")) {
            request->wantsClose = request->wantsClose || hasToken(value, "close");
        } else if (isSameText(name, "expect")) {
            framing.expectation = value;
        } else if (isSameText(name, "forwarded") || isSameText(name, "via") || isSameText(name, "x-real-ip") ||
                   (name.size() > 12 && isSameText(name.first(12), "x-forwarded-"))) {
            request->isForwarded = true;
        }
    }
    return framing;
}

Result<qint64> lengthOf(const Framing &framing)
{
    if (framing.lengths == 0)
        return qint64(0);
    const std::optional<qint64> length = plainLength(framing.length);
    if (framing.lengths > 1 || !length)
        return malformed(u"Content-Length must be one plain number"_s);
    return *length;
}

Result<void> checkFraming(const Framing &framing, int version)
{
    if (framing.hosts > 1 || (framing.hosts == 0 && version > 10))
        return malformed(u"exactly one Host header is wanted"_s);
    if (framing.codings > 0 && (framing.lengths > 0 || version < 11))
        return malformed(u"Transfer-Encoding stands beside Content-Length, or in HTTP/1.0"_s);
    if (framing.codings > 1 || (framing.codings == 1 && !isSameText(framing.coding, "chunked")))
        return malformed(u"the only Transfer-Encoding is chunked"_s);
    if (!framing.expectation.isEmpty() && !isSameText(framing.expectation, "100-continue"))
        return malformed(u"the only Expect is 100-continue"_s, httpcode::kExpectation);
    return {};
}

//! Everything about a whole head. What Beast refuses and what it lets through both end here.
Result<Framing> readWholeHead(HttpRequest *request)
{
    HeadReader reader(request);
    error_code problem;
    reader.put(boost::asio::const_buffer(request->head.constData(), size_t(request->head.size())), problem);
    if (problem || !reader.is_done())
        return malformed(u"the head is not HTTP/1.1 (%1)"_s.arg(QString::fromStdString(problem.message())));
    if (reader.method == "CONNECT" || reader.method == "TRACE") {
        Error error = unsupported(u"this server is no proxy"_s);
        error.code = httpcode::kMethodNotAllowed;
        return error;
    }
    request->method = methodOf(reader.method);
    Framing framing = readFraming(request);
    MUSTER_CHECK(checkFraming(framing, reader.version));
    request->wantsClose = request->wantsClose || reader.version < 11;
    request->wantsContinue = !framing.expectation.isEmpty() && reader.version > 10;
    const QByteArrayView target(reader.target.data(), qsizetype(reader.target.size()));
    MUSTER_CHECK(readTarget(target, framing.host, request));
    return framing;
}

} // namespace

Result<ReplyHead> readReplyHead(const QByteArray &bytes)
{
    ReplyHead head;
    ReplyHeadReader reader(&head, bytes.size());
    error_code problem;
    reader.put(boost::asio::const_buffer(bytes.constData(), size_t(bytes.size())), problem);
    if (problem || !reader.is_header_done())
        return malformed(u"its head is malformed (%1)"_s.arg(QString::fromStdString(problem.message())));
    return head;
}

qsizetype HttpParser::feed(QByteArrayView bytes)
{
    if (m_state == State::Head)
        return feedHead(bytes);
    return m_state == State::Body ? feedBody(bytes) : 0;
}

void HttpParser::reset()
{
    *this = HttpParser();
}

std::optional<qint64> HttpParser::announcedBytes() const
{
    return m_isChunked ? std::nullopt : std::optional(m_announced);
}

qsizetype HttpParser::feedHead(QByteArrayView bytes)
{
    const qsizetype taken = m_scanner.feed(bytes);
    m_request.head.append(bytes.data(), taken);
    if (m_scanner.state() == HeadScanner::State::Failed)
        fail(m_scanner.error());
    else if (m_scanner.state() == HeadScanner::State::Done)
        readHead();
    return taken;
}

void HttpParser::readHead()
{
    const Result<Framing> framing = readWholeHead(&m_request);
    if (!framing)
        return fail(framing.error());
    const Result<qint64> length = lengthOf(*framing);
    if (!length)
        return fail(length.error());
    m_announced = *length;
    m_isChunked = framing->codings > 0;
    m_state = State::HeadDone;
}

void HttpParser::acceptBody(qsizetype bytes)
{
    Q_ASSERT(m_state == State::HeadDone);
    m_bodyLimit = bytes;
    if (m_announced > bytes)
        return fail(malformed(u"the body is longer than %1 bytes"_s.arg(bytes), httpcode::kTooLarge));
    m_state = m_isChunked || m_announced > 0 ? State::Body : State::Complete;
    // Long bodies grow as they come, so that an announcement alone costs no memory.
    m_request.body.reserve(std::min(qsizetype(m_announced), limits::kAnnounceBodyBytes));
}

qsizetype HttpParser::feedBody(QByteArrayView bytes)
{
    if (!m_isChunked) {
        const qsizetype piece = std::min(bytes.size(), qsizetype(m_announced) - m_request.body.size());
        m_request.body.append(bytes.data(), piece);
        if (m_request.body.size() == m_announced)
            m_state = State::Complete;
        return piece;
    }
    const qsizetype taken = m_chunks.feed(bytes, &m_request.body, m_bodyLimit);
    switch (m_chunks.state()) {
    case ChunkReader::State::More:
        break;
    case ChunkReader::State::Done:
        m_state = State::Complete;
        break;
    case ChunkReader::State::TooLarge:
        fail(malformed(u"the body is longer than %1 bytes"_s.arg(m_bodyLimit), httpcode::kTooLarge));
        break;
    case ChunkReader::State::Failed:
        fail(malformed(u"the chunks of the body are malformed"_s));
        break;
    }
    return taken;
}

void HttpParser::fail(Error error)
{
    m_state = State::Failed;
    m_error = std::move(error);
}

} // namespace muster
