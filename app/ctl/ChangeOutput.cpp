// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/ChangeOutput.h"

#include "app/ctl/CtlText.h"

namespace muster {

using namespace Qt::StringLiterals;

QString wouldChangeText(const CtlChange &change, OutputForm form)
{
    if (form == OutputForm::Json)
        return jsonLine(QJsonObject{{u"what"_s, change.what},
                                    {u"before"_s, change.beforeJson},
                                    {u"after"_s, change.afterJson},
                                    {u"dryRun"_s, true}});
    if (form == OutputForm::Csv)
        return csvHeading({u"what"_s, u"before"_s, u"after"_s, u"dryRun"_s})
            + csvLine({{change.what}, {change.before}, {change.after}, {u"true"_s}});
    return u"%1: %2 -> %3.\n"_s.arg(cellText(change.sentence), cellText(change.before), cellText(change.after));
}

} // namespace muster
