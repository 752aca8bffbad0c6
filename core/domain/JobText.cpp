// SPDX-License-Identifier: Apache-2.0
#include "core/domain/JobText.h"

#include "core/base/JsonSlice.h"
#include "core/domain/JobJson.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! \a bytes if they can stand as a value; what a worker sent must not break the answer that it is in.
QByteArray valueText(const QByteArray &bytes)
{
    QJsonParseError error;
    const QJsonDocument parsed = QJsonDocument::fromJson('[' + bytes + ']', &error);
    return error.error == QJsonParseError::NoError && parsed.array().size() == 1 ? bytes : "null"_ba;
}

QByteArray withMember(QByteArray object, const char *name, const QByteArray &bytes)
{
    object.chop(1); // "}"; there are other members before.
    return object + ",\"" + name + "\":" + valueText(bytes) + '}';
}

QByteArray compact(QJsonObject json, const QStringList &without)
{
    for (const QString &name : without)
        json.remove(name);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace

QByteArray textOf(const Job &job)
{
    Job plain = job;
    plain.payload.clear(); // Not to be parsed for nothing.
    plain.result.clear();
    const QByteArray text = compact(toJson(plain), {u"data"_s, u"result"_s});
    return withMember(withMember(text, "data", job.payload), "result", job.result);
}

QByteArray textOf(const JobRequest &request)
{
    JobRequest plain = request;
    plain.payload.clear();
    const QByteArray text = compact(toJson(plain), {u"data"_s});
    return request.payload.isEmpty() ? text : withMember(text, "data", request.payload); // null would be a payload.
}

Job withExactBytes(Job job, const QByteArray &text)
{
    if (!job.payload.isEmpty())
        job.payload = jsonMember(text, "data").toByteArray();
    if (!job.result.isEmpty())
        job.result = jsonMember(text, "result").toByteArray();
    return job;
}

} // namespace muster
