// SPDX-License-Identifier: Apache-2.0
// Heads and bodies of requests, one after the other on a connection.
#include "tests/fuzz/Cut.h"
#include "tests/fuzz/FuzzTargets.h"
#include "tests/wire/ParserOutcome.h"

namespace muster {

void fuzzHttp(QByteArrayView input)
{
    const Cut cut(input);
    const ParserOutcome whole = outcomeOf(cut.whole);
    promise(whole == outcomeOf(cut.pieces), "requests do not depend on where their bytes were cut");
    for (const HttpRequest &request : whole.requests) {
        promise(request.body.size() <= kBodyLimit, "a body is not longer than its limit");
        promise(!request.segments.isEmpty(), "a path has segments");
        for (const QString &segment : request.segments)
            promise(segment != QLatin1StringView("..") && segment != QLatin1StringView("."), "no path leads upwards");
    }
    promise(whole.status == 0 || whole.status >= 400, "a refusal has a status");
}

} // namespace muster
