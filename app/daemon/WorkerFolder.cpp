// SPDX-License-Identifier: Apache-2.0
#include "app/daemon/WorkerFolder.h"

#include "app/shared/CredentialFile.h"
#include "core/base/Json.h"
#include "core/base/Limits.h"
#include "core/base/PrivateFile.h"

#include <QFile>
#include <QJsonDocument>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kPathCharacters = 4096;

QString pathIn(const QString &folder)
{
    return folder + u"/worker.json"_s;
}

Result<FolderWorker> workerOf(const QByteArray &text)
{
    MUSTER_TRY(json, parseJsonObject(text));
    JsonReader reader(json);
    FolderWorker worker;
    worker.url = QUrl(reader.text("url"_L1), QUrl::StrictMode);
    worker.node = reader.text("node"_L1);
    worker.joinTokenPath = reader.text("joinTokenFile"_L1, kPathCharacters);
    const QString pin = reader.optionalText("pin"_L1);
    MUSTER_CHECK(reader.check());
    if (!pin.isEmpty()) {
        MUSTER_TRY(key, TlsPin::parse(pin, u"pin"_s));
        worker.pin = key;
    }
    return worker;
}

} // namespace

Result<std::optional<FolderWorker>> readFolderWorker(const QString &folder)
{
    QFile file(pathIn(folder));
    if (file.exists()) {
        if (!file.open(QIODevice::ReadOnly))
            return storageError(u"reading %1"_s.arg(file.fileName()), file.errorString());
        const Result<FolderWorker> worker = workerOf(file.read(limits::kIdentityFileBytes));
        if (!worker)
            return worker.error().within(u"reading %1"_s.arg(file.fileName()));
        return std::optional(*worker);
    }
    MUSTER_TRY(kept, readCredential(folder));
    if (!kept)
        return std::optional<FolderWorker>();
    return std::optional(FolderWorker{kept->url, kept->node, kept->pin});
}

Result<void> keepFolderWorker(const QString &folder, const FolderWorker &worker)
{
    MUSTER_TRY(kept, readCredential(folder));
    if (kept && kept->url == worker.url && kept->node == worker.node) {
        QFile file(pathIn(folder)); // Of a time before the credential.
        return !file.exists() || file.remove() ? Result<void>() : storageError(u"removing %1"_s.arg(file.fileName()), file.errorString());
    }
    QJsonObject json{{u"url"_s, worker.url.toString()}, {u"node"_s, worker.node}, {u"joinTokenFile"_s, worker.joinTokenPath}};
    if (!worker.pin.isEmpty())
        json.insert(u"pin"_s, worker.pin.text());
    return writePrivateFile(pathIn(folder), QJsonDocument(json).toJson());
}

} // namespace muster
