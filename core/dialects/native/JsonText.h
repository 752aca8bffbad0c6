// SPDX-License-Identifier: Apache-2.0
#pragma once
// Compact JSON written straight into bytes: ten times faster than a tree of QJsonValue, for snapshots and events.

#include "core/base/Timestamp.h"

#include <QByteArray>
#include <QStringView>

#include <optional>

namespace muster {

//! Appends JSON values to a buffer. The caller writes names, commas and brackets with raw(); values are escaped here.
class JsonText
{
public:
    //! \a expectedBytes is reserved at once; more is taken when needed.
    explicit JsonText(qsizetype expectedBytes = 1024);

    //! Text that is JSON already.
    void raw(QByteArrayView json);
    //! A literal, with its length known to the compiler.
    template <size_t N>
    void raw(const char (&json)[N])
    {
        raw(QByteArrayView(json, qsizetype(N - 1)));
    }
    void text(QStringView text);
    //! null when \a text is empty.
    void textOrNull(QStringView text);
    void number(qint64 value);
    //! The shortest form that reads back as \a value; null when it is not finite.
    void number(double value);
    void boolean(bool value);
    void time(Timestamp at);
    //! Base64, as a string.
    void base64(const QByteArray &bytes);

    void orNull(const std::optional<qint64> &value);
    void orNull(const std::optional<int> &value);
    void orNull(const std::optional<double> &value);
    void orNull(const std::optional<Timestamp> &value);
    void orNull(const std::optional<milliseconds> &value);

    qsizetype size() const { return m_size; }
    //! What was written; the writer is empty afterwards.
    QByteArray take();

private:
    //! Room for \a bytes more, and where they go.
    char *room(qsizetype bytes);

    QByteArray m_bytes; // Its size is its capacity in use; m_size of it is written.
    qsizetype m_size = 0;
    qint64 m_day = std::numeric_limits<qint64>::min(); // The last date written, since most times share it.
    char m_dayText[11] = {};
};

} // namespace muster
