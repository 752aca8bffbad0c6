// SPDX-License-Identifier: Apache-2.0
#include "core/wire/HeadScanner.h"

#include "core/base/Limits.h"
#include "core/wire/HttpError.h"

#include <array>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

//! RFC 9110, 5.6.2: what a method or a header name is made of.
constexpr std::array<bool, 256> tokenCharacters()
{
    std::array<bool, 256> isToken{};
    for (int c = '0'; c <= '9'; ++c)
        isToken[size_t(c)] = true;
    for (int c = 'a'; c <= 'z'; ++c)
        isToken[size_t(c)] = isToken[size_t(c - 'a' + 'A')] = true;
    for (const char c : {'!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~'})
        isToken[size_t(c)] = true;
    return isToken;
}

constexpr std::array<bool, 256> kIsToken = tokenCharacters();

bool isValueByte(unsigned char c)
{
    return (c >= 0x20 && c != 0x7f) || c == '\t';
}

} // namespace

qsizetype HeadScanner::feed(QByteArrayView bytes)
{
    qsizetype taken = 0;
    while (taken < bytes.size() && m_state == State::More) {
        ++m_size;
        m_fault = take(bytes[taken++]);
        if (m_fault != Fault::None)
            m_state = State::Failed;
    }
    return taken;
}

HeadScanner::Fault HeadScanner::take(char byte)
{
    const auto c = static_cast<unsigned char>(byte);
    if (m_size > limits::kRequestHeadBytes)
        return Fault::HeadTooLong;
    switch (m_place) {
    case Place::Value: // First: most bytes are of values.
        if (isValueByte(c))
            return Fault::None;
        if (c != '\r')
            return c == '\n' ? Fault::BareLineFeed : Fault::ControlCharacter;
        m_place = Place::LineFeed;
        return Fault::None;
    case Place::Name:
        if (kIsToken[c])
            return Fault::None;
        m_place = Place::Value;
        return c == ':' ? Fault::None : Fault::BadName;
    case Place::RequestLine:
        return takeRequestLine(c);
    case Place::LineStart:
        if (c == '\r') {
            m_place = Place::LastLineFeed;
            return Fault::None;
        }
        if (c == ' ' || c == '\t')
            return Fault::Folded;
        if (!kIsToken[c])
            return Fault::BadName;
        m_place = Place::Name;
        return ++m_headers > limits::kRequestHeaders ? Fault::TooManyHeaders : Fault::None;
    case Place::LineFeed:
        m_place = Place::LineStart;
        return c == '\n' ? Fault::None : Fault::BareReturn;
    case Place::LastLineFeed:
        m_state = State::Done;
        return c == '\n' ? Fault::None : Fault::BareReturn;
    }
    Q_UNREACHABLE();
}

HeadScanner::Fault HeadScanner::takeRequestLine(unsigned char byte)
{
    if (m_size > limits::kRequestLineBytes)
        return Fault::LineTooLong;
    if (byte == '\r') {
        m_place = Place::LineFeed;
        return m_spaces == 2 && !m_lastWasSpace ? Fault::None : Fault::BadRequestLine;
    }
    if (byte == '\n')
        return Fault::BareLineFeed;
    if (byte == ' ') {
        if (m_lastWasSpace || ++m_spaces > 2)
            return Fault::BadRequestLine;
        m_lastWasSpace = true;
        return Fault::None;
    }
    m_lastWasSpace = false;
    if (m_spaces == 0)
        return kIsToken[byte] ? Fault::None : Fault::BadRequestLine;
    return byte > 0x20 && byte < 0x7f ? Fault::None : Fault::BadRequestLine;
}

Error HeadScanner::error() const
{
    const auto because = [](const QString &what, QLatin1StringView code = {}) {
        Error error = invalid({}, what);
        error.code = code;
        return error;
    };
    switch (m_fault) {
    case Fault::None:
        break;
    case Fault::BareLineFeed:
        return because(u"a line of the head ends without a carriage return"_s);
    case Fault::BareReturn:
        return because(u"a carriage return in the head is not followed by a line feed"_s);
    case Fault::ControlCharacter:
        return because(u"the head has a control character"_s);
    case Fault::BadRequestLine:
        return because(u"the request line is not of the form METHOD TARGET HTTP/1.1"_s);
    case Fault::Folded:
        return because(u"a header is folded over two lines"_s);
    case Fault::BadName:
        return because(u"a header name has a character that none may have"_s);
    case Fault::LineTooLong:
        return because(u"the request line is longer than %1 bytes"_s.arg(limits::kRequestLineBytes),
                       httpcode::kUriTooLong);
    case Fault::TooManyHeaders:
        return because(u"there are more than %1 headers"_s.arg(limits::kRequestHeaders), httpcode::kHeadersTooLarge);
    case Fault::HeadTooLong:
        return because(u"the head is longer than %1 bytes"_s.arg(limits::kRequestHeadBytes),
                       httpcode::kHeadersTooLarge);
    }
    return because({});
}

} // namespace muster
