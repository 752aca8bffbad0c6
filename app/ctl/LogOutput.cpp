// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/LogOutput.h"

#include "app/ctl/CtlText.h"
#include "core/base/Json.h"
#include "core/domain/ShownLine.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString plainText(const LogLine &line)
{
    const QString mark = line.stream == LogStream::Output ? QString() : wordOf(line.stream) + u"| "_s;
    return mark + shownText(line.text) + u'\n'; // Whatever cluster it is from.
}

QString lineText(const LogLine &line, OutputForm form)
{
    switch (form) {
    case OutputForm::Table:
        return plainText(line);
    case OutputForm::Json:
        return jsonLine(QJsonObject{{u"number"_s, qint64(line.number)},
                                    {u"at"_s, line.at.toIso8601()},
                                    {u"stream"_s, wordOf(line.stream)},
                                    {u"node"_s, jsonOrNull(line.node.text())},
                                    {u"job"_s, jsonOrNull(line.job.text())},
                                    {u"text"_s, line.text}});
    case OutputForm::Csv:
        return csvLine({{QString::number(line.number), true}, {line.at.toIso8601()}, {wordOf(line.stream)}, {line.node.text()},
                        {line.job.text()}, {line.text}});
    }
    Q_UNREACHABLE();
}

} // namespace

QString logHeading(OutputForm form)
{
    return form == OutputForm::Csv ? csvHeading({u"number"_s, u"at"_s, u"stream"_s, u"node"_s, u"job"_s, u"text"_s}) : QString();
}

QString logText(const QList<LogLine> &lines, quint64 last, OutputForm form)
{
    QString text;
    for (const LogLine &line : lines) {
        if (last > 0 && line.number > last + 1 && form == OutputForm::Table)
            text += u"muster| %1 lines are missing here\n"_s.arg(line.number - last - 1);
        last = line.number;
        text += lineText(line, form);
    }
    return text;
}

} // namespace muster
