// SPDX-License-Identifier: Apache-2.0
#pragma once
// One process for each data folder. Taken by every program before it reads anything there.

#include "core/base/Result.h"

#include <memory>

namespace muster {

//! Makes \a folder with mode 0700 when it is missing, and gives it that mode when it is ours and others can look into it
//! (T-24); one of somebody else, or for everybody like /tmp, is left as it is, with a warning. Storage, with one sentence, when it cannot be used.
Result<void> ensureDataFolder(const QString &folder);

//! Holds a data folder until destruction. The system frees it when the process dies in whatever way, so a lock that
//! was left behind never needs cleaning up.
class DataFolderLock
{
public:
    //! Makes the folder if needed and locks it. Conflict (code "folder-in-use") when another process has it; Storage when
    //! the folder cannot be used. Never waits.
    static Result<std::unique_ptr<DataFolderLock>> take(const QString &folder);
    ~DataFolderLock();
    DataFolderLock(const DataFolderLock &) = delete;
    DataFolderLock &operator=(const DataFolderLock &) = delete;

private:
    explicit DataFolderLock(int file) : m_file(file) {}
    int m_file; // Descriptor of FOLDER/lock, which carries our process id.
};

} // namespace muster
