// SPDX-License-Identifier: Apache-2.0
#pragma once
// The system calls of a program without a libc, and the few texts it needs.
#include <sys/syscall.h>

#ifndef __x86_64__
#error "the entry and the system calls of this folder are those of x86-64"
#endif

namespace muster::start {

constexpr int kNotStarted = 127; // As a shell says that a program could not be found.

//! A system call; its errors come back negated. See syscalls(2).
inline long call(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0)
{
    long result = 0;
    register long fourth asm("r10") = d;
    register long fifth asm("r8") = e;
    register long sixth asm("r9") = f;
    asm volatile("syscall"
                 : "=a"(result)
                 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(fourth), "r"(fifth), "r"(sixth)
                 : "rcx", "r11", "memory");
    return result;
}

inline long address(const void *pointer)
{
    return reinterpret_cast<long>(pointer);
}

inline unsigned long length(const char *text)
{
    unsigned long count = 0;
    while (text[count] != '\0')
        ++count;
    return count;
}

inline bool startsWith(const char *text, const char *with)
{
    for (; *with != '\0'; ++text, ++with) {
        if (*text != *with)
            return false;
    }
    return true;
}

inline void say(const char *text)
{
    call(SYS_write, 2, address(text), long(length(text)));
}

//! Says that \a what is wrong with \a path, and ends the program.
[[noreturn]] inline void stop(const char *what, const char *path)
{
    say("musterd: ");
    say(what);
    say(path);
    say("; unpack its archive again, whole\n");
    for (;;)
        call(SYS_exit_group, kNotStarted);
}

//! Whether a system call ended in an error, which it returns negated.
inline bool failed(long result)
{
    return result < 0 && result > -4096;
}

} // namespace muster::start
