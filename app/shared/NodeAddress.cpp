// SPDX-License-Identifier: Apache-2.0
#include "app/shared/NodeAddress.h"

#include <QRegularExpression>

namespace muster {

using namespace Qt::StringLiterals;

std::optional<NodeAddress> nodeAddressOf(const QString &text)
{
    static const QRegularExpression form(u"\\A(?:\\[([0-9A-Fa-f:.]+)\\]|([A-Za-z0-9._-]{1,253})):([0-9]{1,5})\\z"_s);
    const QRegularExpressionMatch match = form.match(text);
    const int port = match.captured(3).toInt();
    if (!match.hasMatch() || port < 1 || port > 65535)
        return std::nullopt;
    return NodeAddress{match.captured(1).isEmpty() ? match.captured(2) : match.captured(1), port};
}

} // namespace muster
