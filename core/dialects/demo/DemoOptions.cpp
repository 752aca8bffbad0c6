// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoOptions.h"

#include <QUrlQuery>

namespace muster {

using namespace Qt::StringLiterals;

const QStringList &demoScenarioWords()
{
    static const QStringList words{u"calm"_s, u"node-dies"_s, u"memory-leak"_s, u"link-drops"_s, u"fleet-1000"_s};
    return words;
}

Result<DemoOptions> DemoOptions::fromUrl(const QUrl &url)
{
    const QUrlQuery query(url);
    DemoOptions options;
    if (query.hasQueryItem(u"seed"_s)) {
        bool isNumber = false;
        options.seed = query.queryItemValue(u"seed"_s).toUInt(&isNumber);
        if (!isNumber)
            return invalid(u"seed"_s, u"the seed must be a whole number from 0 to 4294967295"_s);
    }
    if (query.hasQueryItem(u"scenario"_s)) {
        const qsizetype index = demoScenarioWords().indexOf(query.queryItemValue(u"scenario"_s));
        if (index < 0) {
            return invalid(u"scenario"_s, u"unknown scenario \"%1\"; there are %2"_s.arg(
                                              query.queryItemValue(u"scenario"_s).left(40), demoScenarioWords().join(u", "_s)));
        }
        options.scenario = static_cast<DemoScenario>(index);
    }
    return options;
}

} // namespace muster
