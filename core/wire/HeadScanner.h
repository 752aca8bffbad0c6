// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds the end of a request's head, byte by byte, and refuses what a lenient reader in front of us or behind us could
// read in another way (H-3). The check in front of the bought parser; used by HttpParser alone.

#include "core/base/Result.h"

#include <QByteArrayView>

namespace muster
{

//! Scans one head: request line and headers, CRLF at every line end, no folding, no control characters, within the
//! limits of H-2. The outcome depends on the bytes alone, not on where they were cut.
class HeadScanner
{
public:
    enum class State { More, Done, Failed };

    //! Takes bytes up to the end of the head or the first wrong one, and says how many.
    qsizetype feed(QByteArrayView bytes);
    void reset() { *this = HeadScanner(); }

    State state() const { return m_state; }
    //! Why it Failed: Invalid, with the code of the status to send.
    Error error() const;
    //! Bytes taken so far.
    qsizetype size() const { return m_size; }

private:
    enum class Place : quint8 { RequestLine, LineStart, Name, Value, LineFeed, LastLineFeed };
    enum class Fault : quint8 {
        None,
        BareLineFeed,
        BareReturn,
        ControlCharacter,
        BadRequestLine,
        Folded,
        BadName,
        LineTooLong,
        TooManyHeaders,
        HeadTooLong
    };

    Fault take(char byte);
    Fault takeRequestLine(unsigned char byte);

    State m_state = State::More;
    Place m_place = Place::RequestLine;
    Fault m_fault = Fault::None;
    qsizetype m_size = 0;
    int m_headers = 0;
    int m_spaces = 0; // In the request line.
    bool m_lastWasSpace = true;
};

} // namespace muster
