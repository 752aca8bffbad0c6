// SPDX-License-Identifier: Apache-2.0
// The agent of the bundle's tests: needs nothing of the machine it runs on, and tells which variables it was given, one
// a line.
#include <cstdio>
#include <cstring>
#include <unistd.h>

int main()
{
    for (char **one = ::environ; *one != nullptr; ++one)
        std::printf("%.*s\n", int(std::strcspn(*one, "=")), *one);
    return 0;
}
