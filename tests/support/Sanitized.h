// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether the test is built with sanitizers: then all takes several times longer, and what memory is used is theirs.

namespace muster
{

#ifdef __SANITIZE_ADDRESS__
inline constexpr bool kIsSanitized = true;
#else
inline constexpr bool kIsSanitized = false;
#endif

} // namespace muster
