// SPDX-License-Identifier: Apache-2.0
#pragma once
// Sizes and shares in words.

#include <QString>

#include <optional>

namespace muster {

//! "8 GB", "5.1 GB", "512 MB": powers of 1024 by their everyday names, one decimal below 10.
QString byteText(qint64 bytes);
//! "5.1 of 8 GB".
QString byteShareText(qint64 used, qint64 total);
//! "35 %" with a non-breaking space, or an em dash when unknown. \a share is 0 to 1.
QString percentText(std::optional<double> share);
//! An em dash: the word for what is not known.
QString unknownText();
//! \a count with the thousands separator of the locale.
QString countText(qint64 count);

} // namespace muster
