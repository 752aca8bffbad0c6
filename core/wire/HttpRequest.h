// SPDX-License-Identifier: Apache-2.0
#pragma once
// One request as a value: what HttpParser makes and handlers read. Everything in it has been checked and bounded.

#include "core/base/Result.h"
#include "core/wire/Access.h"

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace muster
{

enum class HttpMethod { Get, Head, Post, Put, Patch, Delete, Options, Other };

//! "GET" and the like; "OTHER" for HttpMethod::Other.
QLatin1StringView methodName(HttpMethod method);

//! One name and its value: of the query, or of the path's {placeholders}.
struct NamedText {
    QString name;
    QString value;
    bool operator==(const NamedText &) const = default;
};

//! A request. Copies are cheap (shared buffers).
struct HttpRequest {
    //! Where a header stands in `head`.
    struct Field {
        quint32 nameAt = 0;
        quint32 nameSize = 0;
        quint32 valueAt = 0;
        quint32 valueSize = 0;
        bool operator==(const Field &) const = default;
    };

    HttpMethod method = HttpMethod::Get;
    QStringList segments;            //!< "/a/b%2Fc" is {"a", "b/c"}; "/" is {""}. Never "." or "..".
    QList<NamedText> query;          //!< Decoded, in order; `+` is a space.
    QList<NamedText> pathParameters; //!< What the route's {placeholders} stand for; filled by Router.
    QByteArray head;                 //!< Request line and headers, as received.
    std::vector<Field> fields;       //!< The headers within `head`; read them with header().
    QByteArray body;                 //!< Decoded from chunks.
    QHostAddress peer;               //!< The other end of the socket.
    Caller caller;                   //!< Filled by Router; Public without a key.
    bool isForwarded = false;        //!< Carries Forwarded, X-Forwarded-* or Via: somebody else's request.
    bool wantsClose = false;         //!< The connection ends after the reply.
    bool wantsContinue = false;      //!< Expect: 100-continue.

    bool operator==(const HttpRequest &) const = default;

    //! The value of the first header \a name (any case), or a null view. Lives as long as `head`.
    QByteArrayView header(QByteArrayView name) const;
    //! The path for people: "/a/b", decoded.
    QString path() const;
    //! The value of the first query item \a name; empty when there is none.
    QString queryText(QLatin1StringView name) const;
    //! A whole number of the query in [least, most]; nullopt when absent; Invalid blames \a name.
    Result<std::optional<qint64>> queryInteger(QLatin1StringView name, qint64 least, qint64 most) const;
    //! The text that stood for {name} in the path.
    QString pathText(QLatin1StringView name) const;
    //! The same as an Id: `request.pathId<NodeId>("id"_L1)`; Invalid blames \a name.
    template <typename IdType>
    Result<IdType> pathId(QLatin1StringView name) const
    {
        return IdType::parse(pathText(name), QString(name));
    }
    //! Whether the request comes from this machine and from nobody behind it (decisions.md 15).
    bool isFromLoopback() const { return peer.isLoopback() && !isForwarded; }
};

} // namespace muster
