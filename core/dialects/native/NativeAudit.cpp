// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeAudit.h"

#include "core/base/JsonBounds.h"
#include "core/dialects/native/NativeReading.h"
#include "core/domain/AuditJson.h"

#include <QJsonDocument>
#include <QUrlQuery>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kSearchCharacters = 256;
constexpr int kPageDepth = limits::kJsonDepth + 4; // Values of an entry are as deep as a request may be.

QByteArray textOf(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

Error unexpected(const QString &what)
{
    return Error{ErrorKind::Protocol, {}, what, {}, {}};
}

} // namespace

QString NativeAudit::queryOf(const AuditQuery &query)
{
    QUrlQuery items;
    items.addQueryItem(u"most"_s, QString::number(query.most));
    if (query.before > 0)
        items.addQueryItem(u"before"_s, QString::number(query.before));
    if (!query.search.isEmpty()) // Encoded whole: a + would be read as a blank.
        items.addQueryItem(u"search"_s, QString::fromLatin1(QUrl::toPercentEncoding(query.search)));
    return u'?' + items.toString(QUrl::FullyEncoded);
}

Result<AuditQuery> NativeAudit::readQuery(const HttpRequest &request)
{
    AuditQuery query;
    MUSTER_TRY(before, request.queryInteger("before"_L1, 1, limits::kJsonWholeMost));
    query.before = quint64(before.value_or(0));
    MUSTER_TRY(most, request.queryInteger("most"_L1, 1, limits::kAuditPage));
    query.most = int(most.value_or(query.most));
    query.search = request.queryText("search"_L1);
    if (query.search.size() > kSearchCharacters)
        return invalid(u"search"_s, u"search: at most %1 characters"_s.arg(kSearchCharacters));
    return query;
}

QByteArray NativeAudit::write(const AuditPage &page)
{
    QJsonArray entries;
    for (const AuditEntry &entry : page.entries)
        entries.append(toJson(entry));
    return textOf({{u"entries"_s, entries}, {u"hasMore"_s, page.hasMore}});
}

Result<AuditPage> NativeAudit::readPage(const QByteArray &body)
{
    const JsonSize size = jsonSize(body);
    if (size.depth > kPageDepth || size.values > kJsonValues)
        return unexpected(u"the answer is nested too deep, or has too many values"_s);
    const QJsonObject json = QJsonDocument::fromJson(body).object();
    if (!json.value(u"entries"_s).isArray() || !json.value(u"hasMore"_s).isBool())
        return unexpected(u"the answer is no page of the audit log"_s);
    const QJsonArray entries = json.value(u"entries"_s).toArray();
    if (entries.size() > limits::kAuditPage)
        return unexpected(u"a page of the audit log has more than %1 entries"_s.arg(limits::kAuditPage));
    AuditPage page;
    page.hasMore = json.value(u"hasMore"_s).toBool();
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const Result<AuditEntry> entry = auditEntryFromJson(entries[i].toObject(), u"entries[%1]"_s.arg(i));
        if (!entry)
            return brokenReply(entry.error());
        // Newest first, or whoever asks for the rest would ask for ever.
        if (!page.entries.isEmpty() && entry->number >= page.entries.constLast().number)
            return unexpected(u"the entries of the audit log are not in their order"_s);
        page.entries.append(*entry);
    }
    return page;
}

QByteArray NativeAudit::write(const AuditProof &proof)
{
    return textOf(toJson(proof));
}

Result<AuditProof> NativeAudit::readProof(const QByteArray &body)
{
    const Result<QJsonObject> json = parseJsonObject(body);
    if (!json)
        return brokenReply(json.error());
    const Result<AuditProof> proof = auditProofFromJson(*json);
    return proof ? proof : Result<AuditProof>(brokenReply(proof.error()));
}

} // namespace muster
