// SPDX-License-Identifier: Apache-2.0
#pragma once
// How long this machine was suspended. A steady clock stands still meanwhile; links and ages must not.

#include "core/base/Timestamp.h"

#include <functional>

namespace muster {

//! Tells how long the machine has slept; grows only. Given to objects so that tests can let a machine sleep.
using SleptSource = std::function<milliseconds()>;

//! Time that this machine has been suspended since it booted; 0 where the system does not tell. Thread-safe.
milliseconds sleptSinceBoot();

} // namespace muster
