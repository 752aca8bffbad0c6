// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whole random numbers that are the same on every machine; used by the demo alone.

#include <QtGlobal>

#include <random>

namespace muster {

//! std::mt19937 is exactly specified, the standard distributions are not; hence the remainder.
class DemoRandom
{
public:
    explicit DemoRandom(quint32 seed) : m_engine(seed) {}
    //! A number in [least, most].
    int between(int least, int most)
    {
        const auto span = static_cast<quint32>(most - least + 1);
        return least + static_cast<int>(m_engine() % span);
    }

private:
    std::mt19937 m_engine;
};

} // namespace muster
