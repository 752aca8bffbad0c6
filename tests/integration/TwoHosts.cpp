// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/TwoHosts.h"

#include <QProcess>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <string>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

bool writeFile(const char *path, const std::string &text)
{
    const int file = ::open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    const bool isWritten = ::write(file, text.data(), text.size()) == ssize_t(text.size());
    return ::close(file) == 0 && isWritten;
}

QString run(const QString &command)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"ip"_s, command.split(u' '));
    const bool isDone = process.waitForFinished(10'000) && process.exitCode() == 0;
    return isDone ? QString() : u"ip %1: %2"_s.arg(command, QString::fromUtf8(process.readAll()));
}

} // namespace

bool enterOwnNetwork()
{
    const uid_t user = ::getuid();
    const gid_t group = ::getgid();
    const int more = user == 0 ? 0 : CLONE_NEWUSER;
    if (::unshare(CLONE_NEWNET | CLONE_NEWNS | more) != 0)
        return false;
    if (more != 0) {
        const bool isMapped = writeFile("/proc/self/setgroups", "deny")
            && writeFile("/proc/self/uid_map", "0 " + std::to_string(user) + " 1")
            && writeFile("/proc/self/gid_map", "0 " + std::to_string(group) + " 1");
        if (!isMapped)
            return false;
    }
    // Names of namespaces live in /run/netns: ours must not be seen outside.
    return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0
        && ::mount("none", "/run", "tmpfs", 0, nullptr) == 0;
}

QString makeTwoHosts()
{
    const QStringList commands{u"netns add cp"_s,
                               u"netns add worker"_s,
                               u"link add cable-cp netns cp type veth peer name cable-w netns worker"_s,
                               u"-n cp addr add 10.77.0.1/24 dev cable-cp"_s,
                               u"-n worker addr add 10.77.0.2/24 dev cable-w"_s,
                               u"-n cp link set cable-cp up"_s,
                               u"-n worker link set cable-w up"_s,
                               u"-n cp link set lo up"_s,
                               u"-n worker link set lo up"_s};
    for (const QString &command : commands) {
        if (const QString problem = run(command); !problem.isEmpty())
            return problem;
    }
    return {};
}

bool moveTo(const QString &host)
{
    const std::string path = "/run/netns/" + host.toStdString();
    const int network = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    return network >= 0 && ::setns(network, CLONE_NEWNET) == 0 && ::close(network) == 0;
}

QStringList on(const QString &host)
{
    return {u"ip"_s, u"netns"_s, u"exec"_s, host};
}

} // namespace muster
