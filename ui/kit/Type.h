// SPDX-License-Identifier: Apache-2.0
#pragma once
// The type scale: which face, size and weight a text has, by its purpose. Source: ux.md 4.1.

#include <QFont>

#include <array>

namespace muster {

//! Purposes of text; sizes in px at scale 1.
enum class Type {
    Display,     //!< 22 / 600: stat numbers.
    Title,       //!< 17 / 600: page titles, drawer names.
    Heading,     //!< 14 / 600: card names, sections.
    Body,        //!< 13 / 400: the default.
    BodyMedium,  //!< 13 / 500: buttons, names in rows.
    BodyStrong,  //!< 13 / 600: primary buttons, what is chosen.
    Small,       //!< 12 / 400: secondary.
    SmallMedium, //!< 12 / 500: chips with a shape, links.
    SmallStrong, //!< 12 / 600: status words, table heads.
    Micro,       //!< 11 / 500: chips, labels of charts.
    MicroStrong, //!< 11 / 600: badge letters.
    Mono,        //!< 12.5 / 400: logs, ids.
    MonoSmall,   //!< 12 / 400: addresses.
};
inline constexpr int kTypes = 13;

//! One font for each Type.
using TypeScale = std::array<QFont, kTypes>;

//! All fonts at \a scale (1 = the sizes above), in Inter and JetBrains Mono or what stands in for them here.
TypeScale makeTypeScale(qreal scale);

//! The font of the running theme. Cheap; usable in paint events.
const QFont &fontOf(Type type);
//! Line height in px at scale 1 (display 28, title 24, heading and body 20, small 16, micro 14, mono 18).
int lineHeightOf(Type type);

} // namespace muster
