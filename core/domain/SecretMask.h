// SPDX-License-Identifier: Apache-2.0
#pragma once
// Hides what looks like a secret in payloads and results from those who may not see it (decisions.md 17; ux.md 3.9).

#include <QJsonValue>

namespace muster {

//! \a value with the values of fields whose name speaks of a token, password, key, secret or authorization replaced by "••••••••".
QJsonValue masked(const QJsonValue &value);

} // namespace muster
