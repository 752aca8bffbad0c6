// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/AggregateLine.h"

#include "ui/kit/ByteText.h"

namespace muster {

using namespace Qt::StringLiterals;

AggregateLine::AggregateLine(QWidget *parent) : PlainLabel(Type::Small, &Tokens::text3, parent)
{
    setSummary({});
}

void AggregateLine::setSummary(const FleetSummary &summary)
{
    QStringList parts;
    if (summary.agents > 0)
        parts += summary.agents == 1 ? tr("1 agent") : tr("%1 agents").arg(countText(summary.agents));
    if (summary.cores > 0)
        parts += summary.cores == 1 ? tr("1 core") : tr("%1 cores").arg(countText(summary.cores));
    if (summary.memoryBytes > 0)
        parts += byteText(summary.memoryBytes);
    const QString line = parts.join(u" · "_s);
    setText(line);
    setToolTip(tr("Of the nodes that live: agents, cores, memory") + (line.isEmpty() ? line : u'\n' + line)); // It may be cut.
}

} // namespace muster
