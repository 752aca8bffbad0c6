// SPDX-License-Identifier: Apache-2.0
#pragma once
// Who may call a route, and who is calling. Router decides with these; ApiKey and the app fill them.

#include <QString>

namespace muster
{

//! What a route asks for, and what a key gives.
enum class Access {
    Public,   //!< Route: nobody is asked for a key. Caller: no key was needed.
    Worker,   //!< Announces and beats, nothing else.
    Viewer,   //!< Reads.
    Operator, //!< Changes what runs where.
    Admin,    //!< Everything.
};

//! Whether a key of \a held opens a route that asks for \a wanted: viewer, operator and admin include what stands below
//! them; Worker routes open for Worker and Admin alone.
constexpr bool mayUse(Access held, Access wanted)
{
    if (wanted == Access::Public || held == Access::Admin)
        return true;
    if (wanted == Access::Worker || held == Access::Worker)
        return wanted == held;
    return held >= wanted;
}

//! Who sent a request, as the router's authoriser found out.
struct Caller {
    QString name;                   //!< For the audit: the name of the key.
    Access access = Access::Public; //!< What the key gives.

    bool operator==(const Caller &) const = default;
};

} // namespace muster
