// SPDX-License-Identifier: Apache-2.0
#pragma once
// The clusters that a person knows, kept in a file. No secrets.

#include "core/settings/ClusterProfile.h"

#include <QList>
#include <QObject>

namespace muster {

//! The list, kept in CONFIG/clusters.json (0600, written whole). One thread.
class ClusterBook final : public QObject
{
    Q_OBJECT
public:
    //! Keeps the book in \a folder.
    explicit ClusterBook(const QString &folder, QObject *parent = nullptr);
    ~ClusterBook() override;
    Q_DISABLE_COPY_MOVE(ClusterBook)

    //! Reads the file. A missing one is an empty book; a broken one is an error, the book stays empty, and the file is
    //! put aside as clusters.json.broken before the next write.
    Result<void> load();
    //! All, in the order they were added.
    const QList<ClusterProfile> &profiles() const { return m_profiles; }
    std::optional<ClusterProfile> find(const QString &id) const;
    //! The profile with the dialect and URL of \a address; the one used last when there are several.
    std::optional<ClusterProfile> findByAddress(const ClusterAddress &address) const;
    //! The one used last.
    std::optional<ClusterProfile> latest() const;

    //! Adds \a profile, or replaces the one with its id; an empty id gets a fresh one. Gives the id.
    //! Invalid for a wrong field, Busy beyond limits::kProfiles, Storage; nothing changes then.
    Result<QString> put(ClusterProfile profile);
    //! NotFound, Storage.
    Result<void> remove(const QString &id);
    //! Notes that \a id was used at \a now.
    Result<void> touch(const QString &id, Timestamp now);

    //! Writes all profiles to \a path, for another machine.
    Result<void> exportTo(const QString &path) const;
    //! Adds the profiles of an exported file; those whose dialect and URL are here already are skipped. What a person ticked
    //! elsewhere (plain secrets) is not ticked here. Gives how many were added.
    Result<int> importFrom(const QString &path);

    QString path() const { return m_path; }

Q_SIGNALS:
    //! profiles() changed.
    void changed();

private:
    Result<void> replace(QList<ClusterProfile> profiles);

    const QString m_path;
    QList<ClusterProfile> m_profiles;
    bool m_isBroken = false; // The file on disk could not be understood.
};

} // namespace muster
