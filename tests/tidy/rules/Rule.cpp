// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/rules/Rule.h"

namespace muster::tidy
{

QList<Rule> allRules()
{
    return layerRules() + sizeRules() + wordRules() + callRules() + pageRules() + companyRules();
}

QList<Finding> findingsOf(const Rule &rule, const SourceTree &tree)
{
    QList<Finding> found;
    rule.check(tree, &found);
    for (Finding &one : found)
        one.rule = rule.name;
    return found;
}

} // namespace muster::tidy
