// SPDX-License-Identifier: Apache-2.0
#include "core/wire/HttpCall.h"

#include "core/wire/ClientLine.h"
#include "core/wire/HttpError.h"

#include <algorithm>
#include <utility>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

//! Of a refusal that is read as an answer (takesRefusals): pages of foreign servers have 100 KB (F-3).
constexpr qsizetype kRefusalBytes = 1024 * 1024;

Error failure(ErrorKind kind, const QString &what)
{
    return {.kind = kind, .where = {}, .what = what, .code = {}, .field = {}};
}

} // namespace

HttpCall::HttpCall(ClientLines &lines, ClientRequest request, const TlsTrust &trust, const HttpCallOptions &options,
                   QObject *parent)
    : QObject(parent), m_pool(lines), m_request(std::move(request)), m_trust(trust), m_who(whoIs(m_request.url)),
      m_options(options), m_isReading(m_request.method == "GET")
{
    m_deadline.setSingleShot(true);
    m_race.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        finish(failure(ErrorKind::Timeout,
                       u"%1 did not answer within %2 ms"_s.arg(m_who).arg(m_options.deadline.count())));
    });
    connect(&m_race, &QTimer::timeout, this, [this] { startLane(m_lanes[1]); });
    m_deadline.start(m_options.deadline);
    if (m_options.raceAfter.count() > 0)
        m_race.start(m_options.raceAfter);
    startLane(m_lanes[0]);
}

HttpCall::~HttpCall()
{
    m_isFinished = true;
    for (Lane &lane : m_lanes)
        drop(lane);
}

void HttpCall::giveUpReading()
{
    if (m_isReading)
        finish(failure(ErrorKind::Unreachable, u"the line to %1 was given up before its answer came"_s.arg(m_who)));
}

void HttpCall::startLane(Lane &lane)
{
    m_pool.lend(this, m_trust, [this, &lane](ClientLine *line) { askOn(lane, line); });
}

void HttpCall::askOn(Lane &lane, ClientLine *line)
{
    if (m_isFinished) // While it waited for the line.
        return m_pool.giveBack(line);
    lane.line = line;
    connect(line, &ClientLine::headCame, this, [this, &lane] { readHead(lane); });
    connect(line, &ClientLine::bytesCame, this, [this, &lane](const QByteArray &bytes) { take(lane, bytes); });
    connect(line, &ClientLine::finished, this, [this, &lane] { takeFinished(lane); });
    line->ask(m_request);
}

void HttpCall::readHead(const Lane &lane)
{
    if (lane.line->announced().value_or(0) > m_options.replyBytes)
        finish(tooLong());
}

void HttpCall::take(Lane &lane, const QByteArray &bytes)
{
    // In few steps: growing by a little copies again and again, and what is left behind adds up to several times the
    // body.
    if (const qsizetype size = lane.body.size() + bytes.size(); size > lane.body.capacity())
        lane.body.reserve(std::max(size, std::min(4 * size, m_options.replyBytes + bytes.size())));
    lane.body += bytes;
    const int status = lane.line->head().status;
    if (status >= 400 && !m_options.takesRefusals && lane.body.size() > limits::kErrorBodyBytes)
        return finish(errorFrom(status, lane.body.first(limits::kErrorBodyBytes), m_who)); // More says no more.
    if (lane.body.size() > (status >= 400 ? std::min(kRefusalBytes, m_options.replyBytes) : m_options.replyBytes))
        finish(tooLong());
}

Error HttpCall::tooLong() const
{
    return failure(ErrorKind::Protocol,
                   u"the answer of %1 is longer than %2 bytes"_s.arg(m_who).arg(m_options.replyBytes));
}

void HttpCall::takeFinished(Lane &lane)
{
    lane.body.squeeze();
    if (lane.line->isWhole() || lane.line->head().status >= 400)
        return takeStatus(lane);
    if (lane.line->wasStale() && !lane.isSecondTry && mayArriveTwice()) {
        drop(lane);
        lane.isSecondTry = true;
        return startLane(lane);
    }
    const Error error = lane.line->error();
    drop(lane);
    const Lane &other = &lane == &m_lanes[0] ? m_lanes[1] : m_lanes[0];
    if (!other.line) // It may still win.
        finish(error);
}

void HttpCall::takeStatus(Lane &lane)
{
    const ReplyHead head = lane.line->head();
    if ((head.status >= 200 && head.status < 300) || (head.status >= 400 && m_options.takesRefusals))
        return finish(HttpAnswer{.status = head.status,
                                 .contentType = head.header("content-type"),
                                 .body = std::move(lane.body),
                                 .headers = head.headers});
    if (head.status >= 400)
        return finish(errorFrom(head.status, lane.body, m_who));
    finish(failure(ErrorKind::Protocol, u"%1 answered HTTP %2, which is not followed"_s.arg(m_who).arg(head.status)));
}

void HttpCall::drop(Lane &lane)
{
    lane.body = {}; // Now, not when the call dies: there may be 64 MB in it.
    if (ClientLine *const line = std::exchange(lane.line, nullptr))
        m_pool.giveBack(line);
}

void HttpCall::finish(Result<HttpAnswer> outcome)
{
    if (m_isFinished)
        return;
    m_isFinished = true;
    m_deadline.stop();
    m_race.stop();
    for (Lane &lane : m_lanes)
        drop(lane);
    deleteLater();
    m_pending.finish(std::move(outcome));
}

} // namespace muster
