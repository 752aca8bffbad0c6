// SPDX-License-Identifier: Apache-2.0
#pragma once
// What went wrong, in a form that code can decide on and a person can read.
// Every verb that can fail returns one inside a Result.

#include <QString>

namespace muster {

//! What the caller can do about an error. Closed: adding a kind is a decision record, and three exhaustive switches
//! (core/wire/HttpError, mayRetry() here, ui/kit/ErrorText) stop compiling until they know it.
enum class ErrorKind {
    Cancelled,   //!< Somebody asked to stop.
    Timeout,     //!< No answer in time.
    Unreachable, //!< No connection.
    Refused,     //!< Not allowed: no or wrong key (code "not-authenticated"), or a key that may not do this.
    NotFound,    //!< The thing is not there.
    Conflict,    //!< Somebody was faster, or holds it.
    Invalid,     //!< The input is wrong; Error::field names the place.
    Unsupported, //!< This cluster or build cannot.
    Busy,        //!< A limit was met; later may work.
    Protocol,    //!< The other side broke its own contract.
    Storage,     //!< Database or disk.
    Internal,    //!< Our bug.
};

//! A failed verb: what kind, while doing what, and what was seen. Values cross threads and the wire.
struct Error {
    ErrorKind kind = ErrorKind::Internal;
    QString where; //!< What we were doing: "reading nodes of prod-eu". Outer context is put in front.
    QString what;  //!< What we saw, one sentence without a full stop. Never contains a secret.
    QString code;  //!< Machine word; empty means codeOf(kind).
    QString field; //!< JSON path or option name to blame, for Invalid; else empty.

    bool operator==(const Error &) const = default;

    //! "where: what", for logs and exit messages; English.
    QString text() const;
    //! The machine word of this error: code, or codeOf(kind).
    QString codeOrDefault() const;
    //! The same error with \a outer in front of where. Never changes the kind.
    Error within(const QString &outer) const;
};

//! The default machine word of a kind, e.g. "not-found". Source: interface.md, JSON.
QString codeOf(ErrorKind kind);
//! The kind for a machine word of codeOf(), or Internal.
ErrorKind kindOf(const QString &code);
//! Whether trying the same call again, later, can help.
bool mayRetry(ErrorKind kind);

Error invalid(const QString &field, const QString &what);
Error refused(const QString &what, const QString &code = {});
Error notFound(const QString &what);
Error conflict(const QString &what, const QString &code = {});
Error unsupported(const QString &what);
Error storageError(const QString &where, const QString &what);
Error internalError(const QString &where, const QString &what);

} // namespace muster
