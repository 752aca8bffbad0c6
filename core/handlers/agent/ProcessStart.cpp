// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/ProcessStart.h"

#include "core/handlers/agent/InputFile.h"
#include "core/handlers/agent/KeeperPath.h"
#include "core/handlers/agent/KeeperWords.h"

#include <QFile>

#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <memory>
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kAside = 10; // Descriptors move here first, so that none of them is overwritten by another.

constexpr rlim_t kOpenFilesMost = 65536; // Four for each of limits::kAgentsOnNode, and those of a server.

enum class Step { None, Descriptors, Folder, Limits, Program, Keeper };

using Stack = std::array<char, 32 * 1024>;

//! What the children need, and how far they came. They run in our memory until they are programs of their own, while we stand
//! still: first the keeper, and within it, while that stands still, the agent.
struct Beginning {
    const Launch *launch;
    const char *keeperPath;
    int input;
    int output;
    int error;
    int line;
    Stack *agentStack;
    pid_t keeper = 0;
    pid_t agent = 0;
    Step failedAt = Step::None;
    int failure = 0;
};

int failAt(Beginning *begin, Step step)
{
    begin->failedAt = step;
    begin->failure = errno;
    return 127;
}

void resetHandlers()
{
    struct sigaction usual {};
    usual.sa_handler = SIG_DFL;
    for (int signal = 1; signal < NSIG; ++signal)
        ::sigaction(signal, &usual, nullptr); // Fails for those that nobody can change.
}

void unblockSignals()
{
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

bool arrangeDescriptors(const Beginning &begin)
{
    const std::array from{begin.input, begin.output, begin.error};
    std::array<int, 3> aside{};
    for (size_t i = 0; i < from.size(); ++i)
        aside[i] = ::fcntl(from[i], F_DUPFD, kAside);
    for (size_t i = 0; i < from.size(); ++i) {
        if (::dup2(aside[i], int(i)) < 0)
            return false;
    }
    return true;
}

void closeFrom(int first)
{
    if (::close_range(unsigned(first), UINT_MAX, 0) == 0)
        return;
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    for (int descriptor = first; descriptor < int(std::min<rlim_t>(limit.rlim_cur, 65536)); ++descriptor)
        ::close(descriptor);
}

bool setLimits(const Launch &launch)
{
    const rlimit none{0, 0};
    if (::setrlimit(RLIMIT_CORE, &none) != 0) // A core file would hold the secrets.
        return false;
    rlimit files{};
    if (launch.openFiles > 0 && ::getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = std::min<rlim_t>(launch.openFiles, files.rlim_max);
        if (::setrlimit(RLIMIT_NOFILE, &files) != 0)
            return false;
    }
    if (!launch.memoryBytes)
        return true;
    const rlimit memory{rlim_t(*launch.memoryBytes), rlim_t(*launch.memoryBytes)};
    return ::setrlimit(RLIMIT_AS, &memory) == 0;
}

//! The agent's whole life in our memory: nothing but calls of the kernel, on a stack of its own.
int beginAgent(void *argument)
{
    auto *begin = static_cast<Beginning *>(argument);
    const Launch &launch = *begin->launch;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != begin->keeper) // It died before the line above.
        ::_exit(127);
    ::setsid();
    if (::fchdir(launch.folder.number()) != 0) // First: its number may be one that is taken next.
        ::_exit(failAt(begin, Step::Folder));
    if (!arrangeDescriptors(*begin))
        ::_exit(failAt(begin, Step::Descriptors));
    closeFrom(STDERR_FILENO + 1);
    if (!setLimits(launch))
        ::_exit(failAt(begin, Step::Limits));
    resetHandlers();
    unblockSignals();
    ::execve(launch.program.constData(), launch.arguments.pointers(), launch.environment.pointers());
    ::_exit(failAt(begin, Step::Program));
}

void writeNumber(pid_t number, std::array<char, 16> *text)
{
    size_t at = text->size() - 1;
    (*text)[at] = '\0';
    for (; number > 0 && at > 0; number /= 10)
        (*text)[--at] = char('0' + number % 10);
    std::memmove(text->data(), text->data() + at, text->size() - at);
}

//! The same for the keeper: orphans of the agent are its own from the first moment, as it is there before the agent.
int beginKeeper(void *argument)
{
    auto *begin = static_cast<Beginning *>(argument);
    begin->keeper = ::getpid();
    ::setsid(); // No terminal's keys are for it.
    resetHandlers();
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    begin->agent = ::clone(beginAgent, begin->agentStack->data() + begin->agentStack->size(), CLONE_VM | CLONE_VFORK | SIGCHLD, begin);
    if (begin->agent < 0)
        ::_exit(failAt(begin, Step::Keeper));
    if (begin->failedAt != Step::None) {
        ::waitpid(begin->agent, nullptr, 0);
        ::_exit(127);
    }
    const int line = ::fcntl(begin->line, F_DUPFD, kAside);
    if (::dup2(line, kKeeperLine) == kKeeperLine && ::chdir("/") == 0) {
        for (int descriptor = 0; descriptor < kKeeperLine; ++descriptor)
            ::close(descriptor);
        closeFrom(kKeeperLine + 1);
        std::array<char, 16> number{};
        writeNumber(begin->agent, &number);
        std::array<char, 14> name{"muster-keeper"};
        const std::array<char *, 3> words{name.data(), number.data(), nullptr};
        const std::array<char *, 1> nothing{nullptr};
        ::execve(begin->keeperPath, words.data(), nothing.data());
    }
    const int code = failAt(begin, Step::Keeper);
    ::kill(-begin->agent, SIGKILL);
    ::waitpid(begin->agent, nullptr, 0);
    ::_exit(code);
}

struct Pipe {
    Descriptor reading;
    Descriptor writing;
};

bool open(Pipe *pipe)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return false;
    pipe->reading = Descriptor(ends[0]);
    pipe->writing = Descriptor(ends[1]);
    return true;
}

void unblock(const Descriptor &descriptor)
{
    ::fcntl(descriptor.number(), F_SETFL, O_NONBLOCK);
}

Error notStarted(const QString &why)
{
    Error error = internalError({}, u"the process could not be started: %1"_s.arg(why));
    error.code = u"not-started"_s;
    return error;
}

Error notStarted(int failure)
{
    return notStarted(QString::fromLocal8Bit(std::strerror(failure)));
}

Error errorOf(const Beginning &begin)
{
    const QString why = QString::fromLocal8Bit(std::strerror(begin.failure));
    if (begin.failedAt == Step::Program) {
        Error error = notFound(u"cannot run %1: %2"_s.arg(QFile::decodeName(begin.launch->program), why));
        error.code = u"no-program"_s;
        return error;
    }
    if (begin.failedAt == Step::Folder) {
        Error error = notFound(u"cannot enter the folder: %1"_s.arg(why));
        error.code = u"no-folder"_s;
        return error;
    }
    if (begin.failedAt == Step::Keeper && begin.failure == ENOENT)
        return notStarted(u"there is no muster-keeper beside this program"_s);
    return notStarted(why);
}

//! The keeper's pid, or -1 with errno.
pid_t cloneKeeper(Beginning *begin, Descriptor *handle)
{
    // In use only while we stand still. From the heap, as nothing returns from them: in a frame of ours a sanitizer would find the
    // borders of variables that are no more.
    const auto keeperStack = std::make_unique_for_overwrite<Stack>();
    const auto agentStack = std::make_unique_for_overwrite<Stack>();
    begin->agentStack = agentStack.get();
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before); // No handler of ours may run in the children.
    int pidfd = -1;
    const pid_t pid = ::clone(beginKeeper, keeperStack->data() + keeperStack->size(),
                              CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, begin, &pidfd);
    const int failure = errno;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    *handle = Descriptor(pid > 0 ? pidfd : -1);
    errno = failure;
    return pid;
}

} // namespace

quint64 raiseOpenFiles()
{
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0)
        return 0;
    const rlimit raised{std::max(files.rlim_cur, std::min(files.rlim_max, kOpenFilesMost)), files.rlim_max};
    return ::setrlimit(RLIMIT_NOFILE, &raised) == 0 ? files.rlim_cur : 0;
}

Result<StartedProcess> startProcess(const Launch &launch, const std::optional<QByteArray> &input)
{
    static const QByteArray keeper = keeperPath();
    const Descriptor in = input ? inputFileOf(*input) : Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!in.isOpen())
        return notStarted(errno);
    Pipe out;
    Pipe err;
    std::array<int, 2> line{};
    if (!open(&out) || !open(&err) || ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, line.data()) != 0)
        return notStarted(errno);
    StartedProcess process;
    process.line = Descriptor(line[0]);
    const Descriptor keepersLine(line[1]);
    Beginning begin{.launch = &launch,
                    .keeperPath = keeper.constData(),
                    .input = in.number(),
                    .output = out.writing.number(),
                    .error = err.writing.number(),
                    .line = keepersLine.number(),
                    .agentStack = nullptr};
    process.keeper = cloneKeeper(&begin, &process.handle);
    if (process.keeper < 0)
        return notStarted(errno);
    if (begin.failedAt != Step::None) {
        ::waitpid(pid_t(process.keeper), nullptr, 0); // It has ended already.
        return errorOf(begin);
    }
    process.pid = begin.agent;
    unblock(process.line);
    unblock(out.reading);
    unblock(err.reading);
    process.output = std::move(out.reading);
    process.error = std::move(err.reading);
    return process;
}

} // namespace muster
