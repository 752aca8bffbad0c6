// SPDX-License-Identifier: Apache-2.0
#pragma once
// All stores of one control plane, opened together and owned by the program's composition.

#include "core/store/AuditStore.h"
#include "core/store/EntityStore.h"
#include "core/store/JobStore.h"
#include "core/store/LogStore.h"
#include "core/store/NodeStore.h"
#include "core/store/TokenStore.h"

#include <memory>

namespace muster {

//! Lives longer than everything that uses it. Destruction finishes the writes that were asked for, and blocks meanwhile.
class Stores
{
public:
    virtual ~Stores() = default;
    virtual NodeStore &nodes() = 0;
    virtual TokenStore &tokens() = 0;
    virtual EntityStore &entities() = 0;
    virtual JobStore &jobs() = 0;
    virtual AuditStore &audit() = 0;
    virtual LogStore &logs() = 0;
    //! A consistent copy of the database as bytes, without anything that opens a door: no tokens, no hashes of keys
    //! (decisions.md 24), and without logs. Busy beyond limits::kBackupBytes, Storage.
    virtual Future<QByteArray> backup() = 0;
};

//! Opens (or makes) the database \a folder/muster.sqlite and brings it up to date; blocks. Take a DataFolderLock first.
//! Storage, with one sentence, when the folder cannot be used, the disk is full, the file is not a database, or it was
//! written by a newer Muster.
Result<std::unique_ptr<Stores>> openSqliteStores(const QString &folder);

} // namespace muster
