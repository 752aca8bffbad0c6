// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/InputFile.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace muster {

Descriptor inputFileOf(const QByteArray &bytes)
{
    Descriptor file(::memfd_create("muster-input", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    for (qsizetype at = 0; file.isOpen() && at < bytes.size();) {
        const ssize_t count = ::write(file.number(), bytes.constData() + at, size_t(bytes.size() - at));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return {};
        at += count;
    }
    if (!file.isOpen() || ::lseek(file.number(), 0, SEEK_SET) != 0
        || ::fcntl(file.number(), F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
        return {};
    return file;
}

} // namespace muster
