// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/NameOrder.h"

#include <algorithm>

namespace muster {

namespace {

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

// The run of digits at \a *at without leading zeros; moves behind it.
QStringView digitsAt(QStringView text, qsizetype *at)
{
    while (*at < text.size() && text[*at] == u'0')
        ++*at;
    const qsizetype from = *at;
    while (*at < text.size() && isDigit(text[*at]))
        ++*at;
    return text.mid(from, *at - from);
}

char16_t folded(QChar c)
{
    if (c.unicode() < 0x80)
        return (c >= u'A' && c <= u'Z') ? static_cast<char16_t>(c.unicode() + 32) : c.unicode();
    return c.toCaseFolded().unicode();
}

} // namespace

int compareNames(QStringView left, QStringView right)
{
    qsizetype l = 0;
    qsizetype r = 0;
    while (l < left.size() && r < right.size()) {
        if (isDigit(left[l]) && isDigit(right[r])) {
            const QStringView a = digitsAt(left, &l);
            const QStringView b = digitsAt(right, &r);
            if (a.size() != b.size())
                return a.size() < b.size() ? -1 : 1;
            if (const int order = a.compare(b); order != 0)
                return order;
            continue;
        }
        const char16_t a = folded(left[l++]);
        const char16_t b = folded(right[r++]);
        if (a != b)
            return a < b ? -1 : 1;
    }
    if (l < left.size())
        return 1;
    return r < right.size() ? -1 : 0;
}

void NameOrder::add(int slot)
{
    if (m_ranks.size() <= static_cast<size_t>(slot))
        m_ranks.resize(static_cast<size_t>(slot) + 1, kGone);
    if (m_ranks[static_cast<size_t>(slot)] != kNew)
        m_added.push_back(slot);
    // A slot that is re-used or renamed leaves its old place first.
    m_hasGone = m_hasGone || m_ranks[static_cast<size_t>(slot)] >= 0;
    m_ranks[static_cast<size_t>(slot)] = kNew;
}

void NameOrder::remove(int slot)
{
    m_hasGone = true;
    m_ranks[static_cast<size_t>(slot)] = kGone;
}

void NameOrder::clear()
{
    m_sorted.clear();
    m_added.clear();
    m_ranks.clear();
    m_hasGone = false;
}

void NameOrder::update(const NameOf &nameOf)
{
    if (m_added.empty() && !m_hasGone)
        return;
    if (m_hasGone)
        std::erase_if(m_sorted, [this](int slot) { return rank(slot) < 0; });
    std::erase_if(m_added, [this](int slot) { return rank(slot) != kNew; });
    const auto isBefore = [&nameOf](int left, int right) {
        const int order = compareNames(nameOf(left), nameOf(right));
        return order != 0 ? order < 0 : left < right;
    };
    if (!std::ranges::is_sorted(m_added))
        std::ranges::sort(m_added);
    m_added.erase(std::ranges::unique(m_added).begin(), m_added.end());
    if (!std::ranges::is_sorted(m_added, isBefore)) // A first snapshot comes sorted.
        std::ranges::sort(m_added, isBefore);
    const auto middle = static_cast<std::ptrdiff_t>(m_sorted.size());
    m_sorted.insert(m_sorted.end(), m_added.begin(), m_added.end());
    std::inplace_merge(m_sorted.begin(), m_sorted.begin() + middle, m_sorted.end(), isBefore);
    m_added.clear();
    m_hasGone = false;
    for (size_t i = 0; i < m_sorted.size(); ++i)
        m_ranks[static_cast<size_t>(m_sorted[i])] = static_cast<int>(i);
}

} // namespace muster
