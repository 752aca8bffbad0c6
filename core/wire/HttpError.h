// SPDX-License-Identifier: Apache-2.0
#pragma once
// Errors on the wire: Error -> status and JSON body, and back. Source: interface.md, JSON; architecture.md 3.6.

#include "core/wire/HttpReply.h"

#include <QByteArray>
#include <QLatin1StringView>

namespace muster
{

//! Machine words of errors that only HTTP knows; each has its own status.
namespace httpcode
{
inline constexpr QLatin1StringView kNotAuthenticated{"not-authenticated"};  //!< 401
inline constexpr QLatin1StringView kTenantBound{"tenant-bound"};            //!< 403: Scope::Cluster, and the caller has tenants.
inline constexpr QLatin1StringView kMethodNotAllowed{"method-not-allowed"}; //!< 405
inline constexpr QLatin1StringView kHeadTimeout{"request-timeout"};         //!< 408
inline constexpr QLatin1StringView kTooLarge{"too-large"};                  //!< 413
inline constexpr QLatin1StringView kUriTooLong{"uri-too-long"};             //!< 414
inline constexpr QLatin1StringView kUnsupportedMedia{"unsupported-media"};  //!< 415
inline constexpr QLatin1StringView kExpectation{"expectation-failed"};      //!< 417
inline constexpr QLatin1StringView kWrongHost{"wrong-host"};                //!< 421
inline constexpr QLatin1StringView kUpgradeRequired{"upgrade-required"};   //!< 426
inline constexpr QLatin1StringView kTooMany{"too-many-requests"};           //!< 429
inline constexpr QLatin1StringView kHeadersTooLarge{"headers-too-large"};   //!< 431
} // namespace httpcode

//! The status of \a error: that of its code if HTTP has one for it, else that of its kind.
int statusOf(const Error &error);
//! The reply {"error", "code", "field"}; 401 carries WWW-Authenticate, 429 and 503 Retry-After.
HttpReply errorReply(const Error &error);
//! The Error in a reply of somebody else: kind by the body's `code`, else by \a status; `field` kept. \a who says it
//! ("127.0.0.1:3100") when the body has no sentence.
Error errorFrom(int status, const QByteArray &body, const QString &who);

} // namespace muster
