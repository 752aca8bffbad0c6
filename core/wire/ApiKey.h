// SPDX-License-Identifier: Apache-2.0
#pragma once
// The keys that a server knows, and who holds them; compared in constant time. Used as a Router's authoriser.

#include "core/base/Secret.h"
#include "core/wire/Access.h"
#include "core/wire/HttpRequest.h"

#include <vector>

namespace muster
{

//! What a request shows: `Authorization: Bearer KEY`, else `x-api-key: KEY`; empty when it shows none.
QByteArray shownKey(const HttpRequest &request);

//! A list of keys.
class ApiKeys
{
public:
    //! Where a key is accepted.
    enum class From {
        Anywhere,
        LoopbackOnly, //!< Requests of this machine that nobody forwarded (interface.md: join.token).
    };

    //! Adds a key. An empty \a secret is our bug.
    void add(Secret secret, Caller holder, From from = From::Anywhere);
    //! Forgets all keys of the holder called \a name.
    void remove(const QString &name);

    //! Who holds the key that \a request shows; Refused (code "not-authenticated") for none, an unknown one, or one
    //! that is not accepted from there. Compares with every key, so that time does not tell which came close.
    Result<Caller> callerOf(const HttpRequest &request) const;

private:
    struct Entry {
        Secret secret;
        Caller holder;
        From from = From::Anywhere;
    };
    std::vector<Entry> m_entries;
};

} // namespace muster
