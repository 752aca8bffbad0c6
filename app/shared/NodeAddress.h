// SPDX-License-Identifier: Apache-2.0
#pragma once
// The address that a node gave, as a host and a port.

#include <QString>

#include <optional>

namespace muster {

struct NodeAddress {
    QString host; //!< A name or an IP address, without brackets.
    int port = 0; //!< 1 to 65535.

    bool operator==(const NodeAddress &) const = default;
};

//! Reads "HOST:PORT" or "[V6]:PORT"; none for all else. Any thread.
std::optional<NodeAddress> nodeAddressOf(const QString &text);

} // namespace muster
