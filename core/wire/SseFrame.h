// SPDX-License-Identifier: Apache-2.0
#pragma once
// One server-sent event as a value, and its bytes. Source: WHATWG HTML, 9.2 (event stream format).

#include <QByteArray>
#include <QString>

namespace muster
{

//! An event: what SseParser reads and SseWriter sends.
struct SseFrame {
    QString id = {};      //!< Position to resume from; empty keeps the last one.
    QString event = {};   //!< Kind; empty means "message".
    QByteArray data = {}; //!< UTF-8, lines joined by LF, without the last.

    bool operator==(const SseFrame &) const = default;

    //! The frame's bytes. Line ends in id and event are our bug and are dropped; data may have several lines.
    QByteArray encoded() const;
};

} // namespace muster
