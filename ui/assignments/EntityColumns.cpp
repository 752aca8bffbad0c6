// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/EntityColumns.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace muster {

namespace {

using enum EntitiesModel::Column;

// In the order of Column: entity, type, tenant, now on, pin, mode, state.
constexpr EntityWidths kUsual{240, 112, 96, 148, 216, 104, 176};
constexpr EntityWidths kGood{170, 104, 80, 124, 196, 100, 156};
constexpr EntityWidths kFair{150, 104, 80, 112, 180, 96, 150};
constexpr EntityWidths kLeast{140, 104, 64, 88, 100, 88, 120};

constexpr int kPinElided = 140; // Most names of nodes are still whole.

int sum(const EntityWidths &widths)
{
    return std::accumulate(widths.begin(), widths.end(), 0);
}

} // namespace

int leastEntityWidth(EntitiesModel::Column column)
{
    return kLeast[static_cast<size_t>(column)];
}

EntityWidths entityWidths(int wide, bool hasTenants, bool isByNode)
{
    EntityWidths widths = kUsual;
    EntityWidths fair = kFair;
    EntityWidths least = kLeast;
    const auto drop = [&](EntitiesModel::Column column) { widths[column] = fair[column] = least[column] = 0; };
    if (!hasTenants)
        drop(TenantColumn);
    if (isByNode)
        drop(NodeColumn);
    for (const auto column : {TenantColumn, KindColumn}) {
        if (sum(fair) > wide)
            drop(column);
    }
    for (const auto column : {NodeColumn, ModeColumn}) {
        if (sum(least) > wide)
            drop(column);
    }
    int missing = sum(widths) - wide;
    const auto take = [&](EntitiesModel::Column column, int to) {
        const int taken = std::clamp(missing, 0, std::max(0, widths[column] - to));
        widths[column] -= taken;
        missing -= taken;
    };
    for (const auto column : {PinColumn, ModeColumn, TenantColumn, KindColumn, NodeColumn, NameColumn, StateColumn})
        take(column, std::min(kGood[column], widths[column]));
    for (const auto column : {NodeColumn, KindColumn, ModeColumn, NameColumn, PinColumn, StateColumn})
        take(column, fair[column]);
    take(PinColumn, kPinElided);
    for (const auto column : {ModeColumn, NodeColumn, PinColumn, TenantColumn, KindColumn, NameColumn, StateColumn})
        take(column, least[column]);
    take(PinColumn, 60); // Narrower than any window of ours.
    take(StateColumn, 60);
    // Wide windows give their room to what is long, names and sentences, and some to all: a row is read across.
    const int spare = std::max(0, -missing);
    for (const auto &[column, parts] : {std::pair{StateColumn, 4}, std::pair{NodeColumn, 6}, std::pair{PinColumn, 8}, std::pair{KindColumn, 10},
                                        std::pair{TenantColumn, 10}})
        widths[column] += widths[column] > 0 ? spare / parts : 0;
    widths[NameColumn] = std::max(wide - (sum(widths) - widths[NameColumn]), 60);
    return widths;
}

} // namespace muster
