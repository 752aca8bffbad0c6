// SPDX-License-Identifier: Apache-2.0
#pragma once
// How the values of headers are read, in requests and in replies. Used by HttpParser and ReplyReader.

#include <QByteArrayView>

#include <algorithm>
#include <optional>

namespace muster
{

//! Whether \a text is \a lowerCase, in any case.
inline bool isSameText(QByteArrayView text, QByteArrayView lowerCase)
{
    return text.size() == lowerCase.size() && qstrnicmp(text.data(), lowerCase.data(), size_t(text.size())) == 0;
}

//! Whether \a token, in any case, is one of the items of the comma-separated \a list.
inline bool hasToken(QByteArrayView list, QByteArrayView token)
{
    while (!list.isEmpty()) {
        const qsizetype comma = list.indexOf(',');
        if (isSameText((comma < 0 ? list : list.first(comma)).trimmed(), token))
            return true;
        list = comma < 0 ? QByteArrayView() : list.sliced(comma + 1);
    }
    return false;
}

//! The value of a Content-Length: one plain number, below any overflow and above any body; nullopt for all else.
inline std::optional<qint64> plainLength(QByteArrayView digits)
{
    const bool isPlain = !digits.isEmpty() && digits.size() <= 15 &&
                         std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    return isPlain ? std::optional(digits.toLongLong()) : std::nullopt;
}

} // namespace muster
