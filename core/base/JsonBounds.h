// SPDX-License-Identifier: Apache-2.0
#pragma once
// How rich a JSON text is, before it is parsed: Qt's parser takes 16 bytes and more for each value, even for "0,".

#include <QByteArray>

namespace muster
{

//! Values of one document that is given to Qt's parser: some 80 MB while it works. 10 k nodes have half as many; longer
//! snapshots are read by FastReader, which keeps nothing but what it wants (F-3, T-20).
inline constexpr qsizetype kJsonValues = 2'000'000;

//! What a scan of brackets and commas outside strings finds.
struct JsonSize {
    int depth = 0;        //!< Deepest nesting.
    qsizetype values = 0; //!< At least as many as there are.

    bool operator==(const JsonSize &) const = default;
};

//! Scans \a bytes, JSON or not; 0.3 ns a byte. Stops once there are more than kJsonValues.
JsonSize jsonSize(const QByteArray &bytes);

} // namespace muster
