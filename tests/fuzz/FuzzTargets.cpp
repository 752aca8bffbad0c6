// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/FuzzTargets.h"

#include <cstdio>
#include <cstdlib>

namespace muster {

void promise(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken promise: %s\n", what);
    std::abort();
}

} // namespace muster
