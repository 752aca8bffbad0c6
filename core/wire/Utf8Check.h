// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether bytes are UTF-8, as they come. Pure. Used by WsReader.

#include <QByteArrayView>

namespace muster
{

//! Looks at a text piece by piece; the outcome does not depend on where it was cut. No surrogates, no overlong forms, nothing
//! beyond U+10FFFF (RFC 3629).
class Utf8Check
{
public:
    //! False: it is none, whatever follows.
    bool feed(QByteArrayView bytes)
    {
        for (const char c : bytes) {
            if (!step(uchar(c)))
                return false;
        }
        return true;
    }
    //! Whether it does not end within a character.
    bool isWhole() const { return m_left == 0; }

private:
    bool step(uchar byte)
    {
        if (m_left > 0) {
            const bool isRight = byte >= m_least && byte <= m_most;
            --m_left;
            m_least = 0x80;
            m_most = 0xbf;
            return isRight;
        }
        if (byte < 0x80)
            return true;
        if (byte < 0xc2 || byte > 0xf4)
            return false;
        m_left = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
        m_least = byte == 0xe0 ? 0xa0 : byte == 0xf0 ? 0x90 : 0x80;
        m_most = byte == 0xed ? 0x9f : byte == 0xf4 ? 0x8f : 0xbf;
        return true;
    }

    int m_left = 0; // Bytes of the character that is under way.
    uchar m_least = 0x80; // What its next byte may be.
    uchar m_most = 0xbf;
};

} // namespace muster
