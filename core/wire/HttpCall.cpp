// SPDX-License-Identifier: Apache-2.0
#include "core/wire/HttpCall.h"

#include "core/wire/HttpError.h"
#include "core/wire/NetworkCall.h"

#include <QNetworkReply>

#include <algorithm>

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

//! Qt gives several cookies as one value with a line each.
QList<std::pair<QByteArray, QByteArray>> headersOf(const QNetworkReply &reply)
{
    QList<std::pair<QByteArray, QByteArray>> headers;
    for (const auto &[name, value] : reply.rawHeaderPairs()) {
        for (const QByteArray &one : value.split('\n'))
            headers.append({name, one});
    }
    return headers;
}

} // namespace

HttpCall::HttpCall(std::function<QNetworkReply *(int)> send, QString who, const HttpCallOptions &options,
                   bool isReading, QObject *parent)
    : QObject(parent), m_send(std::move(send)), m_who(std::move(who)), m_options(options), m_isReading(isReading)
{
    m_deadline.setSingleShot(true);
    m_race.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        finish(failure(ErrorKind::Timeout,
                       u"%1 did not answer within %2 ms"_s.arg(m_who).arg(m_options.deadline.count())));
    });
    connect(&m_race, &QTimer::timeout, this, [this] { startLane(1); });
    startLane(0);
    m_deadline.start(m_options.deadline);
    if (m_options.raceAfter.count() > 0)
        m_race.start(m_options.raceAfter);
}

HttpCall::~HttpCall()
{
    for (Lane &lane : m_lanes)
        drop(lane);
}

void HttpCall::giveUpReading()
{
    if (m_isReading)
        finish(failure(ErrorKind::Unreachable, u"the line to %1 was given up before its answer came"_s.arg(m_who)));
}

void HttpCall::startLane(int number)
{
    Lane &lane = m_lanes[size_t(number)];
    lane.reply = m_send(number);
    lane.reply->setReadBufferSize(limits::kClientReadBytes); // Or Qt takes all that comes while we read (F-3).
    connect(lane.reply, &QNetworkReply::metaDataChanged, this, [this, &lane] { readHead(lane); });
    connect(lane.reply, &QNetworkReply::readyRead, this, [this, &lane] { readSome(lane); });
    connect(lane.reply, &QNetworkReply::finished, this, [this, &lane] { takeFinished(lane); });
}

void HttpCall::readHead(const Lane &lane)
{
    if (lane.reply->header(QNetworkRequest::ContentLengthHeader).toLongLong() > m_options.replyBytes)
        finish(tooLong());
}

void HttpCall::readSome(Lane &lane)
{
    if (m_isFinished || !lane.reply)
        return;
    lane.body += lane.reply->read(limits::kClientReadBytes);
    const int status = httpStatus(*lane.reply);
    if (status >= 400 && !m_options.takesRefusals && lane.body.size() > limits::kErrorBodyBytes)
        return finish(errorFrom(status, lane.body.first(limits::kErrorBodyBytes), m_who)); // More says no more.
    if (lane.body.size() > (status >= 400 ? std::min(kRefusalBytes, m_options.replyBytes) : m_options.replyBytes))
        return finish(tooLong());
    // In few steps: growing by a little copies again and again, and what is left behind adds up to several times the
    // body.
    if (const qsizetype size = lane.body.size(); size + limits::kClientReadBytes > lane.body.capacity())
        lane.body.reserve(std::min(4 * size, m_options.replyBytes) + limits::kClientReadBytes);
    // Not all at once: Qt would fetch as much again meanwhile, and the event loop gets its turn.
    if (lane.reply->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, [this, &lane] { readSome(lane); }, Qt::QueuedConnection);
}

Error HttpCall::tooLong() const
{
    return failure(ErrorKind::Protocol,
                   u"the answer of %1 is longer than %2 bytes"_s.arg(m_who).arg(m_options.replyBytes));
}

void HttpCall::takeFinished(Lane &lane)
{
    while (!m_isFinished && lane.reply->bytesAvailable() > 0)
        readSome(lane);
    if (m_isFinished)
        return;
    lane.body.squeeze();
    const int status = httpStatus(*lane.reply);
    const QVariant length = lane.reply->header(QNetworkRequest::ContentLengthHeader);
    const bool isCut = length.isValid() && length.toLongLong() != lane.body.size();
    const bool isWhole = status >= 400 || (status > 0 && lane.reply->error() == QNetworkReply::NoError && !isCut);
    if (isWhole)
        return takeStatus(lane, status);
    const Error error = networkError(*lane.reply, m_who);
    const Lane &other = &lane == &m_lanes[0] ? m_lanes[1] : m_lanes[0];
    if (other.reply) // It may still win.
        return drop(lane);
    finish(error);
}

void HttpCall::takeStatus(Lane &lane, int status)
{
    if ((status >= 200 && status < 300) || (status >= 400 && m_options.takesRefusals))
        return finish(HttpAnswer{.status = status,
                                 .contentType = lane.reply->rawHeader("Content-Type"),
                                 .body = std::move(lane.body),
                                 .headers = headersOf(*lane.reply)});
    if (status >= 400)
        return finish(errorFrom(status, lane.body, m_who));
    finish(failure(ErrorKind::Protocol, u"%1 answered HTTP %2, which is not followed"_s.arg(m_who).arg(status)));
}

void HttpCall::drop(Lane &lane)
{
    if (!lane.reply)
        return;
    lane.reply->disconnect(this);
    lane.reply->abort();
    lane.reply->deleteLater();
    lane.reply = nullptr;
}

void HttpCall::finish(Result<HttpAnswer> outcome)
{
    if (m_isFinished)
        return;
    m_isFinished = true;
    m_deadline.stop();
    m_race.stop();
    for (Lane &lane : m_lanes) // Now, not in the next turn: there may be 64 MB in it.
        lane.body = {};
    deleteLater(); // Drops the lanes: a reply must not die within its own signal.
    m_pending.finish(std::move(outcome));
}

} // namespace muster
