// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlApp.h"
#include "app/ctl/CtlCompletion.h"
#include "app/shared/Version.h"
#include "core/base/Log.h"

#include <QCoreApplication>
#include <QTimer>

#include <sys/stat.h>

using namespace muster;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    ::umask(077); // Secrets are nobody else's, not even for the moment between making a file and setting its mode (T-24).
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"musterctl"_s);
    (void)startLogging(u"error"_s); // A level that exists; what matters is told by CtlApp.
    Result<CtlOptions> options
        = parseCtlOptions(QCoreApplication::arguments().mid(1), QProcessEnvironment::systemEnvironment());
    if (!options) {
        printError(options.error());
        return static_cast<int>(exitCodeOf(options.error()));
    }
    if (options->verb == CtlVerb::ShowHelp) {
        print(ctlHelp(options->help).toUtf8());
        return 0;
    }
    if (options->verb == CtlVerb::ShowVersion) {
        print((versionLine(u"musterctl"_s) + u'\n').toUtf8());
        return 0;
    }
    if (options->verb == CtlVerb::Completion) {
        if (options->shell != "words"_L1) {
            print(completionScript(options->shell).toUtf8());
            return 0;
        }
        const CtlCompletion found = completionOf(options->typed);
        for (const QString &word : found.words)
            print(word.toUtf8() + '\n');
        options = found.ask.isEmpty() ? options : parseCtlOptions(found.ask, QProcessEnvironment::systemEnvironment());
        if (found.ask.isEmpty() || !options)
            return 0; // Who cannot be asked has no names.
        options->namesLike = found.typed;
    }
    CtlApp ctl(*options);
    QTimer::singleShot(0, &ctl, &CtlApp::start); // exit() counts only once the loop runs.
    return QCoreApplication::exec();
}
