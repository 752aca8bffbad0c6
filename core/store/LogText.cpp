// SPDX-License-Identifier: Apache-2.0
#include "core/store/LogText.h"

#include <QtEndian>

#include <algorithm>
#include <limits>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kHead = 1 + 4 + 4;

void appendNumber(QByteArray *bytes, quint32 number)
{
    std::array<char, 4> little;
    qToLittleEndian(number, little.data());
    bytes->append(little.data(), 4);
}

} // namespace

QByteArray logTextOf(const QList<LogLine> &lines, Timestamp from)
{
    QByteArray bytes;
    for (const LogLine &line : lines) {
        const QByteArray text = line.text.toUtf8();
        const qint64 after = std::clamp<qint64>(line.at.msSinceEpoch - from.msSinceEpoch, 0, std::numeric_limits<quint32>::max());
        bytes.append(char(line.stream));
        appendNumber(&bytes, quint32(after));
        appendNumber(&bytes, quint32(text.size()));
        bytes.append(text);
    }
    return bytes;
}

Result<QList<LogLine>> logLinesOf(QByteArrayView bytes, Timestamp from)
{
    QList<LogLine> lines;
    while (!bytes.isEmpty()) {
        const qint64 size = bytes.size() < kHead ? -1 : qint64(qFromLittleEndian<quint32>(bytes.data() + 5));
        if (size < 0 || bytes.size() - kHead < size || bytes[0] < 0 || bytes[0] > char(LogStream::Muster))
            return storageError(u"reading a log"_s, u"its text is damaged"_s);
        LogLine line;
        line.stream = LogStream(bytes[0]);
        line.at = {from.msSinceEpoch + qint64(qFromLittleEndian<quint32>(bytes.data() + 1))};
        line.text = QString::fromUtf8(bytes.sliced(kHead, size));
        lines.append(std::move(line));
        bytes = bytes.sliced(kHead + size);
    }
    return lines;
}

} // namespace muster
