// SPDX-License-Identifier: Apache-2.0
#include "core/base/Log.h"

#include "core/base/Clock.h"
#include "core/base/Limits.h"

#include <cstdio>

namespace muster {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(logApp, "muster.app")
Q_LOGGING_CATEGORY(logCluster, "muster.cluster")
Q_LOGGING_CATEGORY(logNode, "muster.node")
Q_LOGGING_CATEGORY(logStore, "muster.store")
Q_LOGGING_CATEGORY(logWire, "muster.wire")
Q_LOGGING_CATEGORY(logLink, "muster.link")
Q_LOGGING_CATEGORY(logUi, "muster.ui")

namespace {

const char *levelWord(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "debug";
    case QtInfoMsg:
        return "info";
    case QtWarningMsg:
        return "warning";
    case QtCriticalMsg:
    case QtFatalMsg:
        return "error";
    }
    return "error";
}

void writeLine(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    const QString line = u"%1 %2 %3: %4\n"_s.arg(SystemClock().now().toIso8601(), QLatin1StringView(levelWord(type)),
                                                QLatin1StringView(context.category ? context.category : "qt"),
                                                escapedForLog(text));
    std::fputs(line.toUtf8().constData(), stderr);
}

bool isHarmful(char16_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

} // namespace

Result<void> startLogging(const QString &level)
{
    QString rules;
    if (level == "debug"_L1)
        rules = u"muster.*.debug=true\nqt.*.debug=false"_s;
    else if (level == "info"_L1)
        rules = u"*.debug=false\nmuster.*.info=true"_s;
    else if (level == "warning"_L1)
        rules = u"*.debug=false\n*.info=false"_s;
    else if (level == "error"_L1)
        rules = u"*.debug=false\n*.info=false\n*.warning=false"_s;
    else
        return invalid(u"--log-level"_s, u"the log level is debug, info, warning or error, not \"%1\""_s.arg(level));
    QLoggingCategory::setFilterRules(rules);
    qInstallMessageHandler(writeLine);
    return {};
}

QString escapedForLog(const QString &text)
{
    QString safe;
    safe.reserve(std::min<qsizetype>(text.size(), limits::kLogLineCharacters));
    for (const QChar c : text) {
        if (safe.size() >= limits::kLogLineCharacters)
            return safe + u"…"_s;
        if (isHarmful(c.unicode()))
            safe += u"\\u%1"_s.arg(static_cast<uint>(c.unicode()), 4, 16, QLatin1Char('0'));
        else
            safe += c;
    }
    return safe;
}

} // namespace muster
