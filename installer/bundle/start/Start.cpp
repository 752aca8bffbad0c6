// SPDX-License-Identifier: Apache-2.0
// bin/musterd of a bundle: runs lib/musterd with the loader and the libraries beside it, in any folder, on any
// distribution.
//
// It maps the bundle's loader into itself and jumps there, where a script would execute it: so /proc/self/exe, the name
// of the process and its command line are those of bin/musterd, and no variable has to be set that agents could
// inherit. Nothing is linked: neither a libc nor start code, for what a target has of both is not known.
#include "installer/bundle/start/Loader.h"
#include "installer/bundle/start/Path.h"

#include <elf.h>
#include <fcntl.h>

using namespace muster::start;

namespace {

constexpr char kLibraries[] = "/lib";
constexpr char kLoader[] = "/lib/ld-linux-x86-64.so.2";
constexpr char kProgram[] = "/lib/musterd";

//! What the kernel handed over: argc, argv, a null, the environment, a null, the auxiliary vector.
struct Handed {
    explicit Handed(long *stack) : count(stack[0]), arguments(stack + 1), environment(arguments + count + 1)
    {
        long *at = environment;
        while (*at != 0)
            ++at;
        auxiliary = at + 1;
    }
    long auxiliaryValue(long type) const
    {
        for (const long *at = auxiliary; at[0] != AT_NULL; at += 2) {
            if (at[0] == type)
                return at[1];
        }
        return 0;
    }

    long count;
    long *arguments;
    long *environment;
    long *auxiliary = nullptr;
};

//! The folder of the bundle: this file is in its bin/.
void findBundle(const Handed &handed, Path *bundle)
{
    if (!bundle->readLink("/proc/self/exe")) { // No /proc: as it was called.
        const auto *const called = reinterpret_cast<const char *>(handed.auxiliaryValue(AT_EXECFN));
        if (called == nullptr || (called[0] != '/' && !bundle->readWorkingFolder()))
            stop("where this program lies cannot be found without /proc", "");
        if (called[0] != '/')
            bundle->add("/");
        bundle->add(called);
    }
    bundle->up().up();
}

//! In a list of folders ':' and ';' separate, and '$' begins a word of the loader: such a folder gets another name.
void nameSafely(Path *bundle)
{
    if (!bundle->has(":;$"))
        return;
    const long folder = call(SYS_open, address(bundle->text()), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0 || folder > 9)
        stop("this folder cannot be opened: ", bundle->text());
    const char digit[] = {char('0' + folder), '\0'};
    *bundle = Path().add("/proc/self/fd/").add(digit);
}

//! Whether others set it for their programs: it would bring their libraries and plugins into ours.
bool isOthers(const char *variable)
{
    return startsWith(variable, "LD_") || startsWith(variable, "QT_PLUGIN_PATH=");
}

} // namespace

//! Gcc makes calls of these of its own accord.
extern "C" void *memset(void *to, int value, unsigned long count)
{
    for (volatile char *at = static_cast<char *>(to); count > 0; --count)
        *at++ = char(value);
    return to;
}

extern "C" void *memcpy(void *to, const void *from, unsigned long count)
{
    auto *in = static_cast<const char *>(from);
    for (volatile char *at = static_cast<char *>(to); count > 0; --count)
        *at++ = *in++;
    return to;
}

extern "C" [[noreturn, gnu::used]] void begin(long *stack)
{
    static Path bundle, loader, libraries, program;
    const Handed handed(stack);
    findBundle(handed, &bundle);
    nameSafely(&bundle);
    loader.add(bundle.text()).add(kLoader);
    libraries.add(bundle.text()).add(kLibraries);
    program.add(bundle.text()).add(kProgram);
    const Loaded loaded = load(loader.text());

    // The loader finds what the kernel would have put on the stack, had it been called with these words.
    const long name = handed.count > 0 ? handed.arguments[0] : address(program.text());
    const long words[] = {address(loader.text()),    address("--inhibit-cache"), address("--library-path"),
                          address(libraries.text()), address("--argv0"),         name,
                          address(program.text())};
    constexpr long kWords = sizeof words / sizeof words[0];
    long size = handed.auxiliary - stack + kWords + 1;
    for (const long *at = handed.auxiliary; at[0] != AT_NULL; at += 2)
        size += 2;
    auto *const made =
        static_cast<long *>(__builtin_alloca_with_align((static_cast<unsigned long>(size) + 4) * sizeof(long), 128));
    long *to = made;
    *to++ = kWords + (handed.count > 0 ? handed.count - 1 : 0);
    for (const long word : words)
        *to++ = word;
    for (long i = 1; i < handed.count; ++i)
        *to++ = handed.arguments[i];
    *to++ = 0;
    for (const long *at = handed.environment; *at != 0; ++at) {
        if (!isOthers(reinterpret_cast<const char *>(*at)))
            *to++ = *at;
    }
    *to++ = 0;
    for (const long *at = handed.auxiliary;; at += 2) {
        const long type = *to++ = at[0];
        *to++ = type == AT_PHDR    ? loaded.headers
                : type == AT_PHNUM ? loaded.headerCount
                : type == AT_ENTRY ? loaded.entry
                : type == AT_BASE  ? 0
                                   : at[1];
        if (type == AT_NULL)
            break;
    }
    asm volatile("mov %0, %%rsp\n\txor %%edx, %%edx\n\txor %%ebp, %%ebp\n\tjmp *%1"
                 :
                 : "r"(made), "r"(loaded.entry)
                 : "memory");
    __builtin_unreachable();
}

asm(".globl _start\n"
    "_start:\n"
    "\txor %ebp, %ebp\n"
    "\tmov %rsp, %rdi\n"
    "\tand $-16, %rsp\n"
    "\tcall begin\n");
