// SPDX-License-Identifier: Apache-2.0
// cognipeer-replay [PORT]: a replay of Cognipeer's console with two nodes, for tests that start programs and for people.
#include "tests/replay/cognipeer/CognipeerReplay.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    using namespace Qt::StringLiterals;
    QCoreApplication app(argc, argv);
    const muster::SystemClock clock;
    muster::CognipeerReplay replay(clock);
    if (!replay.open(QCoreApplication::arguments().value(1, u"0"_s).toUShort())) {
        std::fputs("cognipeer-replay: cannot listen\n", stderr);
        return 1;
    }
    const QString line = u"cognipeer-replay ready url=%1 user=%2 password=%3 tenant=%4\n"_s.arg(
        replay.url().toString(), replay.user, replay.password, replay.tenant);
    std::fputs(line.toUtf8().constData(), stdout);
    std::fflush(stdout);
    return QCoreApplication::exec();
}
