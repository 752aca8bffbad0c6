// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlBulk.h"

#include "core/domain/JobJson.h"

#include <QRegularExpression>

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

//! The first number of the JSON text \a line that would come out as another one: lines are read and written anew. Empty: none.
QByteArray unkeptNumber(const QByteArray &line)
{
    constexpr int kWholeDigits = 15;    // What a double keeps of any number, and what programs write of one.
    constexpr int kFractionDigits = 17;
    static const QRegularExpression token(uR"("[^"\\]*+(?:\\.[^"\\]*+)*+"|-?[0-9][0-9.eE+-]*+)"_s);
    const QString text = QString::fromUtf8(line);
    for (auto matches = token.globalMatch(text); matches.hasNext();) {
        const QString one = matches.next().captured();
        if (one.startsWith(u'"'))
            continue;
        bool isWhole = false;
        (void)one.toLongLong(&isWhole);
        const QString written = one.section(QRegularExpression(u"[eE]"_s), 0, 0).remove(QRegularExpression(u"^-?[0.]*"_s));
        const qsizetype digits = written.size() - written.count(u'.');
        if (!isWhole && digits > (one.contains(u'.') ? kFractionDigits : kWholeDigits))
            return one.toUtf8();
    }
    return {};
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
    const Result<JobRequest> job = jobRequestFromJson(*json);
    if (!job) {
        const Error &error = job.error();
        return wrongLine(number, error.what.contains(error.field) ? error.what : error.field + u": "_s + error.what);
    }
    if (const QByteArray lost = unkeptNumber(line); !lost.isEmpty())
        return wrongLine(number, u"the number %1 would lose digits in a bulk; submit this job singly, with --data"_s.arg(
                                     QString::fromUtf8(lost.left(40))));
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
