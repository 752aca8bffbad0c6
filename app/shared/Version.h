// SPDX-License-Identifier: Apache-2.0
#pragma once
// What this build is. Every program shows it, every node announces it.

#include <QString>

namespace muster {

//! "0.1.0".
QString versionText();
//! Short commit that it was built from; empty when it was not built from a checkout.
QString buildText();
//! "musterd 0.1.0 (1a2b3c4d5e)": what --version prints.
QString versionLine(const QString &program);

} // namespace muster
