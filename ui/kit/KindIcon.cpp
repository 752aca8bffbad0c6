// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/KindIcon.h"

namespace muster {

using namespace Qt::StringLiterals;

QLatin1StringView kindIcon(EntityKind kind)
{
    switch (kind) {
    case EntityKind::Agent:
        return "agent"_L1;
    case EntityKind::Mcp:
        return "mcp"_L1;
    case EntityKind::Browser:
        return "browser"_L1;
    case EntityKind::JsRuntime:
        return "runtime"_L1;
    case EntityKind::InferenceServer:
        return "inference"_L1;
    case EntityKind::AlertRule:
        return "bell"_L1;
    case EntityKind::Automation:
        return "automation"_L1;
    }
    Q_UNREACHABLE();
}

} // namespace muster
