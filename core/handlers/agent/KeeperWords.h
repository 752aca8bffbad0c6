// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a worker and the keeper of an agent say to each other. Both are of one build; the keeper links nothing but the C library.

#include <cstdint>

namespace muster {

//! The keeper's end of the line, a stream socket. Its other end closed means: the worker is gone.
inline constexpr int kKeeperLine = 3;

//! Worker: one byte.
inline constexpr char kKeeperTerminate = 'T'; //!< SIGTERM for all that the agent is.
inline constexpr char kKeeperKill = 'K';      //!< SIGKILL for it.

//! Keeper, once, last: the agent has ended, and so has all that it started.
struct KeeperReport {
    std::int32_t status = 0; //!< What the agent returned.
    std::int32_t signal = 0; //!< That ended it; 0: none.
};

} // namespace muster
