// SPDX-License-Identifier: Apache-2.0
#include "core/settings/ClusterBook.h"

#include "core/base/Id.h"
#include "core/base/Json.h"
#include "core/base/PrivateFile.h"

#include <QFile>
#include <QJsonDocument>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {


QString freshId()
{
    QString id;
    while (!isIdText(id)) // A random text may begin with "-".
        id = QString::fromLatin1(Secret::random(9).reveal());
    return id;
}

bool isSamePlace(const ClusterAddress &one, const ClusterAddress &other)
{
    return one.dialect == other.dialect && one.url == other.url;
}

Result<QList<ClusterProfile>> readBook(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return storageError(u"reading %1"_s.arg(path), file.errorString());
    if (file.size() > limits::kProfileFileBytes)
        return invalid({}, u"%1 is too large for a cluster book"_s.arg(path));
    const Result<QJsonObject> json = parseJsonObject(file.readAll());
    if (!json)
        return json.error().within(u"reading %1"_s.arg(path));
    JsonReader reader(*json);
    const QJsonArray items = reader.array("clusters"_L1, limits::kProfiles);
    MUSTER_CHECK(reader.check());
    QList<ClusterProfile> profiles;
    for (qsizetype i = 0; i < items.size(); ++i) {
        MUSTER_TRY(profile, profileFromJson(items[i].toObject(), u"clusters[%1]"_s.arg(i)));
        profiles.append(profile);
    }
    return profiles;
}

Result<void> writeBook(const QString &path, const QList<ClusterProfile> &profiles)
{
    QJsonArray items;
    for (const ClusterProfile &profile : profiles)
        items.append(toJson(profile));
    const QJsonObject json{{u"version"_s, 1}, {u"clusters"_s, items}};
    return writePrivateFile(path, QJsonDocument(json).toJson());
}

} // namespace

ClusterBook::ClusterBook(const QString &folder, QObject *parent) : QObject(parent), m_path(folder + u"/clusters.json"_s)
{
    (void)ensurePrivateFolder(folder); // Saving says when it cannot be.
}

ClusterBook::~ClusterBook() = default;

Result<void> ClusterBook::load()
{
    m_profiles.clear();
    m_isBroken = false;
    if (!QFile::exists(m_path))
        return {};
    Result<QList<ClusterProfile>> profiles = readBook(m_path);
    if (!profiles) {
        m_isBroken = true;
        return profiles.error();
    }
    m_profiles = *profiles;
    Q_EMIT changed();
    return {};
}

std::optional<ClusterProfile> ClusterBook::find(const QString &id) const
{
    for (const ClusterProfile &profile : m_profiles) {
        if (profile.id == id)
            return profile;
    }
    return std::nullopt;
}

std::optional<ClusterProfile> ClusterBook::findByAddress(const ClusterAddress &address) const
{
    std::optional<ClusterProfile> found;
    for (const ClusterProfile &profile : m_profiles) {
        if (isSamePlace(profile.address, address) && (!found || profile.lastUsedAt > found->lastUsedAt))
            found = profile;
    }
    return found;
}

std::optional<ClusterProfile> ClusterBook::latest() const
{
    std::optional<ClusterProfile> found;
    for (const ClusterProfile &profile : m_profiles) {
        if (profile.lastUsedAt && (!found || profile.lastUsedAt > found->lastUsedAt))
            found = profile;
    }
    return found;
}

Result<QString> ClusterBook::put(ClusterProfile profile)
{
    if (profile.id.isEmpty())
        profile.id = freshId();
    MUSTER_CHECK(checkProfile(profile));
    QList<ClusterProfile> next = m_profiles;
    const auto same = std::ranges::find(next, profile.id, &ClusterProfile::id);
    if (same != next.end())
        *same = profile;
    else if (next.size() >= limits::kProfiles)
        return Error{.kind = ErrorKind::Busy,
                     .where = {},
                     .what = u"the book holds %1 clusters at most"_s.arg(limits::kProfiles),
                     .code = {},
                     .field = {}};
    else
        next.append(profile);
    MUSTER_CHECK(replace(next));
    return profile.id;
}

Result<void> ClusterBook::remove(const QString &id)
{
    QList<ClusterProfile> next = m_profiles;
    if (next.removeIf([&id](const ClusterProfile &profile) { return profile.id == id; }) == 0)
        return notFound(u"there is no cluster %1 in the book"_s.arg(id));
    return replace(next);
}

Result<void> ClusterBook::touch(const QString &id, Timestamp now)
{
    std::optional<ClusterProfile> profile = find(id);
    if (!profile)
        return notFound(u"there is no cluster %1 in the book"_s.arg(id));
    profile->lastUsedAt = now;
    MUSTER_TRY(kept, put(*profile));
    (void)kept; // The id that we gave it.
    return {};
}

Result<void> ClusterBook::exportTo(const QString &path) const
{
    return writeBook(path, m_profiles);
}

Result<int> ClusterBook::importFrom(const QString &path)
{
    MUSTER_TRY(incoming, readBook(path));
    QList<ClusterProfile> next = m_profiles;
    for (ClusterProfile &profile : incoming) {
        const bool isHere = std::ranges::any_of(
            next, [&profile](const ClusterProfile &known) { return isSamePlace(known.address, profile.address); });
        if (isHere || next.size() >= limits::kProfiles)
            continue;
        profile.id = freshId(); // An id of another machine must not find a secret of this one.
        profile.lastUsedAt.reset();
        profile.address.allowsPlainSecrets = false;
        next.append(profile);
    }
    const auto added = static_cast<int>(next.size() - m_profiles.size());
    if (added > 0)
        MUSTER_CHECK(replace(next));
    return added;
}

Result<void> ClusterBook::replace(QList<ClusterProfile> profiles)
{
    if (m_isBroken) {
        QFile::remove(m_path + u".broken"_s);
        if (!QFile::rename(m_path, m_path + u".broken"_s))
            return storageError(u"putting %1 aside"_s.arg(m_path), u"it could not be renamed"_s);
        m_isBroken = false;
    }
    MUSTER_CHECK(writeBook(m_path, profiles));
    m_profiles = std::move(profiles);
    Q_EMIT changed();
    return {};
}

} // namespace muster
