// SPDX-License-Identifier: Apache-2.0
#include "core/wire/RequestTarget.h"

#include "core/base/Limits.h"

#include <algorithm>
#include <cstring>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

//! RFC 3986: unreserved, sub-delims, ":" "@" "/" "?" "%"; and brackets, which many write into queries.
bool isTargetCharacter(char c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
        return true;
    return c != '\0' && std::strchr("-._~!$&'()*+,;=:@/?%[]", c) != nullptr;
}

enum class Plus { Literal, Space };

Result<QString> decoded(QByteArrayView raw, Plus plus)
{
    const bool isPlain =
        std::ranges::none_of(raw, [plus](char c) { return c == '%' || (c == '+' && plus == Plus::Space); });
    if (isPlain)
        return QString::fromLatin1(raw); // Target characters are ASCII.
    QByteArray bytes;
    bytes.reserve(raw.size());
    for (qsizetype i = 0; i < raw.size(); ++i) {
        char c = raw[i];
        if (c == '+' && plus == Plus::Space) {
            c = ' ';
        } else if (c == '%') {
            const int high = i + 2 < raw.size() ? hexValue(raw[i + 1]) : -1;
            const int low = i + 2 < raw.size() ? hexValue(raw[i + 2]) : -1;
            if (high < 0 || low < 0)
                return invalid({}, u"the target has a % that is not followed by two hexadecimal digits"_s);
            c = char(high * 16 + low);
            i += 2;
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            return invalid({}, u"the target has a control character"_s);
        bytes += c;
    }
    if (!bytes.isValidUtf8())
        return invalid({}, u"the target is not UTF-8"_s);
    return QString::fromUtf8(bytes);
}

Result<void> readPath(QByteArrayView path, HttpRequest *request)
{
    qsizetype from = 1;
    while (from <= path.size()) {
        qsizetype to = path.indexOf('/', from);
        if (to < 0)
            to = path.size();
        MUSTER_TRY(segment, decoded(path.sliced(from, to - from), Plus::Literal));
        if (segment == "."_L1 || segment == ".."_L1)
            return invalid({}, u"the path has a segment of dots"_s);
        request->segments.append(std::move(segment));
        from = to + 1;
    }
    return {};
}

Result<void> readQuery(QByteArrayView query, HttpRequest *request)
{
    qsizetype from = 0;
    while (from < query.size()) {
        qsizetype to = query.indexOf('&', from);
        if (to < 0)
            to = query.size();
        const QByteArrayView item = query.sliced(from, to - from);
        from = to + 1;
        if (item.isEmpty())
            continue;
        if (request->query.size() == limits::kQueryItems)
            return invalid({}, u"the query has more than %1 items"_s.arg(limits::kQueryItems));
        const qsizetype equals = item.indexOf('=');
        MUSTER_TRY(name, decoded(equals < 0 ? item : item.first(equals), Plus::Space));
        MUSTER_TRY(value, decoded(equals < 0 ? QByteArrayView() : item.sliced(equals + 1), Plus::Space));
        request->query.append({std::move(name), std::move(value)});
    }
    return {};
}

//! What follows the authority of an absolute target; Invalid when it is not the host of the header.
Result<QByteArrayView> pathOfAbsolute(QByteArrayView target, QByteArrayView host)
{
    const auto startsWith = [target](QByteArrayView scheme) {
        return target.size() > scheme.size() && qstrnicmp(target.data(), scheme.data(), size_t(scheme.size())) == 0;
    };
    const qsizetype from = startsWith("http://") ? 7 : startsWith("https://") ? 8 : -1;
    if (from < 0)
        return invalid({}, u"the target must begin with a slash"_s);
    qsizetype to = from;
    while (to < target.size() && target[to] != '/' && target[to] != '?')
        ++to;
    if (to - from != host.size() || qstrnicmp(target.data() + from, host.data(), size_t(host.size())) != 0)
        return invalid({}, u"the target names another host than the Host header"_s);
    return target.sliced(to);
}

} // namespace

Result<void> readTarget(QByteArrayView target, QByteArrayView host, HttpRequest *request)
{
    if (!std::ranges::all_of(target, isTargetCharacter))
        return invalid({}, u"the target has a character that must be percent-encoded"_s);
    if (!target.startsWith('/')) {
        MUSTER_TRY(rest, pathOfAbsolute(target, host));
        target = rest;
    }
    const qsizetype mark = target.indexOf('?');
    const QByteArrayView path = mark < 0 ? target : target.first(mark);
    MUSTER_CHECK(readPath(path.isEmpty() ? QByteArrayView("/") : path, request));
    return mark < 0 ? Result<void>() : readQuery(target.sliced(mark + 1), request);
}

} // namespace muster
