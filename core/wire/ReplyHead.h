// SPDX-License-Identifier: Apache-2.0
#pragma once
// The head of a server's reply, as a client sees it. Made by HttpParser.cpp, where the bought grammar is; used by
// ReplyReader.

#include "core/base/Result.h"

#include <QByteArray>
#include <QList>

#include <utility>

namespace muster
{

//! A status line and headers.
struct ReplyHead {
    int status = 0; //!< 0: there is none.
    int version = 11; //!< 10 or 11.
    //! As they came, values trimmed; a header that came several times is there several times.
    QList<std::pair<QByteArray, QByteArray>> headers = {};

    //! The value of the first header \a name (any case); empty when there is none.
    QByteArray header(QByteArrayView name) const;
};

//! Reads \a bytes, a whole head with the empty line at its end; Protocol when it is none.
Result<ReplyHead> readReplyHead(const QByteArray &bytes);

} // namespace muster
