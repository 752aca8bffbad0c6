// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeLogs.h"

#include "core/base/Limits.h"
#include "core/dialects/native/JsonText.h"
#include "core/dialects/native/NativeReading.h"
#include "core/domain/ShownLine.h"
#include "core/wire/HttpError.h"

#include <QJsonDocument>
#include <QUrl>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

const QString kLinesEvent = u"lines"_s;
const QString kEndedEvent = u"ended"_s;
constexpr int kGoneStatus = 404; // As which an end without a code of ours is read: nothing more comes of it.

void append(JsonText *out, const QList<LogLine> &lines)
{
    out->raw("{\"lines\":[");
    bool isFirst = true;
    for (const LogLine &line : lines) {
        if (!std::exchange(isFirst, false))
            out->raw(",");
        out->raw("{\"number\":");
        out->number(qint64(line.number));
        out->raw(",\"at\":");
        out->time(line.at);
        out->raw(",\"stream\":");
        out->text(wordOf(line.stream));
        out->raw(",\"node\":");
        out->textOrNull(line.node.text());
        out->raw(",\"job\":");
        out->textOrNull(line.job.text());
        out->raw(",\"text\":");
        out->text(line.text);
        out->raw("}");
    }
    out->raw("]");
}

Error broken(const QString &what)
{
    return Error{ErrorKind::Protocol, u"reading lines of a log"_s, what, {}, {}};
}

Result<LogLine> lineOf(const QJsonObject &json)
{
    JsonReader reader(json, u"lines"_s);
    LogLine line;
    line.number = quint64(reader.integer("number"_L1, 1, limits::kJsonWholeMost));
    line.at = reader.optionalTime("at"_L1).value_or(Timestamp{});
    const QString stream = reader.text("stream"_L1, 16);
    line.node = NodeId(reader.optionalText("node"_L1, 64));
    line.job = JobId(reader.optionalText("job"_L1, 64));
    if (const Result<void> checked = reader.check(); !checked)
        return brokenReply(checked.error());
    const Result<LogStream> read = logStreamOf(stream, u"stream"_s);
    line.stream = read.value_or(LogStream::Muster); // A word of a newer server: it is shown all the same.
    const QString text = json.value(u"text"_s).toString();
    if (text.size() > limits::kLogLineBytes)
        return broken(u"a line is longer than %1 characters"_s.arg(limits::kLogLineBytes));
    line.text = shownText(text); // Whatever the server is.
    return line;
}

Result<QList<LogLine>> linesOf(const QJsonObject &json)
{
    const QJsonArray array = json.value(u"lines"_s).toArray();
    if (!json.value(u"lines"_s).isArray() || array.size() > limits::kLogPage)
        return broken(u"the answer has no list of lines, or too many"_s);
    QList<LogLine> lines;
    lines.reserve(array.size());
    for (const auto &one : array) {
        MUSTER_TRY(line, lineOf(one.toObject()));
        if (!lines.isEmpty() && line.number <= lines.constLast().number)
            return broken(u"the numbers of lines do not grow"_s);
        lines.append(std::move(line));
    }
    return lines;
}

} // namespace

QString NativeLogs::queryOf(const LogQuery &query)
{
    const QString source = QString::fromLatin1(QUrl::toPercentEncoding(query.source.text(), ":/"_ba));
    const QString after = query.after > 0 ? u"&after=%1"_s.arg(query.after) : QString();
    return u"?source=%1%2&most=%3"_s.arg(source, after).arg(query.most);
}

Result<LogQuery> NativeLogs::readQuery(const HttpRequest &request)
{
    LogQuery query;
    MUSTER_TRY(source, LogSource::parse(request.queryText("source"_L1), u"source"_s));
    query.source = source;
    MUSTER_TRY(after, request.queryInteger("after"_L1, 0, limits::kJsonWholeMost));
    query.after = quint64(after.value_or(0));
    MUSTER_TRY(most, request.queryInteger("most"_L1, 1, limits::kLogPage));
    query.most = int(most.value_or(query.most));
    return query;
}

QByteArray NativeLogs::write(const LogPage &page)
{
    JsonText out(1024 + page.lines.size() * 200);
    append(&out, page.lines);
    out.raw(",\"hasMore\":");
    out.boolean(page.hasMore);
    out.raw("}");
    return out.take();
}

Result<LogPage> NativeLogs::readPage(const QByteArray &body)
{
    const QJsonObject json = QJsonDocument::fromJson(body).object();
    MUSTER_TRY(lines, linesOf(json));
    return LogPage{std::move(lines), json.value(u"hasMore"_s).toBool()};
}

QByteArray NativeLogs::frameOf(const QList<LogLine> &lines)
{
    JsonText out(1024 + lines.size() * 200);
    append(&out, lines);
    out.raw("}");
    return SseFrame{QString::number(lines.constLast().number), kLinesEvent, out.take()}.encoded();
}

QByteArray NativeLogs::frameOf(const Error &end)
{
    return SseFrame{{}, kEndedEvent, errorReply(end).body}.encoded();
}

Result<QList<LogLine>> NativeLogs::readFrame(const SseFrame &frame)
{
    if (frame.event == kEndedEvent) {
        const bool isBusy = QJsonDocument::fromJson(frame.data).object().value(u"code"_s).toString() == codeOf(ErrorKind::Busy);
        return errorFrom(isBusy ? 503 : kGoneStatus, frame.data, u"the server"_s);
    }
    if (frame.event != kLinesEvent)
        return QList<LogLine>();
    const QJsonDocument document = QJsonDocument::fromJson(frame.data);
    return document.isObject() ? linesOf(document.object()) : Result<QList<LogLine>>(broken(u"an event has no object"_s));
}

} // namespace muster
