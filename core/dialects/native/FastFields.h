// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads single JSON values with simdjson; false means doubt, never an error. Used by FastReader.cpp alone, so that only
// one file compiles simdjson.

#include "core/base/Limits.h"
#include "core/base/Timestamp.h"

#include <simdjson.h>

#include <QList>
#include <QString>

#include <algorithm>
#include <chrono>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>

namespace muster::fast {

using simdjson::dom::element;
using std::string_view;

inline constexpr qint64 kMostMs = qint64(400) * 86'400'000; // As in NodeJson.cpp: beyond it, the careful reader decides.

//! What one document needs beside its values. Words that repeat (platforms, capabilities …) are made once and shared,
//! which halves the memory of a large snapshot.
struct Reading {
    std::unordered_map<string_view, QString> words; // Keys lie in the parsed document.
    bool hasRole = false;
    bool hasStatus = false;
    bool hasSequence = false;
    bool hasNodes = false;
};

inline bool isPlain(string_view text)
{
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

//! Text without control characters; bytes bound characters from above. null is empty where \a mayBeNull.
inline bool view(element from, string_view *to, qsizetype most, bool mayBeNull = true)
{
    if (mayBeNull && from.is_null()) {
        *to = {};
        return true;
    }
    return from.get_string().get(*to) == simdjson::SUCCESS && qsizetype(to->size()) <= most && isPlain(*to);
}

inline bool text(element from, QString *to, qsizetype most = limits::kNodeTextCharacters)
{
    string_view found;
    if (!view(from, &found, most))
        return false;
    *to = QString::fromUtf8(found.data(), qsizetype(found.size()));
    return true;
}

inline bool word(Reading &reading, element from, QString *to, qsizetype most = limits::kNodeTextCharacters)
{
    string_view found;
    if (!view(from, &found, most))
        return false;
    const auto [at, isNew] = reading.words.try_emplace(found);
    if (isNew)
        at->second = QString::fromUtf8(found.data(), qsizetype(found.size()));
    *to = at->second;
    return true;
}

inline bool whole(element from, qint64 *to, qint64 least, qint64 most)
{
    int64_t found = 0;
    if (!from.is_int64() || from.get_int64().get(found) != simdjson::SUCCESS || found < least || found > most)
        return false;
    *to = found;
    return true;
}

template <typename T>
bool whole(element from, std::optional<T> *to, qint64 least, qint64 most)
{
    qint64 found = 0;
    if (from.is_null())
        to->reset();
    else if (whole(from, &found, least, most))
        *to = static_cast<T>(found);
    else
        return false;
    return true;
}

inline bool span(element from, milliseconds *to)
{
    qint64 found = 0;
    if (!from.is_null() && !whole(from, &found, 0, kMostMs))
        return false;
    *to = milliseconds(found);
    return true;
}

inline bool number(element from, std::optional<double> *to, double least, double most)
{
    double found = 0;
    if (from.is_null()) {
        to->reset();
        return true;
    }
    if (from.get_double().get(found) != simdjson::SUCCESS || !(found >= least && found <= most))
        return false;
    *to = found;
    return true;
}

inline bool digits(string_view text, size_t at, size_t width, int *to)
{
    *to = 0;
    for (const char c : text.substr(at, width)) {
        if (c < '0' || c > '9')
            return false;
        *to = *to * 10 + (c - '0');
    }
    return true;
}

//! Exactly "2026-11-21T09:30:00.000Z", the form we write.
inline bool time(element from, Timestamp *to)
{
    string_view iso;
    if (!view(from, &iso, 24, false) || iso.size() != 24)
        return false;
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ms = 0;
    const bool isRead = digits(iso, 0, 4, &year) && digits(iso, 5, 2, &month) && digits(iso, 8, 2, &day)
        && digits(iso, 11, 2, &hour) && digits(iso, 14, 2, &minute) && digits(iso, 17, 2, &second)
        && digits(iso, 20, 3, &ms) && iso[4] == '-' && iso[7] == '-' && iso[10] == 'T' && iso[13] == ':'
        && iso[16] == ':' && iso[19] == '.' && iso[23] == 'Z';
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!isRead || year == 0 || !date.ok() || hour > 23 || minute > 59 || second > 59)
        return false;
    const qint64 days = std::chrono::sys_days(date).time_since_epoch().count();
    to->msSinceEpoch = ((days * 24 + hour) * 60 + minute) * 60'000LL + second * 1000LL + ms;
    return true;
}

inline bool time(element from, std::optional<Timestamp> *to)
{
    Timestamp found;
    if (from.is_null())
        to->reset();
    else if (time(from, &found))
        *to = found;
    else
        return false;
    return true;
}

//! How to read one field of a T; false means doubt.
template <typename T>
struct Field {
    string_view key;
    bool (*read)(Reading &, element, T *);
};

//! Reads the known fields of \a from into \a to; unknown ones are dropped. Writers keep an order, so the field after the
//! last one found is tried first.
template <typename T>
bool readFields(Reading &reading, element from, std::span<const Field<T>> fields, T *to)
{
    simdjson::dom::object object;
    if (from.get_object().get(object) != simdjson::SUCCESS)
        return false;
    size_t next = 0;
    for (const auto pair : object) {
        size_t tried = 0;
        while (tried < fields.size() && fields[next].key != pair.key) {
            next = next + 1 == fields.size() ? 0 : next + 1;
            ++tried;
        }
        if (tried == fields.size())
            continue;
        if (!fields[next].read(reading, pair.value, to))
            return false;
        next = next + 1 == fields.size() ? 0 : next + 1;
    }
    return true;
}

//! Reads an array of at most \a most items with \a one(element, T *); null is empty.
template <typename T, typename One>
bool list(element from, QList<T> *to, qsizetype most, One one)
{
    to->clear();
    if (from.is_null())
        return true;
    simdjson::dom::array array;
    if (from.get_array().get(array) != simdjson::SUCCESS || qsizetype(array.size()) > most)
        return false;
    to->reserve(qsizetype(array.size()));
    for (const element item : array) {
        T value;
        if (!one(item, &value))
            return false;
        to->append(std::move(value));
    }
    return true;
}

} // namespace muster::fast
