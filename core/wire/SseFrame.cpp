// SPDX-License-Identifier: Apache-2.0
#include "core/wire/SseFrame.h"

namespace muster
{

namespace
{

void appendField(QByteArray &out, const char *name, const QString &value)
{
    if (value.isEmpty())
        return;
    out += name;
    for (const char c : value.toUtf8()) {
        if (c != '\n' && c != '\r' && c != '\0')
            out += c;
    }
    out += '\n';
}

} // namespace

QByteArray SseFrame::encoded() const
{
    QByteArray out;
    out.reserve(id.size() + event.size() + data.size() + 32);
    appendField(out, "id: ", id);
    appendField(out, "event: ", event);
    qsizetype from = 0;
    while (from <= data.size()) {
        qsizetype to = data.indexOf('\n', from);
        if (to < 0)
            to = data.size();
        out += "data: ";
        out.append(data.constData() + from, to - from);
        out += '\n';
        from = to + 1;
    }
    out += '\n';
    return out;
}

} // namespace muster
