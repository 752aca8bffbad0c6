// SPDX-License-Identifier: Apache-2.0
#pragma once
// A ServerBench behind TLS.

#include "tests/wire/ServerBench.h"
#include "tests/wire/TlsBench.h"

namespace muster
{

//! A bench behind TLS. One pair for all tests: making keys takes time.
struct TlsServerBench {
    static const TlsIdentity &identity()
    {
        static const TlsIdentity made = madePair().identity();
        return made;
    }
    static HttpServerOptions withTls(HttpServerOptions options)
    {
        options.tls = identity();
        return options;
    }
    explicit TlsServerBench(const HttpServerOptions &options = {}) : bench(withTls(options)) {}
    quint16 port() const { return bench.server->port(); }

    ServerBench bench;
};

} // namespace muster
