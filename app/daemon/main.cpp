// SPDX-License-Identifier: Apache-2.0
#include "app/daemon/DaemonApp.h"
#include "app/shared/Version.h"
#include "core/base/Log.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>

#include <sys/stat.h>

using namespace muster;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    ::umask(077); // Secrets are nobody else's, not even for the moment between making a file and setting its mode (T-24).
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"musterd"_s);
    const Result<DaemonOptions> options
        = parseDaemonOptions(QCoreApplication::arguments().mid(1), QProcessEnvironment::systemEnvironment());
    if (!options) {
        printError(u"musterd"_s, options.error());
        return static_cast<int>(exitCodeOf(options.error()));
    }
    if (options->request == DaemonRequest::ShowHelp) {
        std::fputs(daemonHelp().toUtf8().constData(), stdout);
        return 0;
    }
    if (options->request == DaemonRequest::ShowVersion) {
        std::puts(versionLine(u"musterd"_s).toUtf8().constData());
        return 0;
    }
    if (const Result<void> logging = startLogging(options->logLevel); !logging) {
        printError(u"musterd"_s, logging.error());
        return static_cast<int>(ExitCode::Usage);
    }
    DaemonApp daemon(*options);
    QTimer::singleShot(0, &daemon, &DaemonApp::start); // exit() counts only once the loop runs.
    return QCoreApplication::exec();
}
