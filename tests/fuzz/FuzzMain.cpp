// SPDX-License-Identifier: Apache-2.0
// libFuzzer's program: `muster-fuzz --target NAME` and libFuzzer's own arguments.
#include "tests/fuzz/FuzzTargets.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

const muster::FuzzTarget *chosen = nullptr;

} // namespace

extern "C" int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    char **words = *arguments;
    if (*count < 3 || std::strcmp(words[1], "--target") != 0) {
        std::fprintf(stderr, "usage: muster-fuzz --target NAME [arguments of libFuzzer]\n");
        std::exit(2);
    }
    for (const muster::FuzzTarget &target : muster::fuzzTargets()) {
        if (std::strcmp(target.name, words[2]) == 0)
            chosen = &target;
    }
    if (!chosen) {
        std::fprintf(stderr, "muster-fuzz: there is no target %s\n", words[2]);
        std::exit(2);
    }
    words[2] = words[0]; // libFuzzer takes every word without a dash for a folder.
    *arguments = words + 2;
    *count -= 2;
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    chosen->run(QByteArrayView(bytes, static_cast<qsizetype>(size)));
    return 0;
}
