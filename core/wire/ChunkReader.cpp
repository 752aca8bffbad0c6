// SPDX-License-Identifier: Apache-2.0
#include "core/wire/ChunkReader.h"

#include <algorithm>

namespace muster
{

namespace
{

constexpr int kSizeDigits = 8; // 4 GiB; far above every body limit, far below an overflow.

int hexValue(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    return -1;
}

} // namespace

qsizetype ChunkReader::feed(QByteArrayView bytes, QByteArray *body, qsizetype most)
{
    qsizetype taken = 0;
    while (taken < bytes.size() && m_state == State::More) {
        if (m_place != Place::Data) {
            if (!takeFraming(bytes[taken++]))
                m_state = State::Failed;
            else if (m_place == Place::Data && m_left > quint64(most - body->size()))
                m_state = State::TooLarge; // Before the first byte of it is kept.
            continue;
        }
        const qsizetype piece = std::min(bytes.size() - taken, qsizetype(m_left));
        body->append(bytes.data() + taken, piece);
        taken += piece;
        m_left -= quint64(piece);
        if (m_left == 0)
            m_place = Place::DataReturn;
    }
    return taken;
}

bool ChunkReader::takeFraming(char byte)
{
    switch (m_place) {
    case Place::Size:
        if (byte == '\r') {
            m_place = Place::SizeLineFeed;
            return m_digits > 0;
        }
        m_left = m_left * 16 + quint64(std::max(hexValue(byte), 0));
        return hexValue(byte) >= 0 && ++m_digits <= kSizeDigits;
    case Place::SizeLineFeed:
        m_place = m_left == 0 ? Place::EndReturn : Place::Data;
        m_digits = 0;
        return byte == '\n';
    case Place::DataReturn:
        m_place = Place::DataLineFeed;
        return byte == '\r';
    case Place::DataLineFeed:
        m_place = Place::Size;
        return byte == '\n';
    case Place::EndReturn:
        m_place = Place::EndLineFeed;
        return byte == '\r';
    case Place::EndLineFeed:
        m_state = State::Done;
        return byte == '\n';
    case Place::Data:
        break;
    }
    Q_UNREACHABLE();
}

} // namespace muster
