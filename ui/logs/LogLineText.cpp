// SPDX-License-Identifier: Apache-2.0
#include "ui/logs/LogLineText.h"

#include "ui/kit/ByteText.h"
#include "ui/kit/RelativeTime.h"

#include <QCoreApplication>
#include <QDateTime>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct LogWords {
    Q_DECLARE_TR_FUNCTIONS(LogWords)
};

//! Ends a line or turns its direction for QTextDocument; none of them is a control character that was shown already.
bool breaksLine(QChar c)
{
    const char16_t u = c.unicode();
    const bool isBreak = u == u'\n' || u == u'\r' || u == 0x2028 || u == 0x2029 || u == 0xFDD0 || u == 0xFDD1;
    const bool turns = (u >= 0x202A && u <= 0x202E) || (u >= 0x2066 && u <= 0x2069);
    return isBreak || turns || u == 0xFFFC;
}

} // namespace

QString logRowText(const LogRow &row)
{
    if (row.kind == LogRow::Kind::Dropped) {
        return row.missing == 1 ? LogWords::tr("1 line was dropped: more was written than is taken")
                                : LogWords::tr("%1 lines were dropped: more was written than is taken")
                                      .arg(countText(static_cast<qint64>(row.missing)));
    }
    if (row.kind == LogRow::Kind::Skipped) {
        return row.missing == 1 ? LogWords::tr("1 line was passed over here; it is kept at the control plane")
                                : LogWords::tr("%1 lines were passed over here; they are kept at the control plane")
                                      .arg(countText(static_cast<qint64>(row.missing)));
    }
    QString text = row.line.text;
    for (QChar &c : text) {
        if (breaksLine(c))
            c = QChar::ReplacementCharacter;
    }
    return text;
}

QString logTimeText(Timestamp at, bool isShort)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(at.msSinceEpoch);
    return time.toString(isShort ? u"HH:mm:ss"_s : u"HH:mm:ss.zzz"_s);
}

QString logStreamText(const LogRow &row)
{
    if (row.kind != LogRow::Kind::Line || row.line.stream == LogStream::Output)
        return {};
    return wordOf(row.line.stream);
}

QString logRowDetails(const LogRow &row)
{
    QStringList parts{dateText(row.line.at)};
    if (!row.line.node.isEmpty())
        parts += LogWords::tr("node %1").arg(row.line.node.text());
    if (!row.line.job.isEmpty())
        parts += LogWords::tr("job %1").arg(row.line.job.text());
    if (row.kind == LogRow::Kind::Line) {
        switch (row.line.stream) {
        case LogStream::Output:
            parts += LogWords::tr("standard output");
            break;
        case LogStream::Error:
            parts += LogWords::tr("standard error");
            break;
        case LogStream::Muster:
            parts += LogWords::tr("said by Muster");
            break;
        }
    }
    return parts.join(u" · "_s);
}

QString logRowCopy(const LogRow &row)
{
    const QString stream = row.kind == LogRow::Kind::Line ? wordOf(row.line.stream) : wordOf(LogStream::Muster);
    return u"%1\t%2\t"_s.arg(row.line.at.toIso8601(), stream) + logRowText(row);
}

} // namespace muster
