// SPDX-License-Identifier: Apache-2.0
#pragma once
// Who may call a route, and who is calling. Router decides with these; ApiKey and the app fill them.

#include <QString>
#include <QStringList>

namespace muster
{

//! What a route asks for, and what a key gives.
enum class Access {
    Public,   //!< Route: nobody is asked for a key. Caller: no key was needed.
    Join,     //!< Exchanges a join token for a credential, nothing else (T-1).
    Worker,   //!< Announces and beats, nothing else.
    Viewer,   //!< Reads.
    Operator, //!< Changes what runs where.
    Admin,    //!< Everything.
};

//! Whether a key that is bound to tenants opens a route.
enum class Scope {
    Cluster, //!< No: the route is about all of them. So is a route that says nothing.
    Tenants, //!< Yes: its handler shows and changes only what is of Caller::tenants.
};

//! Whether a key of \a held opens a route that asks for \a wanted: viewer, operator and admin include what stands below
//! them; Join routes open for Join alone, Worker routes for Worker and Admin.
constexpr bool mayUse(Access held, Access wanted)
{
    if (wanted == Access::Join || held == Access::Join)
        return wanted == held || wanted == Access::Public;
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
    QString node = {};              //!< Set: the key is this node's own and speaks for it alone (T-3).
    QString token = {};             //!< Id of the token or credential; what it opened is closed when it is revoked.
    QStringList tenants = {};       //!< What the key is bound to; empty: all.

    bool operator==(const Caller &) const = default;
};

} // namespace muster
