// SPDX-License-Identifier: Apache-2.0
#include "core/domain/Assignment.h"

namespace muster {

using namespace Qt::StringLiterals;

QString wordOf(AssignmentMode mode)
{
    switch (mode) {
    case AssignmentMode::Strict:
        return u"strict"_s;
    case AssignmentMode::Preferred:
        return u"preferred"_s;
    }
    Q_UNREACHABLE();
}

Result<AssignmentMode> assignmentModeOf(const QString &word, const QString &field)
{
    for (const AssignmentMode mode : {AssignmentMode::Strict, AssignmentMode::Preferred}) {
        if (wordOf(mode) == word)
            return mode;
    }
    return invalid(field, u"%1: must be strict or preferred, not \"%2\""_s.arg(field, word.left(40)));
}

} // namespace muster
