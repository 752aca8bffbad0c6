// SPDX-License-Identifier: Apache-2.0
#pragma once
// Inputs for readers of streams: the first byte says where the rest is cut.

#include <QByteArrayView>
#include <QList>

#include <algorithm>

namespace muster {

//! The rest of \a input in one piece, and in pieces of as many bytes as its first byte says.
struct Cut {
    explicit Cut(QByteArrayView input)
    {
        if (input.isEmpty())
            return;
        const qsizetype step = 1 + static_cast<unsigned char>(input.front());
        const QByteArrayView rest = input.sliced(1);
        whole = {rest};
        for (qsizetype at = 0; at < rest.size(); at += step)
            pieces.append(rest.sliced(at, std::min(step, rest.size() - at)));
    }

    QList<QByteArrayView> whole;
    QList<QByteArrayView> pieces;
};

} // namespace muster
