// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/JobOutput.h"

#include "core/base/Limits.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Without the half of a character that a cut left at the end.
QByteArrayView wholeCharacters(QByteArrayView bytes)
{
    qsizetype behind = 0; // Bytes that continue a character.
    while (behind < 3 && behind < bytes.size() && (uchar(bytes[bytes.size() - 1 - behind]) & 0xc0) == 0x80)
        ++behind;
    if (behind == bytes.size())
        return bytes;
    const auto lead = uchar(bytes[bytes.size() - 1 - behind]);
    const int wanted = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
    return wanted > behind ? bytes.chopped(behind + 1) : bytes;
}

} // namespace

void JobOutput::take(QByteArrayView bytes)
{
    const qsizetype room = std::min(bytes.size(), limits::kJobOutputBytes - m_bytes.size());
    m_bytes.append(bytes.first(room));
    m_isCut = m_isCut || room < bytes.size();
}

QByteArray JobOutput::result(int exitStatus) const
{
    QByteArrayView kept = m_bytes;
    bool isCut = m_isCut;
    while (true) {
        QJsonObject json{{u"exitStatus"_s, exitStatus},
                         {u"output"_s, QString::fromUtf8(isCut ? wholeCharacters(kept) : kept)}};
        if (isCut)
            json.insert(u"truncated"_s, true);
        QByteArray result = QJsonDocument(json).toJson(QJsonDocument::Compact);
        if (result.size() <= limits::kJobResultBytes)
            return result;
        kept = kept.first(kept.size() / 2); // Control characters take six bytes each.
        isCut = true;
    }
}

} // namespace muster
