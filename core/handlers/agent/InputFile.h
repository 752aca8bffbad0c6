// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a program reads, in memory.

#include "core/handlers/agent/Descriptor.h"

#include <QByteArray>

namespace muster {

//! A file that holds \a bytes for ever, to be read from its beginning; not open, with errno, when there is no room.
Descriptor inputFileOf(const QByteArray &bytes);

} // namespace muster
