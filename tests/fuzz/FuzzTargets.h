// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is fuzzed: one function a kind of input, by name. The table is written by the build from the *Target.cpp files.

#include <QByteArrayView>

#include <optional>
#include <span>

namespace muster {

//! One target. \a run feeds the bytes and aborts the process when a promise is broken.
struct FuzzTarget {
    const char *name;
    void (*run)(QByteArrayView input);
};

//! All of them.
std::span<const FuzzTarget> fuzzTargets();
//! Aborts with \a what unless \a holds.
void promise(bool holds, const char *what);

} // namespace muster
