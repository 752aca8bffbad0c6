// SPDX-License-Identifier: Apache-2.0
#pragma once
// Bytes -> one reply of a server: pure, incremental, bounded. The head is kept, the body is handed on as it comes. Used
// by ClientLine.

#include "core/wire/ChunkReader.h"
#include "core/wire/ReplyHead.h"

#include <optional>

namespace muster
{

//! Reads one reply. The outcome does not depend on where the bytes were cut. After Failed the connection must end.
class ReplyReader
{
public:
    enum class State {
        Head,     //!< The head is not whole yet.
        Body,     //!< The body is not whole yet.
        Complete, //!< The reply is whole.
        Failed,   //!< error() says why.
    };
    //! Of a HEAD, no body comes; of an Upgrade, 101 is the whole reply, and what follows is another protocol's.
    enum class Asked { Get, Head, Upgrade };

    explicit ReplyReader(Asked asked = Asked::Get) : m_asked(asked) {}

    //! Takes bytes and says how many; appends to \a body what belongs there. Stops early behind the head, at Complete
    //! and at Failed.
    qsizetype feed(QByteArrayView bytes, QByteArray *body);
    //! Nothing more comes. Complete, if the body was one that ends with its connection.
    void end();

    State state() const { return m_state; }
    //! Why it Failed: Protocol, to be put behind the server's name.
    const QString &fault() const { return m_fault; }
    //! Whole from Body on; of interim replies nothing is kept.
    const ReplyHead &head() const { return m_head; }
    //! The body's length that the head announced; nullopt when it announced none.
    std::optional<qint64> announced() const { return m_announced; }
    //! Whether another request may follow on the connection once this reply is Complete.
    bool keepsConnection() const { return m_keeps; }
    //! Whether not one byte has come.
    bool isFresh() const { return m_isFresh; }

private:
    qsizetype feedHead(QByteArrayView bytes);
    void takeHead();
    void readFraming();
    void fail(const QString &fault);

    Asked m_asked;
    State m_state = State::Head;
    QByteArray m_bytes; // Of the head.
    ReplyHead m_head;
    ChunkReader m_chunks;
    QString m_fault;
    std::optional<qint64> m_announced;
    qint64 m_left = 0; // Of an announced body.
    int m_interims = 0;
    bool m_isChunked = false;
    bool m_keeps = false;
    bool m_isFresh = true;
};

} // namespace muster
