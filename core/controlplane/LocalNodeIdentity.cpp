// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/LocalNodeIdentity.h"

#include "core/base/Json.h"
#include "core/base/PrivateFile.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kInstanceBytes = 24;
constexpr qsizetype kSuffixCharacters = 4;

Result<LocalNodeIdentity> read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return storageError(u"reading %1"_s.arg(path), file.errorString());
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    if ((QFileInfo(file).permissions() & others) != 0)
        return invalid(path, u"%1 can be read by others; run: chmod 600 %1"_s.arg(path));
    const Result<QJsonObject> json = parseJsonObject(file.read(limits::kIdentityFileBytes));
    if (!json)
        return json.error().within(u"reading %1"_s.arg(path));
    JsonReader reader(*json);
    LocalNodeIdentity identity;
    identity.id = NodeId(reader.text("id"_L1, 64));
    identity.name = reader.text("name"_L1, 64);
    identity.instance = Secret(reader.text("instance"_L1, 256).toUtf8());
    const Result<void> checked = reader.check();
    if (!checked)
        return checked.error().within(u"reading %1"_s.arg(path));
    if (!isIdText(identity.id.text()) || !isIdText(identity.name))
        return invalid(path, u"%1 holds an id or a name that is none"_s.arg(path));
    return identity;
}

Result<void> write(const QString &path, const LocalNodeIdentity &identity)
{
    const QJsonObject json{{u"id"_s, identity.id.text()},
                           {u"name"_s, identity.name},
                           {u"instance"_s, QString::fromLatin1(identity.instance.reveal())}};
    return writePrivateFile(path, QJsonDocument(json).toJson());
}

//! A few characters that differ from node to node, of letters and digits alone.
QString suffix()
{
    const QString random = QString::fromLatin1(Secret::random(12).reveal()).toLower();
    QString text;
    for (const QChar c : random) {
        if (c != u'-' && c != u'_' && text.size() < kSuffixCharacters)
            text += c;
    }
    return text;
}

} // namespace

Result<LocalNodeIdentity> ensureLocalNodeIdentity(const QString &folder, const LocalNodeWishes &wishes)
{
    const QString path = folder + u"/identity.json"_s;
    LocalNodeIdentity kept;
    if (QFile::exists(path)) {
        MUSTER_TRY(found, read(path));
        kept = found;
    }
    LocalNodeIdentity wanted = kept;
    if (!wishes.name.isEmpty())
        wanted.name = wishes.name;
    else if (wanted.name.isEmpty())
        wanted.name = idFromHostname(wishes.hostname) + (wishes.isOneOfMany ? u'-' + suffix() : QString());
    if (!isIdText(wanted.name))
        return invalid(u"--name"_s, u"--name: a name has 2 to 64 characters of A-Z a-z 0-9 . _ - and begins with a letter "
                                    "or digit"_s);
    if (!wishes.id.isEmpty()) {
        MUSTER_TRY(id, NodeId::parse(wishes.id, u"WORKER_NODE_ID"_s));
        wanted.id = id;
    } else if (wanted.id.isEmpty()) {
        wanted.id = NodeId(wanted.name);
    }
    if (wanted.instance.isEmpty())
        wanted.instance = Secret::random(kInstanceBytes);
    if (wanted.id != kept.id || wanted.name != kept.name || kept.instance.isEmpty())
        MUSTER_CHECK(write(path, wanted));
    return wanted;
}

QString idFromHostname(const QString &hostname)
{
    QString id;
    for (const QChar c : hostname.section(u'.', 0, 0).left(56)) {
        const bool isPlain = c.unicode() < 0x80 && (c.isLetterOrNumber() || (!id.isEmpty() && (c == u'-' || c == u'_')));
        if (isPlain)
            id += c;
        else if (!id.isEmpty())
            id += u'-';
    }
    return isIdText(id) ? id : u"node"_s;
}

} // namespace muster
