// SPDX-License-Identifier: Apache-2.0
#pragma once
// The colours of the console, by meaning, in one table for each theme. Source: ux.md 4.3, mockups/README.md.

#include <QColor>

#include <array>

namespace muster {

//! The two colours of one status: of its shape and word, and of the patch that its chip and notes stand on.
struct StatusColor {
    QColor fg;
    QColor tint;
};

//! One theme. Names are those of the design tokens; code never writes a colour of its own.
struct Tokens {
    bool isDark = false;

    QColor canvas;       //!< Behind everything: page, sidebar.
    QColor surface;      //!< Header, cards, tables, drawer, fields.
    QColor raised;       //!< Dialogs, menus, secondary buttons.
    QColor sunken;       //!< Wells, tracks, the palette field.
    QColor border;       //!< Hairlines between things.
    QColor borderStrong; //!< Outlines of controls: at least 3 : 1 on every ground.
    QColor text;
    QColor text2; //!< Secondary text, icons.
    QColor text3; //!< Quiet text: placeholders, ages; also disabled text.
    QColor accent;
    QColor accentHover;
    QColor onAccent; //!< Text on accent.
    QColor selection;

    StatusColor online;
    StatusColor degraded;
    StatusColor draining;
    StatusColor offline;
    StatusColor failed;
    StatusColor unknown;
    StatusColor joining;

    QColor high;         //!< A figure beyond its limit: the degraded colour.
    QColor hoverWash;    //!< Text at 5 %, over the ground of rows, items and quiet buttons.
    QColor scrim;        //!< Over the window behind a dialog.
    QColor chip;         //!< Fill of a neutral chip.
    QColor track;        //!< Of a progress bar.
    QColor sparkArea;    //!< Accent at 12 %, under a sparkline.
    QColor cluster;      //!< A cluster's stripe and badge until the user chose one.
    QColor shadow;       //!< Of things that float; painted four times, see paintShadow().
    std::array<qreal, 4> shadowAlpha{};
};

const Tokens &lightTokens();
const Tokens &darkTokens();

} // namespace muster
