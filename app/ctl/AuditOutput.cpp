// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/AuditOutput.h"

#include "app/ctl/CtlText.h"
#include "core/domain/AuditJson.h"

#include <QJsonDocument>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kChangeCharacters = 100; // In a table; the other forms have all.
const QString kNothing = u"nothing"_s;

QString compact(const QJsonValue &value)
{
    const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(array.sliced(1, array.size() - 2));
}

//! A text as it is; anything else as JSON.
QString shortText(const QJsonValue &value)
{
    return value.isString() ? value.toString() : compact(value);
}

//! "node=w1 mode=strict"; fields that say nothing are left out.
QString fieldsText(const QJsonValue &value)
{
    if (!value.isObject())
        return value.isNull() ? kNothing : shortText(value);
    QStringList words;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const bool isEmpty = it.value().isNull() || it.value() == QJsonValue(QString()) || it.value() == QJsonValue(QJsonArray())
            || it.value() == QJsonValue(QJsonObject());
        if (!isEmpty)
            words.append(it.key() + u'=' + shortText(it.value()));
    }
    return words.join(u' ');
}

//! Only the fields that differ, those of objects by name: "settings.env.LANG: nothing -> C".
QStringList differences(const QJsonObject &before, const QJsonObject &after, const QString &prefix = {})
{
    QStringList changes;
    const auto told = [](const QJsonValue &value) { return value.isUndefined() || value.isNull() ? kNothing : shortText(value); };
    QStringList keys = before.keys() + after.keys();
    keys.removeDuplicates();
    keys.sort();
    for (const QString &key : std::as_const(keys)) {
        const QJsonValue was = before.value(key);
        const QJsonValue is = after.value(key);
        const bool isNested = (was.isObject() || is.isObject()) && (was.isObject() || was.isUndefined()) && (is.isObject() || is.isUndefined());
        if (isNested)
            changes += differences(was.toObject(), is.toObject(), prefix + key + u'.');
        else if (told(was) != told(is))
            changes.append(u"%1: %2 -> %3"_s.arg(prefix + key, told(was), told(is)));
    }
    return changes;
}

QString cut(const QString &text)
{
    return text.size() > kChangeCharacters ? text.left(kChangeCharacters) + u'…' : text;
}

QString wholeText(const AuditProof &proof)
{
    QString text = proof.isWhole ? u"The audit log is whole.\n"_s
                                 : u"THE AUDIT LOG IS NOT WHOLE: the first fault is at entry %1.\n"_s.arg(proof.firstBroken);
    text += cellText(proof.text) + u'\n';
    if (!proof.head.isEmpty())
        text += u"Head, of entry %1: %2\n"_s.arg(proof.entries).arg(QString::fromLatin1(proof.head.toHex()));
    return text;
}

} // namespace

QString changeText(const QJsonValue &before, const QJsonValue &after)
{
    if (before == after)
        return {};
    if (before.isObject() && after.isObject())
        return differences(before.toObject(), after.toObject()).join(u", "_s);
    return fieldsText(before) + u" -> "_s + fieldsText(after);
}

QString auditText(const QList<AuditEntry> &entries, OutputForm form)
{
    QJsonArray array;
    QString csv = csvHeading({u"number"_s, u"at"_s, u"actor"_s, u"verb"_s, u"target"_s, u"before"_s, u"after"_s, u"source"_s, u"outcome"_s,
                              u"note"_s});
    QList<QStringList> rows;
    for (const AuditEntry &one : entries) {
        if (form == OutputForm::Json)
            array.append(toJson(one));
        else if (form == OutputForm::Csv)
            csv += csvLine({{QString::number(one.number), true}, {one.at.toIso8601()}, {one.actor}, {one.verb}, {one.target}, {compact(one.before)},
                            {compact(one.after)}, {one.source}, {one.outcome}, {one.note}});
        else
            rows.append({one.at.toIso8601(), one.actor, one.verb, one.target, cut(changeText(one.before, one.after)), one.source, one.outcome,
                         one.note});
    }
    if (form == OutputForm::Json)
        return jsonLine(array);
    if (form == OutputForm::Csv)
        return csv;
    if (rows.isEmpty())
        return u"No entries.\n"_s;
    return tableText({u"TIME"_s, u"ACTOR"_s, u"VERB"_s, u"TARGET"_s, u"BEFORE -> AFTER"_s, u"FROM"_s, u"OUTCOME"_s, u"NOTE"_s}, rows);
}

CtlAnswer proofAnswer(const AuditProof &proof, OutputForm form)
{
    CtlAnswer answer;
    answer.code = proof.isWhole ? ExitCode::Ok : ExitCode::Internal;
    if (form == OutputForm::Json)
        answer.output = jsonLine(toJson(proof)).toUtf8();
    else if (form == OutputForm::Csv)
        answer.output = (csvHeading({u"isWhole"_s, u"entries"_s, u"firstBroken"_s, u"head"_s, u"text"_s})
                         + csvLine({{proof.isWhole ? u"true"_s : u"false"_s},
                                    {QString::number(proof.entries), true},
                                    {proof.firstBroken > 0 ? QString::number(proof.firstBroken) : QString(), true},
                                    {QString::fromLatin1(proof.head.toHex())},
                                    {proof.text}}))
                            .toUtf8();
    else
        answer.output = wholeText(proof).toUtf8();
    return answer;
}

QString exportedText(const QString &file, quint64 entries, const QByteArray &head, bool isDryRun, OutputForm form)
{
    const QString hash = QString::fromLatin1(head.toHex());
    if (form == OutputForm::Json)
        return jsonLine(QJsonObject{{u"file"_s, file}, {u"entries"_s, static_cast<qint64>(entries)}, {u"head"_s, jsonOrNull(hash)}, {u"dryRun"_s, isDryRun}});
    if (form == OutputForm::Csv)
        return csvHeading({u"file"_s, u"entries"_s, u"head"_s, u"dryRun"_s})
            + csvLine({{file}, {QString::number(entries), true}, {hash}, {isDryRun ? u"true"_s : u"false"_s}});
    if (isDryRun)
        return u"Would write %1 entries to %2.\n"_s.arg(entries).arg(cellText(file));
    return u"Wrote %1 entries to %2, head %3. Keep it where nobody who may write here can: musterctl audit verify --against %4 tells "
           "whether the log still has them.\n"_s.arg(QString::number(entries), cellText(file), hash, shellWord(file));
}

} // namespace muster
