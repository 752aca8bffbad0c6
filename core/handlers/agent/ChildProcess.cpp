// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/ChildProcess.h"

#include "core/handlers/agent/KeeperWords.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace muster {

namespace {

constexpr qint64 kReadATurn = 64 * 1024;     // As much as a pipe holds.
constexpr qint64 kMuch = kReadATurn / 4;     // Then there is more at once.
constexpr qint64 kReadBetweenRests = 1024 * 1024; // With kRest: 10 MiB a second of one process.
constexpr milliseconds kRest{100};
constexpr int kDeathMs = 200; // The kernel ends a killed process in far less, unless a disk holds it.

} // namespace

ChildProcess::ChildProcess(ChildWatch &watch, QObject *parent) : QObject(parent), m_watch(watch)
{
    m_killing.setSingleShot(true);
    m_resting.setSingleShot(true);
    connect(&m_killing, &QTimer::timeout, this, &ChildProcess::kill);
    connect(&m_resting, &QTimer::timeout, this, &ChildProcess::goOn);
}

ChildProcess::~ChildProcess()
{
    if (!isRunning())
        return;
    kill();
    m_process.line.close(); // Nobody will say more to it.
    pollfd end{m_process.handle.number(), POLLIN, 0};
    ::poll(&end, 1, kDeathMs);
    bury();
}

Result<void> ChildProcess::start(const Launch &launch, const std::optional<QByteArray> &input)
{
    Q_ASSERT(!isRunning());
    MUSTER_TRY(process, startProcess(launch, input));
    m_process = std::move(process);
    m_readSinceRest = 0;
    m_output.from = std::move(m_process.output);
    m_error.from = std::move(m_process.error);
    m_watchedEnd = m_watch.ends.add(m_process.handle, DescriptorWatch::For::Reading, [this] {
        lookForEnd();
        return DescriptorWatch::Found::Little;
    });
    watch(&m_output, LogStream::Output);
    watch(&m_error, LogStream::Error);
    return {};
}

void ChildProcess::terminate(milliseconds grace)
{
    if (!isRunning())
        return;
    tellKeeper(kKeeperTerminate);
    if (!m_killing.isActive() || m_killing.remainingTimeAsDuration() > grace)
        m_killing.start(grace);
}

void ChildProcess::kill()
{
    if (isRunning())
        tellKeeper(kKeeperKill);
}

void ChildProcess::tellKeeper(char word)
{
    // It is small and does nothing else: a full line means that it has been told hundreds of times.
    (void)!::send(m_process.line.number(), &word, sizeof word, MSG_NOSIGNAL);
}

void ChildProcess::watch(Reading *reading, LogStream stream)
{
    reading->watched =
        m_watch.outputs.add(reading->from, DescriptorWatch::For::Reading, [this, stream] { return read(stream); });
}

DescriptorWatch::Found ChildProcess::read(LogStream stream)
{
    const std::optional<qint64> count = readSome(stream);
    if (!count)
        closeStream(&readingOf(stream));
    if (m_readSinceRest >= kReadBetweenRests)
        rest();
    return count.value_or(0) >= kMuch ? DescriptorWatch::Found::Much : DescriptorWatch::Found::Little;
}

std::optional<qint64> ChildProcess::readSome(LogStream stream)
{
    std::array<char, kReadATurn> bytes; // Not initialised: most reads are short.
    ssize_t count = -1;
    do {
        count = ::read(readingOf(stream).from.number(), bytes.data(), bytes.size());
    } while (count < 0 && errno == EINTR);
    if (count < 0 && errno == EAGAIN)
        return 0;
    if (count <= 0)
        return std::nullopt;
    m_readSinceRest += count;
    Q_EMIT wrote(stream, QByteArrayView(bytes.data(), count));
    return count;
}

void ChildProcess::closeStream(Reading *stream)
{
    m_watch.outputs.remove(std::exchange(stream->watched, 0));
    stream->from.close();
}

void ChildProcess::rest()
{
    m_watch.outputs.pause(m_output.watched);
    m_watch.outputs.pause(m_error.watched);
    m_resting.start(kRest);
}

void ChildProcess::goOn()
{
    m_readSinceRest = 0;
    m_watch.outputs.resume(m_output.watched);
    m_watch.outputs.resume(m_error.watched);
}

void ChildProcess::lookForEnd()
{
    siginfo_t seen{};
    if (::waitid(P_PID, id_t(m_process.keeper), &seen, WEXITED | WNOHANG | WNOWAIT) != 0 || seen.si_pid == 0)
        return;
    KeeperReport report;
    // Without a word of it somebody killed the keeper, and the kernel the agent with it.
    if (::recv(m_process.line.number(), &report, sizeof report, 0) != ssize_t(sizeof report))
        report = {0, SIGKILL};
    for (const LogStream stream : {LogStream::Output, LogStream::Error}) {
        Reading &reading = readingOf(stream);
        // Whoever else holds the pipe may go on writing: only what is in it counts.
        for (qint64 all = 0; reading.from.isOpen() && all < kReadBetweenRests;) {
            const qint64 count = readSome(stream).value_or(0);
            if (count == 0)
                closeStream(&reading);
            all += count;
        }
    }
    bury();
    Q_EMIT ended({.status = report.status, .signal = report.signal});
}

void ChildProcess::bury()
{
    m_killing.stop();
    m_resting.stop();
    m_watch.ends.remove(std::exchange(m_watchedEnd, 0));
    closeStream(&m_output);
    closeStream(&m_error);
    ::waitpid(pid_t(m_process.keeper), nullptr, WNOHANG);
    m_process = {};
}

} // namespace muster
