// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a process takes of memory and processor, from /proc; and a bound on its memory. For tests of hostile peers.

#include "tests/support/Sanitized.h"

#include <QByteArray>
#include <QFile>
#include <QList>
#include <QString>

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace muster
{

//! Reads /proc of one process; ours by default. Figures are 0 once it has ended.
class ProcessMeter
{
public:
    explicit ProcessMeter(qint64 pid = ::getpid()) : m_folder(QStringLiteral("/proc/%1/").arg(pid)) {}

    //! Memory in use now, bytes.
    qint64 resident() const { return status("VmRSS:"); }
    //! The most in use since the start, or since resetPeak(); bytes.
    qint64 peak() const { return status("VmHWM:"); }
    //! From now on peak() counts anew; false where the kernel does not let us.
    bool resetPeak() const
    {
        QFile file(m_folder + QStringLiteral("clear_refs"));
        return file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && file.write("5") == 1;
    }
    //! Processor time spent so far, milliseconds, at the resolution of the kernel's ticks.
    qint64 processorMs() const
    {
        const QByteArray text = read(QStringLiteral("stat"));
        const QList<QByteArray> behindName = text.mid(text.lastIndexOf(')') + 2).split(' ');
        const qint64 ticks = behindName.value(11).toLongLong() + behindName.value(12).toLongLong();
        return ticks * 1000 / ::sysconf(_SC_CLK_TCK);
    }

private:
    QByteArray read(const QString &name) const
    {
        QFile file(m_folder + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    qint64 status(const char *name) const
    {
        for (const QByteArray &line : read(QStringLiteral("status")).split('\n')) {
            if (line.startsWith(name)) // "VmRSS:     1234 kB"
                return line.mid(qsizetype(qstrlen(name))).simplified().split(' ').first().toLongLong() * 1024;
        }
        return 0;
    }

    QString m_folder;
};

//! Bytes of memory that this process, and those that it starts from now on, can have for data; allocations beyond it
//! fail, and with them the program. Memory that is only reserved does not count, which a limit on addresses would do.
//! Stacks of threads that begin from now on are small, as all of a stack counts, touched or not. With sanitizers there is
//! no limit: what they reserve for themselves is beyond any.
inline bool limitMemory(rlim_t bytes)
{
    if (kIsSanitized)
        return true;
    pthread_attr_t attributes;
    if (::pthread_getattr_default_np(&attributes) != 0 || ::pthread_attr_setstacksize(&attributes, 1024 * 1024) != 0 ||
        ::pthread_setattr_default_np(&attributes) != 0)
        return false;
    const rlimit limit{bytes, bytes};
    return ::setrlimit(RLIMIT_DATA, &limit) == 0;
}

} // namespace muster
