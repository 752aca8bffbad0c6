// SPDX-License-Identifier: Apache-2.0
#pragma once
// Who asks for a token, as TokenRequest::createdBy says it: a name, and the address of the peer behind a line break, which no
// name can have. Written by routes, read by the control plane, which keeps the name and writes both into the audit log.

#include "core/domain/Actor.h"

namespace muster {

inline QString makerText(const Actor &by)
{
    return by.source.isEmpty() ? by.name : by.name + u'\n' + by.source;
}

//! Reads makerText(); a text without an address is the name alone.
inline Actor makerOf(const QString &createdBy)
{
    const qsizetype end = createdBy.indexOf(u'\n');
    if (end < 0)
        return {.name = createdBy, .source = {}};
    return {.name = createdBy.left(end), .source = createdBy.mid(end + 1)};
}

} // namespace muster
