// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where the program muster-keeper is.

#include <QByteArray>

namespace muster {

//! Beside this program, or where it is installed, or built for tests; a path beside this program when it is nowhere.
QByteArray keeperPath();

} // namespace muster
