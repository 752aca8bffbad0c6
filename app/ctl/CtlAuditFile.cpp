// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlAuditFile.h"

#include "app/ctl/AuditOutput.h"
#include "core/base/JsonBounds.h"
#include "core/base/Limits.h"
#include "core/domain/AuditJson.h"

#include <QFile>
#include <QJsonDocument>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kLineBytes = 1024 * 1024; // An entry has 40 KB at most.
constexpr int kLineDepth = limits::kJsonDepth + 4;

QByteArray lineOf(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

//! The object of a line; empty for what is none.
QJsonObject objectIn(const QByteArray &line)
{
    return jsonSize(line).depth <= kLineDepth ? QJsonDocument::fromJson(line).object() : QJsonObject();
}

//! The last line, against the chain that stands before it.
void takeEnd(AuditFollower *chain, const QJsonObject &json)
{
    const quint64 entries = chain->proof().entries;
    const auto said = quint64(json.value(u"entries"_s).toInteger(-1));
    if (said > entries)
        chain->breakAt(entries + 1, u"entries %1 to %2 are missing at the end of the file"_s.arg(entries + 1).arg(said));
    else if (said < entries || json.value(u"head"_s).toString().toLatin1() != chain->proof().head.toHex())
        chain->breakAt(entries, u"the last line is not the one of these entries"_s);
}

//! Follows one line; whether the file goes on behind it.
bool takeLine(AuditFollower *chain, const QByteArray &line)
{
    const QJsonObject json = objectIn(line);
    if (json.contains(u"head"_s)) {
        takeEnd(chain, json);
        return false;
    }
    const Result<AuditEntry> entry = auditEntryFromJson(json);
    if (entry)
        chain->take(*entry);
    else
        chain->breakAt(chain->proof().entries + 1, u"the line of entry %1 cannot be read: %2"_s.arg(chain->proof().entries + 1).arg(entry.error().text()));
    return entry.has_value();
}

} // namespace

QByteArray exportLine(const AuditEntry &entry)
{
    return lineOf(toJson(entry));
}

QByteArray exportEnd(const AuditProof &proof, Timestamp at)
{
    return lineOf({{u"head"_s, QString::fromLatin1(proof.head.toHex())},
                   {u"entries"_s, static_cast<qint64>(proof.entries)},
                   {u"exportedAt"_s, at.toIso8601()}});
}

Result<AuditProof> readExport(const QString &path, const QString &field)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return invalid(field, u"%1: cannot read %2: %3"_s.arg(field, path, file.errorString()));
    AuditFollower chain;
    bool goesOn = true;
    bool isFirst = true;
    while (goesOn && !file.atEnd()) {
        const QByteArray line = file.readLine(kLineBytes);
        if (std::exchange(isFirst, false) && objectIn(line).isEmpty())
            return invalid(field, u"%1: %2 is no export of an audit log"_s.arg(field, path));
        goesOn = takeLine(&chain, line);
    }
    if (file.error() != QFileDevice::NoError)
        return invalid(field, u"%1: cannot read %2: %3"_s.arg(field, path, file.errorString()));
    const quint64 next = chain.proof().entries + 1;
    if (goesOn) // The last line is the one that says what must stand before it.
        chain.breakAt(next, u"the file is cut off: its last line, with the head of the chain, is not there"_s);
    else if (!file.atEnd())
        chain.breakAt(next, u"the file goes on behind the line with the head of its chain"_s);
    AuditProof proof = chain.proof();
    if (proof.isWhole)
        proof.text = u"%1 entries fit together and end with the head that the last line names: nothing in the file was changed, taken out "
                     "or cut off alone. Somebody who may write the file could have made all of it anew; compare the head with one that "
                     "you noted elsewhere, or with a control plane: musterctl audit verify --against FILE."_s.arg(proof.entries);
    return proof;
}

Result<CtlAnswer> verifyExport(const CtlOptions &options)
{
    MUSTER_TRY(proof, readExport(options.file, u"--export"_s));
    return proofAnswer(proof, options.form);
}

} // namespace muster
