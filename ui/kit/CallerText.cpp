// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/CallerText.h"

#include <QCoreApplication>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct CallerText {
    Q_DECLARE_TR_FUNCTIONS(CallerText)
};

constexpr qsizetype kNamed = 2;  // In the header, where the palette wants the room.
constexpr qsizetype kListed = 8; // In a sentence.

QString listed(const QList<TenantId> &tenants)
{
    QStringList names;
    for (const TenantId &tenant : tenants.mid(0, kListed))
        names += tenant.text();
    const QString list = names.join(u", "_s);
    return tenants.size() > kListed ? CallerText::tr("%1 and %2 more").arg(list).arg(tenants.size() - kListed) : list;
}

} // namespace

QString boundText(const QList<TenantId> &tenants)
{
    if (tenants.isEmpty())
        return {};
    if (tenants.size() == 1)
        return CallerText::tr("tenant %1 only").arg(tenants.constFirst().text());
    return tenants.size() <= kNamed ? CallerText::tr("tenants %1 only").arg(listed(tenants))
                                    : CallerText::tr("%1 tenants only").arg(tenants.size());
}

QString boundMeaning(const QList<TenantId> &tenants)
{
    if (tenants.isEmpty())
        return {};
    return (tenants.size() == 1 ? CallerText::tr("Your token is bound to tenant %1.") : CallerText::tr("Your token is bound to the tenants %1."))
               .arg(listed(tenants))
        + u' ' + CallerText::tr("Agents, entities and jobs of others are not shown, and what is about the whole cluster is off.");
}

QString boundRefusal(const QList<TenantId> &tenants)
{
    if (tenants.isEmpty())
        return {};
    return (tenants.size() == 1 ? CallerText::tr("Your token is bound to tenant %1; this is about the whole cluster.")
                                : CallerText::tr("Your token is bound to the tenants %1; this is about the whole cluster."))
        .arg(listed(tenants));
}

} // namespace muster
