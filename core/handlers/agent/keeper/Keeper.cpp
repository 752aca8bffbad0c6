// SPDX-License-Identifier: Apache-2.0
// muster-keeper: stands between a worker and one agent, so that nothing that the agent starts outlives it, whatever it does to
// leave: a session of its own, a double fork, an emptied environment. The kernel gives orphans of a "subreaper" to it instead of to
// init, and it ends only when it has none left. It does so as well when its worker is gone, also by kill -9. Alone in its
// process, it reaps nobody else's children.
//
// It begins as a child of the worker that has started the agent already (ProcessStart.cpp): muster-keeper PID, with the line to the
// worker as descriptor 3.
#include "core/handlers/agent/KeeperWords.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace muster;

namespace {

constexpr int kSeenMost = 16384; // Processes of the machine that one look can hold; what is beyond is found by a later one.
constexpr long kSweepMs = 5000;  // Then what is left hangs in the kernel, with its SIGKILL waiting for it.

enum class Kin { Unknown, Ours, Others };

struct Process {
    pid_t pid;
    pid_t parent;
    pid_t group;
    unsigned long long started; // With the pid, nobody else's.
    Kin kin;
};

Process seen[kSeenMost];

long nowMs()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return long(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

bool read(pid_t pid, Process *process)
{
    char text[1024];
    std::snprintf(text, sizeof text, "/proc/%d/stat", int(pid));
    const int file = ::open(text, O_RDONLY | O_CLOEXEC);
    const ssize_t count = file < 0 ? -1 : ::read(file, text, sizeof text - 1);
    if (file >= 0)
        ::close(file);
    if (count <= 0)
        return false;
    text[count] = '\0';
    const char *behindName = std::strrchr(text, ')'); // A name may hold anything.
    char state = 0;
    int parent = 0;
    int group = 0;
    unsigned long long started = 0;
    // Source: proc(5): state, ppid, pgrp, then 16 that are no matter here, then itrealvalue, then starttime.
    if (!behindName || std::sscanf(behindName + 1, " %c %d %d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu",
                                   &state, &parent, &group, &started) != 4)
        return false;
    *process = {pid, parent, group, started, Kin::Unknown};
    return state != 'Z' && state != 'X';
}

int lookAtAll()
{
    DIR *folder = ::opendir("/proc");
    int count = 0;
    while (const dirent *entry = folder ? ::readdir(folder) : nullptr) {
        const int pid = std::atoi(entry->d_name);
        if (pid > 0 && count < kSeenMost && read(pid, &seen[count]))
            ++count;
    }
    if (folder)
        ::closedir(folder);
    return count;
}

//! The kernel lists processes in the order of their numbers.
Process *find(pid_t pid, int count)
{
    int from = 0;
    int to = count;
    while (from < to) {
        const int middle = (from + to) / 2;
        if (seen[middle].pid < pid)
            from = middle + 1;
        else
            to = middle;
    }
    return from < count && seen[from].pid == pid ? &seen[from] : nullptr;
}

//! Whether it descends from us. What is found is kept for all on the way up.
bool isOurs(Process *process, int count)
{
    const pid_t self = ::getpid();
    Kin kin = Kin::Unknown;
    int steps = 0;
    for (Process *at = process; kin == Kin::Unknown; ++steps) {
        Process *parent = find(at->parent, count);
        if (at->kin != Kin::Unknown)
            kin = at->kin;
        else if (at->parent == self)
            kin = Kin::Ours;
        else if (!parent || steps > count) // Numbers that came again during the look can lead in a circle.
            kin = Kin::Others;
        else
            at = parent;
    }
    for (Process *at = process; at && at->kin == Kin::Unknown && at->pid != self && steps-- >= 0; at = find(at->parent, count))
        at->kin = kin;
    return kin == Kin::Ours;
}

//! Its number may be another's since the look: whoever has a handle on a process of the same start has the right one.
void send(const Process &to, int signal)
{
    const int handle = int(::syscall(SYS_pidfd_open, to.pid, 0));
    Process now{};
    if (handle >= 0 && read(to.pid, &now) && now.started == to.started)
        ::syscall(SYS_pidfd_send_signal, handle, signal, nullptr, 0);
    if (handle >= 0)
        ::close(handle);
}

//! Sends to all that descends from us, but not to \a group.
void sendToAll(int signal, pid_t group)
{
    const int count = lookAtAll();
    for (int i = 0; i < count; ++i) {
        if (!isOurs(&seen[i], count) || seen[i].group == group)
            continue;
        send(seen[i], signal);
        if (signal == SIGTERM)
            send(seen[i], SIGCONT); // One that is stopped would not hear it.
    }
}

void terminate(pid_t agent)
{
    ::kill(-agent, SIGTERM);
    ::kill(-agent, SIGCONT);
    sendToAll(SIGTERM, agent);
}

//! Takes whatever has ended but the agent, whose number is its group's while it is not taken. True when it has ended, too.
bool reap(pid_t agent)
{
    for (;;) {
        siginfo_t ended{};
        if (::waitid(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) != 0 || ended.si_pid == 0)
            return false;
        if (ended.si_pid == agent)
            return true;
        ::waitpid(ended.si_pid, nullptr, 0);
    }
}

KeeperReport bury(pid_t agent)
{
    ::kill(-agent, SIGKILL);
    siginfo_t end{};
    ::waitid(P_PID, id_t(agent), &end, WEXITED);
    if (end.si_code == CLD_EXITED)
        return {end.si_status, 0};
    return {0, end.si_status};
}

//! Kills until nothing is left. Each that dies hands its children to us, so none is out of reach for long; and those that fork
//! without end do so ever fewer.
void sweep()
{
    const long begin = nowMs();
    for (int round = 0; nowMs() - begin < kSweepMs; ++round) {
        pid_t taken = 0;
        do {
            taken = ::waitpid(-1, nullptr, WNOHANG);
        } while (taken > 0);
        if (taken < 0 && errno == ECHILD)
            return;
        sendToAll(SIGKILL, 0);
        if (round >= 3)
            ::poll(nullptr, 0, round < 20 ? 1 : 20);
    }
}

int watchSignals()
{
    sigset_t all;
    ::sigfillset(&all); // Nothing ends us but our work, and SIGKILL.
    ::sigprocmask(SIG_SETMASK, &all, nullptr);
    sigset_t children;
    ::sigemptyset(&children);
    ::sigaddset(&children, SIGCHLD);
    return ::signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
}

//! One word of the worker; false when it is gone.
bool obey(pid_t agent)
{
    char word = 0;
    const ssize_t count = ::read(kKeeperLine, &word, 1);
    if (count < 0)
        return errno == EINTR || errno == EAGAIN;
    if (count == 0)
        return false;
    if (word == kKeeperTerminate)
        terminate(agent);
    else if (word == kKeeperKill)
        ::kill(-agent, SIGKILL); // The rest follows it.
    return true;
}

} // namespace

int main(int count, char **words)
{
    const pid_t agent = count == 2 ? pid_t(std::atoi(words[1])) : 0;
    if (agent <= 1)
        return 2; // Not for people.
    pollfd watched[2] = {{watchSignals(), POLLIN, 0}, {kKeeperLine, POLLIN, 0}};
    while (!reap(agent)) {
        if (::poll(watched, 2, -1) < 0 && errno != EINTR)
            break;
        signalfd_siginfo told[8];
        while (::read(watched[0].fd, told, sizeof told) > 0) {
        }
        if (watched[1].revents != 0 && !obey(agent)) {
            ::kill(-agent, SIGKILL);
            watched[1].fd = -1; // It stays readable.
            watched[1].revents = 0;
        }
    }
    const KeeperReport report = bury(agent);
    sweep();
    return ::write(kKeeperLine, &report, sizeof report) == ssize_t(sizeof report) ? 0 : 1;
}
