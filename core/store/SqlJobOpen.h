// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a queue reads when it opens.

#include "core/store/JobStore.h"
#include "core/store/SqlConnection.h"

namespace muster {

//! As JobStore::open().
Result<StoredQueue> openQueue(SqlConnection &connection, Timestamp now);

} // namespace muster
