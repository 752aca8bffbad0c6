// SPDX-License-Identifier: Apache-2.0
#include "core/base/TlsPin.h"

#include <QRegularExpression>

namespace muster {

using namespace Qt::StringLiterals;

QString TlsPin::text() const
{
    return isEmpty() ? QString() : u"sha256:"_s + QString::fromLatin1(sha256.toHex());
}

Result<TlsPin> TlsPin::parse(const QString &text, const QString &field)
{
    static const QRegularExpression form(u"\\Asha256:([0-9A-Fa-f]{64})\\z"_s);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return invalid(field, u"expected sha256: and 64 hex digits, as the server prints them"_s);
    return TlsPin{QByteArray::fromHex(match.captured(1).toLatin1())};
}

} // namespace muster
