// SPDX-License-Identifier: Apache-2.0
#pragma once
// Cluster events as server-sent events and back; pure. Source: interface.md, JSON, server-sent events.

#include "core/domain/ClusterEvent.h"
#include "core/wire/SseFrame.h"

namespace muster {

//! The frames of GET /events and of GET /events/{after}. Each carries its position as id, its kind as event, and one line of data:
//! {"id","at","kind","node":{…}} and, for node-conflict, "text".
struct NativeEventCodec {
    //! The name of the frame that tells a viewer to read a snapshot.
    static constexpr QLatin1StringView kResync{"resync"};

    //! The bytes of one event.
    static QByteArray encoded(const ClusterEvent &event);
    //! The bytes in place of an event that a reader is shown nothing of: its number and time, kind "withheld". Readers that
    //! know no such kind pass over it, and miss no number.
    static QByteArray encodedWithheld(const ClusterEvent &event);
    //! The bytes that open a stream: a comment, and \a position as id without an event, so that a viewer can resume
    //! even when nothing happens.
    static QByteArray encodedOpening(const EventPosition &position);
    //! The bytes of "resync": the asked position is gone; \a position is where events go on from.
    static QByteArray encodedResync(const EventPosition &position);

    //! The longest that encodedList() may become; a reader may be sure of it (F-3).
    static constexpr qsizetype kListBytes = 4 * 1024 * 1024;
    //! The events of GET /events/{after}: the bytes of each, and no more. Conflict (code "resync") beyond kListBytes.
    static Result<QByteArray> encodedList(const QList<ClusterEvent> &events);
    //! Reads encodedList(), at most limits::kEventRing events; those of unknown kinds are left out. Protocol for what is not
    //! readable, and for events that do not follow \a after in their order.
    static Result<QList<ClusterEvent>> decodedList(const QByteArray &bytes, const EventPosition &after);

    //! The event in \a frame. Protocol, naming the path, when a known kind has other fields than expected;
    //! Unsupported for a kind that we do not know: a newer server's, to be passed over.
    static Result<ClusterEvent> decoded(const SseFrame &frame);
};

} // namespace muster
