// SPDX-License-Identifier: Apache-2.0
#include "core/domain/AuditChain.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>

namespace muster {

using namespace Qt::StringLiterals;

QByteArray canonicalJsonOf(const AuditEntry &entry)
{
    const QJsonObject json{{u"number"_s, static_cast<qint64>(entry.number)},
                           {u"at"_s, entry.at.toIso8601()},
                           {u"actor"_s, entry.actor},
                           {u"verb"_s, entry.verb},
                           {u"target"_s, entry.target},
                           {u"before"_s, entry.before},
                           {u"after"_s, entry.after},
                           {u"source"_s, entry.source},
                           {u"outcome"_s, entry.outcome},
                           {u"note"_s, entry.note}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QByteArray auditHashOf(const QByteArray &previous, const AuditEntry &entry)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(previous);
    hash.addData(canonicalJsonOf(entry));
    return hash.result();
}

} // namespace muster
