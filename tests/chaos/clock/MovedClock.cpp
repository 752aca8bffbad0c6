// SPDX-License-Identifier: Apache-2.0
// Preloaded (LD_PRELOAD) into a program, this adds to its wall clock the seconds that stand, as eight bytes, in the file
// named by MUSTER_CHAOS_CLOCK. The file is mapped: what a test writes there counts at once. The monotonic clocks stay real.
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

const volatile std::int64_t *seconds()
{
    static const volatile std::int64_t *const mapped = [] {
        static const std::int64_t none = 0;
        const char *path = std::getenv("MUSTER_CHAOS_CLOCK");
        const int file = path ? ::open(path, O_RDONLY | O_CLOEXEC) : -1;
        if (file < 0)
            return &none;
        void *memory = ::mmap(nullptr, sizeof(std::int64_t), PROT_READ, MAP_SHARED, file, 0);
        ::close(file);
        return memory == MAP_FAILED ? &none : static_cast<const std::int64_t *>(memory);
    }();
    return mapped;
}

int moved(clockid_t clock, timespec *to)
{
    const long outcome = ::syscall(SYS_clock_gettime, clock, to);
    if (outcome == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        to->tv_sec += *seconds();
    return int(outcome);
}

} // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec *to) noexcept
{
    return moved(clock, to);
}

int gettimeofday(timeval *__restrict to, void *__restrict) noexcept
{
    timespec now{};
    const int outcome = moved(CLOCK_REALTIME, &now);
    *to = {.tv_sec = now.tv_sec, .tv_usec = now.tv_nsec / 1000};
    return outcome;
}

std::time_t time(std::time_t *to) noexcept
{
    timespec now{};
    (void)moved(CLOCK_REALTIME, &now);
    if (to)
        *to = now.tv_sec;
    return now.tv_sec;
}
}
