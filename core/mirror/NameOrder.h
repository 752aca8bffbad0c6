// SPDX-License-Identifier: Apache-2.0
#pragma once
// The order of names as people read them, kept as one number a slot so that sorting compares integers.

#include <QString>

#include <functional>
#include <vector>

namespace muster {

//! Compares without regard to case, digits by value ("node-2" before "node-10"). Negative, zero or positive.
int compareNames(QStringView left, QStringView right);

//! Ranks of slots by name. Adding k names costs a sort of k and one pass.
class NameOrder
{
public:
    //! Gives the name of a slot.
    using NameOf = std::function<QStringView(int slot)>;

    //! Notes that a slot came, went, or has another name. Cheap; the work is done by update().
    void add(int slot);
    void remove(int slot);
    void clear();
    //! Brings the ranks up to date.
    void update(const NameOf &nameOf);
    //! Smaller comes first; ranks of different slots differ. Valid after update().
    int rank(int slot) const { return m_ranks[static_cast<size_t>(slot)]; }

private:
    static constexpr int kGone = -1;
    static constexpr int kNew = -2;

    std::vector<int> m_sorted; // Slots.
    std::vector<int> m_added;
    std::vector<int> m_ranks;  // By slot; kGone, or kNew until update().
    bool m_hasGone = false;
};

} // namespace muster
