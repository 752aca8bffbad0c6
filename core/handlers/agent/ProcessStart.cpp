// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/ProcessStart.h"

#include <QFile>

#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLeash = 3; // Behind the standard streams.
constexpr int kAside = 10; // Descriptors move here first, so that none of them is overwritten by another.

constexpr rlim_t kOpenFilesMost = 65536; // Four for each of limits::kAgentsOnNode, and those of a server.

enum class Step { None, Descriptors, Folder, Limits, Program };

//! What the child needs, and how far it came. It runs in our memory until it is a program of its own, while we stand still.
struct Beginning {
    const Launch *launch;
    int input;
    int output;
    int error;
    int leash;
    pid_t parent;
    Step failedAt = Step::None;
    int failure = 0;
};

int failAt(Beginning *begin, Step step)
{
    begin->failedAt = step;
    begin->failure = errno;
    return 127;
}

void resetSignals()
{
    struct sigaction usual {};
    usual.sa_handler = SIG_DFL;
    for (int signal = 1; signal < NSIG; ++signal)
        ::sigaction(signal, &usual, nullptr); // Fails for those that nobody can change.
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

bool arrangeDescriptors(const Beginning &begin)
{
    const std::array from{begin.input, begin.output, begin.error, begin.leash};
    std::array<int, 4> aside{};
    for (size_t i = 0; i < from.size(); ++i)
        aside[i] = ::fcntl(from[i], F_DUPFD, kAside);
    for (size_t i = 0; i < from.size(); ++i) {
        if (::dup2(aside[i], int(i)) < 0)
            return false;
    }
    // When its other end closes, "input" is there, and this makes that deadly for the whole group: also for what the agent
    // started, which PR_SET_PDEATHSIG does not reach.
    return ::fcntl(kLeash, F_SETOWN, -::getpid()) == 0 && ::fcntl(kLeash, F_SETSIG, SIGKILL) == 0 &&
           ::fcntl(kLeash, F_SETFL, O_ASYNC) == 0;
}

void closeOthers()
{
    if (::close_range(kLeash + 1, UINT_MAX, 0) == 0)
        return;
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    for (int descriptor = kLeash + 1; descriptor < int(std::min<rlim_t>(limit.rlim_cur, 65536)); ++descriptor)
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

//! The child's whole life in our memory: nothing but calls of the kernel, on a stack of its own.
int beginChild(void *argument)
{
    auto *begin = static_cast<Beginning *>(argument);
    const Launch &launch = *begin->launch;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != begin->parent) // It died before the line above.
        ::_exit(127);
    ::setsid();
    if (::fchdir(launch.folder.number()) != 0) // First: its number may be one that is taken next.
        ::_exit(failAt(begin, Step::Folder));
    if (!arrangeDescriptors(*begin))
        ::_exit(failAt(begin, Step::Descriptors));
    closeOthers();
    if (!setLimits(launch))
        ::_exit(failAt(begin, Step::Limits));
    resetSignals();
    ::execve(launch.program.constData(), launch.arguments.pointers(), launch.environment.pointers());
    ::_exit(failAt(begin, Step::Program));
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

Error notStarted(int failure)
{
    Error error = internalError({}, u"the process could not be started: %1"_s.arg(
                                        QString::fromLocal8Bit(std::strerror(failure))));
    error.code = u"not-started"_s;
    return error;
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
    return notStarted(begin.failure);
}

//! The pid, or -1 with errno.
pid_t cloneChild(Beginning *begin, Descriptor *handle)
{
    alignas(16) std::array<char, 32 * 1024> stack; // Of the child; in use only while we stand still.
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before); // No handler of ours may run in the child.
    int pidfd = -1;
    const pid_t pid = ::clone(beginChild, stack.data() + stack.size(),
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

Result<StartedProcess> startProcess(const Launch &launch, StandardInput input)
{
    Pipe in;
    Pipe out;
    Pipe err;
    Pipe leash;
    if (!open(&out) || !open(&err) || !open(&leash))
        return notStarted(errno);
    if (input == StandardInput::Pipe ? !open(&in) : false)
        return notStarted(errno);
    if (input == StandardInput::Empty)
        in.reading = Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    Beginning begin{.launch = &launch,
                    .input = in.reading.number(),
                    .output = out.writing.number(),
                    .error = err.writing.number(),
                    .leash = leash.reading.number(),
                    .parent = ::getpid()};
    StartedProcess process;
    process.pid = cloneChild(&begin, &process.handle);
    if (process.pid < 0)
        return notStarted(errno);
    if (begin.failedAt != Step::None) {
        ::waitpid(pid_t(process.pid), nullptr, 0); // It has ended already.
        return errorOf(begin);
    }
    for (const Descriptor *own : {&in.writing, &out.reading, &err.reading}) {
        if (own->isOpen())
            unblock(*own);
    }
    process.input = std::move(in.writing);
    process.output = std::move(out.reading);
    process.error = std::move(err.reading);
    process.leash = std::move(leash.writing);
    return process;
}

} // namespace muster
