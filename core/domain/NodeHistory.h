// SPDX-License-Identifier: Apache-2.0
#pragma once
// The last minutes of a node in 150 bytes: what sparklines and the beat bar are drawn from (ux.md 4.4).

#include "core/base/Limits.h"
#include "core/domain/Load.h"

#include <QByteArray>

namespace muster {

//! How one expected beat went.
enum class BeatMark : quint8 { OnTime, Late, Missed, LinkDown };

//! Rings of samples, newest last. Appending drops the oldest; nothing is ever interpolated.
struct NodeHistory {
    static constexpr quint8 kGap = 255; //!< A missing sample.

    QByteArray cpu;    //!< Percent 0 to 100, or kGap; at most limits::kHistorySamples.
    QByteArray memory; //!< The same, in step with cpu.
    QByteArray beats;  //!< BeatMark values; at most limits::kHistoryBeats.

    bool operator==(const NodeHistory &) const = default;

    //! Adds one sample; unknown parts become gaps.
    void addLoad(const Load &load);
    //! Adds a missing sample to both load rings.
    void addGap();
    void addBeat(BeatMark mark);
};

} // namespace muster
