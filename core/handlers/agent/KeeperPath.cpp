// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/KeeperPath.h"

#include <algorithm>
#include <array>
#include <climits>
#include <unistd.h>

namespace muster {

QByteArray keeperPath()
{
    std::array<char, PATH_MAX> self{};
    const ssize_t length = ::readlink("/proc/self/exe", self.data(), self.size() - 1);
    const QByteArray program(self.data(), std::max<ssize_t>(length, 0));
    const QByteArray folder = program.left(program.lastIndexOf('/'));
    const std::array places{"/muster-keeper", "/../libexec/muster/muster-keeper", "/../../bin/muster-keeper"};
    for (const char *place : places) {
        const QByteArray path = folder + place;
        if (::access(path.constData(), X_OK) == 0)
            return path;
    }
    return folder + places[0];
}

} // namespace muster
