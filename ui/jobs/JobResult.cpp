// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/JobResult.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace muster {

using namespace Qt::StringLiterals;

JobResult jobResultOf(const QByteArray &result, JsonSecrets secrets)
{
    const QJsonObject object = QJsonDocument::fromJson(result).object();
    const QJsonValue output = object.value("output"_L1);
    if (!output.isString() || !object.contains("exitStatus"_L1))
        return {shownJson(result, secrets).text};
    QString text = output.toString();
    while (text.endsWith(u'\n'))
        text.chop(1);
    return {text, true, object.value("exitStatus"_L1).toInt()};
}

} // namespace muster
