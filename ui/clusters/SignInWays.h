// SPDX-License-Identifier: Apache-2.0
#pragma once
// What people show clusters of each kind to be let in: pure words and rules for the Connect dialog.

#include "core/settings/ClusterProfile.h"

#include <QList>

namespace muster {

//! The ways of \a dialect, the usual one first; never empty. A dialect that is not known here takes a token.
QList<SignIn> signInWays(const QString &dialect);
//! Whether people of \a dialect may have to say for which company they sign in.
bool takesTenant(const QString &dialect);
//! Whether \a dialect is another product's: it may lack TLS, and we never mint its credentials.
bool isForeign(const QString &dialect);
//! "Token", "API key", "Password".
QString titleOf(SignIn way);

} // namespace muster
