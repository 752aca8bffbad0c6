// SPDX-License-Identifier: Apache-2.0
#include "app/desktop/DesktopApp.h"
#include "app/desktop/StartTrace.h"
#include "app/desktop/Tour.h"
#include "app/shared/ExitCode.h"
#include "app/shared/SignalHandler.h"
#include "app/shared/Version.h"
#include "core/base/Log.h"

#include <QApplication>
#include <QScreen>
#include <QTimer>

#include <cstdio>

#include <sys/stat.h>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

int endWith(const Error &error)
{
    const bool isNamed = error.field.isEmpty() || error.text().contains(error.field);
    const QString blamed = isNamed ? QString() : error.field + u": "_s;
    std::fprintf(stderr, "muster: %s\n", qPrintable(escapedForLog(blamed + error.text())));
    return static_cast<int>(exitCodeOf(error));
}

//! What asks for no window; nullopt when a window is wanted.
std::optional<int> answerWithoutWindow(const Result<DesktopOptions> &options)
{
    if (!options)
        return endWith(options.error());
    if (options->wantsHelp)
        std::fputs(desktopHelp().toUtf8().constData(), stdout);
    else if (options->wantsVersion)
        std::puts(versionLine(u"muster"_s).toUtf8().constData());
    else
        return std::nullopt;
    return 0;
}

//! Without a display a tour draws off screen, and anything else is an error that Qt would make a crash of.
Result<void> settleDisplay(const DesktopOptions &options)
{
    const bool hasDisplay = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY")
                            || qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
    if (hasDisplay)
        return {};
    if (options.tourFolder.isEmpty())
        return internalError(u"opening the window"_s, u"there is no display; --tour DIR works without one"_s);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return {};
}

QStringList wordsOf(int argc, char **argv)
{
    QStringList words;
    for (int i = 1; i < argc; ++i)
        words.append(QString::fromLocal8Bit(argv[i]));
    return words;
}

} // namespace

int main(int argc, char **argv)
{
    ::umask(077); // Secrets are nobody else's, not even for the moment between making a file and setting its mode (T-24).
    QCoreApplication::setApplicationName(u"muster"_s);
    // Before QApplication, which wants a display: questions without a window are answered anywhere.
    {
        QCoreApplication quick(argc, argv);
        const Result<DesktopOptions> asked = parseDesktopOptions(wordsOf(argc, argv));
        if (const std::optional<int> code = answerWithoutWindow(asked))
            return *code;
        if (const Result<void> display = settleDisplay(*asked); !display)
            return endWith(display.error());
    }
    if (const Result<void> logging = startLogging(u"warning"_s); !logging)
        return endWith(logging.error());
    QApplication application(argc, argv);
    QGuiApplication::setApplicationDisplayName(u"Muster"_s);
    QGuiApplication::setDesktopFileName(u"org.muster.Muster"_s);
    // Read again: QApplication has taken its own words (-platform …) out.
    const Result<DesktopOptions> options = parseDesktopOptions(QCoreApplication::arguments().mid(1));
    if (!options)
        return endWith(options.error());

    DesktopApp app(*options);
    QObject::connect(&app, &DesktopApp::startFailed, &app, [](const Error &error) { QCoreApplication::exit(endWith(error)); });
    if (isStartTraced())
        QObject::connect(&app, &DesktopApp::firstCardPainted, &app, &traceFirstCard);
    std::unique_ptr<Tour> tour;
    if (!options->tourFolder.isEmpty()) {
        tour = std::make_unique<Tour>(app, options->tourFolder);
        QObject::connect(tour.get(), &Tour::finished, &app, [](const Result<void> &outcome) {
            QCoreApplication::exit(outcome ? 0 : endWith(outcome.error()));
        });
    }
    const SignalHandler signalHandler; // Else a terminal's Ctrl+C would leave nodes that never said goodbye.
    QObject::connect(&signalHandler, &SignalHandler::terminationAsked, &app, [&app] {
        app.window().close();
        QCoreApplication::quit();
    });
    // exit() counts only once the loop runs.
    QTimer::singleShot(0, &app, [&app, &tour] {
        app.start();
        if (!tour) // A small screen shows all of it; a tour has its own sizes.
            app.window().resize(app.window().size().boundedTo(app.window().screen()->availableSize()));
        if (tour)
            tour->start();
    });
    return QApplication::exec();
}
