// SPDX-License-Identifier: Apache-2.0
#pragma once
// The dynamic loader of the bundle, put into memory by our own code.

namespace muster::start {

//! The loader in memory.
struct Loaded {
    long headers = 0; // Where its program headers are.
    long headerCount = 0;
    long entry = 0;
};

//! Maps the dynamic loader in the file \a path into this process, as the kernel would. Ends the program when it cannot.
Loaded load(const char *path);

} // namespace muster::start
