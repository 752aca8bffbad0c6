// SPDX-License-Identifier: Apache-2.0
#include "core/base/Error.h"

#include <array>

namespace muster {

using namespace Qt::StringLiterals;

QString Error::text() const
{
    return where.isEmpty() ? what : where + u": "_s + what;
}

QString Error::codeOrDefault() const
{
    return code.isEmpty() ? codeOf(kind) : code;
}

Error Error::within(const QString &outer) const
{
    Error wider = *this;
    wider.where = where.isEmpty() ? outer : outer + u": "_s + where;
    return wider;
}

QString codeOf(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Cancelled:
        return u"cancelled"_s;
    case ErrorKind::Timeout:
        return u"timeout"_s;
    case ErrorKind::Unreachable:
        return u"unreachable"_s;
    case ErrorKind::Refused:
        return u"not-allowed"_s;
    case ErrorKind::NotFound:
        return u"not-found"_s;
    case ErrorKind::Conflict:
        return u"conflict"_s;
    case ErrorKind::Invalid:
        return u"invalid"_s;
    case ErrorKind::Unsupported:
        return u"unsupported"_s;
    case ErrorKind::Busy:
        return u"busy"_s;
    case ErrorKind::Protocol:
        return u"protocol"_s;
    case ErrorKind::Storage:
        return u"storage"_s;
    case ErrorKind::Internal:
        return u"internal"_s;
    }
    Q_UNREACHABLE();
}

ErrorKind kindOf(const QString &code)
{
    using enum ErrorKind;
    constexpr std::array kinds{Cancelled, Timeout,     Unreachable, Refused,  NotFound, Conflict,
                               Invalid,   Unsupported, Busy,        Protocol, Storage,  Internal};
    for (const ErrorKind kind : kinds) {
        if (codeOf(kind) == code)
            return kind;
    }
    return Internal;
}

bool mayRetry(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Timeout:
    case ErrorKind::Unreachable:
    case ErrorKind::Busy:
    case ErrorKind::Storage:
        return true;
    case ErrorKind::Cancelled:
    case ErrorKind::Refused:
    case ErrorKind::NotFound:
    case ErrorKind::Conflict:
    case ErrorKind::Invalid:
    case ErrorKind::Unsupported:
    case ErrorKind::Protocol:
    case ErrorKind::Internal:
        return false;
    }
    Q_UNREACHABLE();
}

Error invalid(const QString &field, const QString &what)
{
    return {.kind = ErrorKind::Invalid, .where = {}, .what = what, .code = {}, .field = field};
}

Error refused(const QString &what, const QString &code)
{
    return {.kind = ErrorKind::Refused, .where = {}, .what = what, .code = code, .field = {}};
}

Error notFound(const QString &what)
{
    return {.kind = ErrorKind::NotFound, .where = {}, .what = what, .code = {}, .field = {}};
}

Error conflict(const QString &what, const QString &code)
{
    return {.kind = ErrorKind::Conflict, .where = {}, .what = what, .code = code, .field = {}};
}

Error unsupported(const QString &what)
{
    return {.kind = ErrorKind::Unsupported, .where = {}, .what = what, .code = {}, .field = {}};
}

Error storageError(const QString &where, const QString &what)
{
    return {.kind = ErrorKind::Storage, .where = where, .what = what, .code = {}, .field = {}};
}

Error internalError(const QString &where, const QString &what)
{
    return {.kind = ErrorKind::Internal, .where = where, .what = what, .code = {}, .field = {}};
}

} // namespace muster
