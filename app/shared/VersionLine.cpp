// SPDX-License-Identifier: Apache-2.0
#include "app/shared/Version.h"

namespace muster {

using namespace Qt::StringLiterals;

QString versionLine(const QString &program)
{
    const QString line = program + u' ' + versionText();
    return buildText().isEmpty() ? line : line + u" ("_s + buildText() + u')';
}

} // namespace muster
