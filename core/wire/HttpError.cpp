// SPDX-License-Identifier: Apache-2.0
#include "core/wire/HttpError.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>

#include "core/base/Limits.h"

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

struct CodedStatus {
    QLatin1StringView code;
    int status;
    ErrorKind kind;
};

//! Codes that HTTP has a status of its own for; the kind is what a client makes of them.
constexpr std::array kCoded{
    CodedStatus{httpcode::kNotAuthenticated, 401, ErrorKind::Refused},
    CodedStatus{httpcode::kMethodNotAllowed, 405, ErrorKind::Unsupported},
    CodedStatus{httpcode::kHeadTimeout, 408, ErrorKind::Timeout},
    CodedStatus{httpcode::kTooLarge, 413, ErrorKind::Invalid},
    CodedStatus{httpcode::kUriTooLong, 414, ErrorKind::Invalid},
    CodedStatus{httpcode::kUnsupportedMedia, 415, ErrorKind::Invalid},
    CodedStatus{httpcode::kExpectation, 417, ErrorKind::Invalid},
    CodedStatus{httpcode::kWrongHost, 421, ErrorKind::Refused},
    CodedStatus{httpcode::kUpgradeRequired, 426, ErrorKind::Unsupported},
    CodedStatus{httpcode::kTooMany, 429, ErrorKind::Busy},
    CodedStatus{httpcode::kHeadersTooLarge, 431, ErrorKind::Invalid},
};

const CodedStatus *findCoded(const QString &code)
{
    const auto found = std::ranges::find_if(kCoded, [&code](const CodedStatus &one) { return one.code == code; });
    return found == kCoded.end() ? nullptr : &*found;
}

int statusOfKind(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Cancelled:
        return 503;
    case ErrorKind::Timeout:
        return 504;
    case ErrorKind::Unreachable:
        return 502;
    case ErrorKind::Refused:
        return 403;
    case ErrorKind::NotFound:
        return 404;
    case ErrorKind::Conflict:
        return 409;
    case ErrorKind::Invalid:
        return 400;
    case ErrorKind::Unsupported:
        return 501;
    case ErrorKind::Busy:
        return 503;
    case ErrorKind::Protocol:
        return 502;
    case ErrorKind::Storage:
        return 500;
    case ErrorKind::Internal:
        return 500;
    }
    Q_UNREACHABLE();
}

//! For replies whose body names no kind.
ErrorKind kindOfStatus(int status)
{
    switch (status) {
    case 401:
    case 403:
    case 407:
    case 421:
        return ErrorKind::Refused;
    case 404:
    case 410:
        return ErrorKind::NotFound;
    case 408:
    case 504:
        return ErrorKind::Timeout;
    case 409:
    case 412:
        return ErrorKind::Conflict;
    case 429:
    case 503:
        return ErrorKind::Busy;
    case 405:
    case 501:
        return ErrorKind::Unsupported;
    case 502:
        return ErrorKind::Unreachable;
    default:
        break;
    }
    if (status >= 400 && status < 500)
        return ErrorKind::Invalid;
    return status >= 500 ? ErrorKind::Internal : ErrorKind::Protocol;
}

ErrorKind kindIn(const QString &code, int status)
{
    if (const CodedStatus *coded = findCoded(code))
        return coded->kind;
    const ErrorKind kind = kindOf(code);
    // kindOf() says Internal for words it does not know as well.
    return kind == ErrorKind::Internal && code != codeOf(ErrorKind::Internal) ? kindOfStatus(status) : kind;
}

} // namespace

int statusOf(const Error &error)
{
    if (const CodedStatus *coded = findCoded(error.code))
        return coded->status;
    return statusOfKind(error.kind);
}

HttpReply errorReply(const Error &error)
{
    const int status = statusOf(error);
    QJsonObject body{{u"error"_s, error.what.isEmpty() ? error.codeOrDefault() : error.what},
                     {u"code"_s, error.codeOrDefault()}};
    if (!error.field.isEmpty())
        body.insert(u"field"_s, error.field);
    HttpReply reply = HttpReply::json(status, body);
    if (status == 401)
        reply.headers.append({"WWW-Authenticate"_ba, "Bearer realm=\"muster\""_ba});
    else if (status == 429 || status == 503)
        // A limit counts what came within a minute; whoever is told to wait that long is told so by the header, too.
        reply.headers.append({"Retry-After"_ba, error.code == httpcode::kTooMany ? "60"_ba : "1"_ba});
    return reply;
}

Error errorFrom(int status, const QByteArray &body, const QString &who)
{
    const QJsonObject said = QJsonDocument::fromJson(body).object();
    const QString code = said.value("code"_L1).toString();
    QString what = said.value("error"_L1).toString();
    if (what.isEmpty())
        what = u"%1 answered HTTP %2"_s.arg(who).arg(status);
    QString shownCode = code;
    if (shownCode.isEmpty() && status == 401)
        shownCode = httpcode::kNotAuthenticated;
    return {.kind = kindIn(code, status),
            .where = {},
            .what = what.left(limits::kLogLineCharacters),
            .code = shownCode.left(limits::kNodeTextCharacters),
            .field = said.value("field"_L1).toString().left(limits::kNodeTextCharacters)};
}

} // namespace muster
