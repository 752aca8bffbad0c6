// SPDX-License-Identifier: Apache-2.0
#include "installer/bundle/start/Loader.h"

#include "installer/bundle/start/Kernel.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>

namespace muster::start {

namespace {

constexpr unsigned long kPage = 4096; // Of every x86-64.

unsigned long pageBelow(unsigned long at)
{
    return at & ~(kPage - 1);
}

unsigned long pageAbove(unsigned long at)
{
    return pageBelow(at + kPage - 1);
}

long map(unsigned long at, unsigned long size, int access, int flags, long file, unsigned long offset)
{
    return call(SYS_mmap, long(at), long(size), access, flags, file, long(offset));
}

//! Maps one part of the file behind \a file to where it belongs. False when the kernel refuses.
bool mapPart(const Elf64_Phdr &part, unsigned long base, long file)
{
    const int access = ((part.p_flags & PF_R) != 0 ? PROT_READ : 0) | ((part.p_flags & PF_W) != 0 ? PROT_WRITE : 0) |
                       ((part.p_flags & PF_X) != 0 ? PROT_EXEC : 0);
    const unsigned long begin = base + pageBelow(part.p_vaddr);
    const unsigned long fileEnd = base + part.p_vaddr + part.p_filesz;
    const unsigned long end = base + part.p_vaddr + part.p_memsz;
    if (failed(map(begin, fileEnd - begin, access, MAP_PRIVATE | MAP_FIXED, file, pageBelow(part.p_offset))))
        return false;
    if (end <= fileEnd)
        return true;
    // Zeroes follow what is in the file: the rest of its last page, then pages of nothing.
    for (auto *zero = reinterpret_cast<volatile char *>(fileEnd);
         address(const_cast<char *>(zero)) < long(pageAbove(fileEnd)); ++zero)
        *zero = '\0';
    const unsigned long rest = pageAbove(end) - pageAbove(fileEnd);
    return rest == 0 || !failed(map(pageAbove(fileEnd), rest, access, MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS, -1, 0));
}

} // namespace

Loaded load(const char *path)
{
    alignas(Elf64_Ehdr) static char head[kPage];
    const long file = call(SYS_open, address(path), O_RDONLY | O_CLOEXEC);
    if (file < 0 || call(SYS_read, file, address(head), sizeof head) != long(sizeof head))
        stop("there is no loader at ", path);
    const auto *const header = reinterpret_cast<const Elf64_Ehdr *>(head);
    const auto *const parts = reinterpret_cast<const Elf64_Phdr *>(head + header->e_phoff);
    if (header->e_phoff + header->e_phnum * sizeof(Elf64_Phdr) > sizeof head || header->e_type != ET_DYN)
        stop("this is no loader: ", path);
    unsigned long size = 0;
    for (int i = 0; i < header->e_phnum; ++i) {
        if (parts[i].p_type == PT_LOAD)
            size = pageAbove(parts[i].p_vaddr + parts[i].p_memsz);
    }
    const long base = map(0, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    bool isMapped = !failed(base);
    for (int i = 0; isMapped && i < header->e_phnum; ++i) {
        if (parts[i].p_type == PT_LOAD)
            isMapped = mapPart(parts[i], static_cast<unsigned long>(base), file);
    }
    if (!isMapped)
        stop("the system does not let this be loaded: ", path);
    call(SYS_close, file);
    return {base + long(header->e_phoff), header->e_phnum, base + long(header->e_entry)};
}

} // namespace muster::start
