// SPDX-License-Identifier: Apache-2.0
#include "core/base/JsonBounds.h"

#include <algorithm>

namespace muster
{

JsonSize jsonSize(const QByteArray &bytes)
{
    JsonSize size;
    int depth = 0;
    bool inString = false;
    for (qsizetype i = 0; i < bytes.size() && size.values <= kJsonValues; ++i) {
        const char c = bytes[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            ++size.values;
            size.depth = std::max(size.depth, ++depth);
        } else if (c == '}' || c == ']') {
            --depth;
        } else if (c == ',' || c == ':') {
            ++size.values;
        }
    }
    return size;
}

} // namespace muster
