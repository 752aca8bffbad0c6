// SPDX-License-Identifier: Apache-2.0
#include "core/domain/LogLine.h"

namespace muster {

using namespace Qt::StringLiterals;

QString wordOf(LogStream stream)
{
    switch (stream) {
    case LogStream::Output:
        return u"out"_s;
    case LogStream::Error:
        return u"err"_s;
    case LogStream::Muster:
        return u"muster"_s;
    }
    Q_UNREACHABLE();
}

Result<LogStream> logStreamOf(const QString &word, const QString &field)
{
    for (const LogStream stream : {LogStream::Output, LogStream::Error, LogStream::Muster}) {
        if (wordOf(stream) == word)
            return stream;
    }
    return invalid(field, u"%1: must be out, err or muster, not \"%2\""_s.arg(field, word.left(40)));
}

QString LogSource::text() const
{
    return entity ? entity->text() : u"job/"_s + job.text();
}

Result<LogSource> LogSource::parse(const QString &text, const QString &field)
{
    LogSource source;
    if (text.startsWith("job/"_L1)) {
        MUSTER_TRY(job, JobId::parse(text.mid(4), field));
        source.job = job;
    } else {
        MUSTER_TRY(entity, EntityRef::parse(text, field));
        source.entity = entity;
    }
    return source;
}

} // namespace muster
