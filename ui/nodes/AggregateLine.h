// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the living nodes have together: one quiet line.

#include "core/mirror/FleetSummary.h"
#include "ui/kit/PlainLabel.h"

namespace muster {

//! "31 agents · 88 cores · 240 GB". Counts as FleetSummary does: where nodes live.
class AggregateLine final : public PlainLabel
{
    Q_OBJECT

public:
    explicit AggregateLine(QWidget *parent = nullptr);
    void setSummary(const FleetSummary &summary);
};

} // namespace muster
