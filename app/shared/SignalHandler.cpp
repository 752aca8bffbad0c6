// SPDX-License-Identifier: Apache-2.0
#include "app/shared/SignalHandler.h"

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

#include <QSocketNotifier>

namespace muster {

namespace {

constexpr std::array kWatched{SIGTERM, SIGINT, SIGHUP};

// A handler may do nothing but write to a pipe, and it can only find what is global.
int pipeEnds[2] = {-1, -1};

void noteSignal(int number)
{
    const int error = errno;
    const auto byte = static_cast<char>(number);
    (void)!::write(pipeEnds[1], &byte, 1); // A full pipe holds signals enough already.
    errno = error;
}

void setHandler(int number, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    (void)::sigaction(number, &action, nullptr); // Fails only for numbers that are none.
}

} // namespace

SignalHandler::SignalHandler(QObject *parent) : QObject(parent)
{
    Q_ASSERT(pipeEnds[0] < 0);
    if (::pipe2(pipeEnds, O_CLOEXEC | O_NONBLOCK) != 0)
        return; // Without descriptors nothing else would work either; signals then end us without a goodbye.
    m_notifier = new QSocketNotifier(pipeEnds[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &SignalHandler::readPipe);
    for (const int number : kWatched)
        setHandler(number, noteSignal);
    setHandler(SIGPIPE, SIG_IGN);
}

SignalHandler::~SignalHandler()
{
    for (const int number : kWatched)
        setHandler(number, SIG_DFL);
    for (int &end : pipeEnds) {
        if (end >= 0)
            (void)::close(end);
        end = -1;
    }
}

void SignalHandler::readPipe()
{
    char byte = 0;
    while (::read(pipeEnds[0], &byte, 1) == 1)
        Q_EMIT terminationAsked(byte);
}

} // namespace muster
