// SPDX-License-Identifier: Apache-2.0
#include "app/shared/CredentialFile.h"

#include "core/base/Json.h"
#include "core/base/PrivateFile.h"

#include <QFile>
#include <QJsonDocument>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString pathIn(const QString &folder)
{
    return folder + u"/credential.json"_s;
}

} // namespace

Result<std::optional<NodeCredential>> readCredential(const QString &folder)
{
    QFile file(pathIn(folder));
    if (!file.exists())
        return std::optional<NodeCredential>();
    if (!file.open(QIODevice::ReadOnly))
        return storageError(u"reading %1"_s.arg(file.fileName()), file.errorString());
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    if ((file.permissions() & others) != 0)
        return invalid(file.fileName(), u"%1 can be read by others; run: chmod 600 %1"_s.arg(file.fileName()));
    const Result<QJsonObject> json = parseJsonObject(file.read(limits::kIdentityFileBytes));
    if (!json)
        return json.error().within(u"reading %1"_s.arg(file.fileName()));
    JsonReader reader(*json);
    NodeCredential credential;
    credential.url = QUrl(reader.text("url"_L1));
    credential.node = reader.text("node"_L1);
    credential.joinToken = reader.optionalText("joinToken"_L1);
    credential.secret = Secret(reader.text("credential"_L1).toUtf8());
    credential.issuedAt = reader.optionalTime("issuedAt"_L1).value_or(Timestamp());
    const QString pin = reader.optionalText("pin"_L1);
    if (const Result<void> checked = reader.check(); !checked)
        return checked.error().within(u"reading %1"_s.arg(file.fileName()));
    if (!pin.isEmpty()) {
        const Result<TlsPin> key = TlsPin::parse(pin, u"pin"_s);
        if (!key)
            return key.error().within(u"reading %1"_s.arg(file.fileName()));
        credential.pin = *key;
    }
    return std::optional(credential);
}

Result<void> writeCredential(const QString &folder, const NodeCredential &credential)
{
    QJsonObject json{{u"url"_s, credential.url.toString()},
                     {u"node"_s, credential.node},
                     {u"joinToken"_s, credential.joinToken},
                     {u"credential"_s, QString::fromLatin1(credential.secret.reveal())},
                     {u"issuedAt"_s, credential.issuedAt.toIso8601()}};
    if (!credential.pin.isEmpty())
        json.insert(u"pin"_s, credential.pin.text());
    return writePrivateFile(pathIn(folder), QJsonDocument(json).toJson());
}

} // namespace muster
