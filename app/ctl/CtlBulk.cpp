// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlBulk.h"

#include "core/base/JsonSlice.h"
#include "core/domain/JobJson.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMostLines = 1'000'000; // Some GB while they are sent; more go in several files.
constexpr qsizetype kGroupBytes = limits::kJobBulkBytes / 2; // Options and escapes come on top.
constexpr qsizetype kLineBytes = 512; // Of a job without its payload, at most so many as a rule.

Error wrongLine(int number, const QString &what)
{
    return invalid(u"--bulk"_s, u"--bulk: line %1: %2"_s.arg(number).arg(what));
}

Result<JobRequest> readLine(const QByteArray &line, int number)
{
    static const QStringList known = toJson(JobRequest()).keys();
    const Result<QJsonObject> json = parseJsonObject(line);
    if (!json)
        return wrongLine(number, u"expected a JSON object, like {\"entity\":\"agent/hello\",\"data\":{}}"_s);
    const QStringList keys = json->keys();
    for (const QString &key : keys) {
        if (!known.contains(key))
            return wrongLine(number, u"there is no \"%1\"; a line has %2"_s.arg(key.left(40), known.join(u", "_s)));
    }
    const Result<JobRequest> job = jobRequestFromJson(*json, {}, jsonMember(line, "data").toByteArray()); // Byte for byte.
    if (!job) {
        const Error &error = job.error();
        return wrongLine(number, error.what.contains(error.field) ? error.what : error.field + u": "_s + error.what);
    }
    return job;
}

} // namespace

Result<QList<BulkLine>> parseBulk(const QByteArray &text)
{
    QList<BulkLine> lines;
    int number = 0;
    for (qsizetype from = 0; from < text.size();) {
        qsizetype end = text.indexOf('\n', from);
        if (end < 0)
            end = text.size();
        const QByteArray line = text.mid(from, end - from).trimmed();
        from = end + 1;
        ++number;
        if (line.isEmpty())
            continue;
        if (lines.size() >= kMostLines)
            return wrongLine(number, u"a file has at most %1 jobs"_s.arg(kMostLines));
        MUSTER_TRY(job, readLine(line, number));
        lines.append({number, std::move(job)});
    }
    if (lines.isEmpty())
        return invalid(u"--bulk"_s, u"--bulk: there are no jobs in this file"_s);
    return lines;
}

QList<QList<BulkLine>> bulkGroups(const QList<BulkLine> &lines)
{
    QList<QList<BulkLine>> groups;
    qsizetype bytes = 0;
    for (const BulkLine &line : lines) {
        const qsizetype size = line.job.payload.size() + kLineBytes;
        if (groups.isEmpty() || bytes + size > kGroupBytes || groups.last().size() >= limits::kJobBulk) {
            groups.append(QList<BulkLine>());
            bytes = 0;
        }
        groups.last().append(line);
        bytes += size;
    }
    return groups;
}

} // namespace muster
