// SPDX-License-Identifier: Apache-2.0
#include "app/shared/TokenFile.h"

#include <QFile>

namespace muster {

namespace {

constexpr int kTokenBytes = 32;

}

Result<Secret> ensureTokenFile(const QString &path)
{
    if (QFile::exists(path))
        return Secret::fromFile(path);
    const Secret token = Secret::random(kTokenBytes);
    MUSTER_CHECK(token.toFile(path));
    return token;
}

} // namespace muster
