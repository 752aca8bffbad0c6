// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads a chunked body. Stricter than the standard asks: no chunk extensions, no trailers, at most eight hex digits,
// because those are what smuggling is made of (H-3) and no worker sends them. Used by HttpParser and ReachReply.

#include "core/base/Result.h"

#include <QByteArray>
#include <QByteArrayView>

namespace muster
{

//! Reads one chunked body.
class ChunkReader
{
public:
    enum class State { More, Done, TooLarge, Failed };

    //! Takes bytes, appends data to \a body up to \a most bytes altogether, and says how many bytes were taken.
    qsizetype feed(QByteArrayView bytes, QByteArray *body, qsizetype most);
    State state() const { return m_state; }

private:
    enum class Place : quint8 { Size, SizeLineFeed, Data, DataReturn, DataLineFeed, EndReturn, EndLineFeed };

    bool takeFraming(char byte);

    State m_state = State::More;
    Place m_place = Place::Size;
    quint64 m_left = 0; // Of the chunk; while in Size, the size so far.
    int m_digits = 0;
};

} // namespace muster
