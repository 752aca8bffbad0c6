// SPDX-License-Identifier: Apache-2.0
#pragma once
// A file of zeros beside the database that is given back to a full disk, so that what runs can end.

#include "core/base/Result.h"

namespace muster {

//! Keeps limits::kStoreReserveBytes at \a path. One thread.
class SpaceReserve
{
public:
    explicit SpaceReserve(QString path) : m_path(std::move(path)) {}

    //! Whether the space is kept, after trying to; blocks for the disk the first time.
    bool ensure();
    //! Whether the disk that it is on has some room left, not counting it. What is not known counts as room.
    bool hasRoomBeside() const;
    //! Gives it free: whether there was any.
    bool spend();

private:
    QString m_path;
    bool m_isKept = false;
};

} // namespace muster
