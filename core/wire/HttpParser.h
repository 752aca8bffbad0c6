// SPDX-License-Identifier: Apache-2.0
#pragma once
// Bytes -> HttpRequest: pure, incremental, bounded, strict. Boost.Beast reads the head, behind HeadScanner's checks;
// ChunkReader reads chunked bodies. Used by HttpConnection.

#include "core/base/Limits.h"
#include "core/wire/ChunkReader.h"
#include "core/wire/HeadScanner.h"
#include "core/wire/HttpRequest.h"

#include <optional>

namespace muster
{

//! Reads one request after the other. The outcome does not depend on where the bytes were cut. After Failed the
//! connection must end: nobody knows where the next request begins (H-3).
class HttpParser
{
public:
    enum class State {
        Head,     //!< The head is not whole yet.
        HeadDone, //!< The head is whole: set the body limit, then continue.
        Body,     //!< The body is not whole yet.
        Complete, //!< request() is whole: take it, then reset().
        Failed,   //!< error() says why.
    };

    //! Takes bytes and says how many; stops early at HeadDone, Complete and Failed.
    qsizetype feed(QByteArrayView bytes);
    //! Leaves HeadDone with \a bytes as the longest body; Failed (code "too-large") when the head announces more.
    void acceptBody(qsizetype bytes);
    //! Ready for the next request.
    void reset();

    State state() const { return m_state; }
    const Error &error() const { return m_error; }
    //! From HeadDone on; whole from Complete on.
    HttpRequest &request() { return m_request; }
    //! Whether not one byte of the current request has arrived.
    bool isFresh() const { return m_state == State::Head && m_scanner.size() == 0; }
    //! What the head announced; nullopt for chunks.
    std::optional<qint64> announcedBytes() const;

private:
    qsizetype feedHead(QByteArrayView bytes);
    qsizetype feedBody(QByteArrayView bytes);
    void readHead();
    void fail(Error error);

    State m_state = State::Head;
    HeadScanner m_scanner;
    ChunkReader m_chunks;
    HttpRequest m_request;
    Error m_error;
    qint64 m_announced = 0;
    qsizetype m_bodyLimit = 0;
    bool m_isChunked = false;
};

} // namespace muster
