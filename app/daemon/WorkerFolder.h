// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whose data folder it is: that of a worker remembers its control plane, so that a start without a word goes on as that worker.

#include "core/base/Result.h"
#include "core/base/TlsPin.h"

#include <QUrl>

#include <optional>

namespace muster {

//! The worker that a folder belongs to.
struct FolderWorker {
    QUrl url; //!< Of its control plane.
    QString node;
    TlsPin pin = {};            //!< The key of that control plane, when it is known by that.
    QString joinTokenPath = {}; //!< The file with the token that it shows at each start; empty: it has a credential.

    bool operator==(const FolderWorker &) const = default;
};

//! Reads FOLDER/worker.json, else FOLDER/credential.json; nullopt when there is neither. Invalid when one is broken, or can be
//! read by others.
Result<std::optional<FolderWorker>> readFolderWorker(const QString &folder);
//! Keeps a worker that was let in: as FOLDER/worker.json, unless credential.json says it all. Storage.
Result<void> keepFolderWorker(const QString &folder, const FolderWorker &worker);

} // namespace muster
