// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a cluster is recognised: two letters on its colour, or the shape of this machine and the demo.

#include "ui/shell/LinkChipContent.h"

#include <QColor>
#include <QString>

class QPainter;
class QRectF;

namespace muster {

//! What is shown of a cluster in the header, the list and the stripe.
struct ClusterFace {
    ClusterKind kind = ClusterKind::None;
    QString title;   //!< "prod-eu".
    QString letters; //!< "PR".
    QColor colour;   //!< Invalid: the theme's cluster colour.

    bool operator==(const ClusterFace &) const = default;
};

//! The colour of stripe and badge in the running theme; a user's colour is lightened in the dark one. Invalid for None.
QColor clusterColour(const ClusterFace &face);
//! The first two letters of \a title, upper case: "prod-eu" gives "PR", "Büro Wien" "BW".
QString badgeLetters(const QString &title);
//! Paints the badge over \a rect (24 × 20 at scale 1).
void paintClusterBadge(QPainter *painter, const QRectF &rect, const ClusterFace &face);

} // namespace muster
