// SPDX-License-Identifier: Apache-2.0
#pragma once
// Paths without a heap: where the bundle is, and what is in it.
#include "installer/bundle/start/Kernel.h"

#include <linux/limits.h>

namespace muster::start {

//! A path of bounded length; one that does not fit ends the program.
class Path
{
public:
    const char *text() const { return m_text; }
    Path &add(const char *more)
    {
        for (; *more != '\0'; ++more) {
            if (m_length + 1 >= sizeof m_text)
                stop("this path is too long: ", m_text);
            m_text[m_length++] = *more;
        }
        m_text[m_length] = '\0';
        return *this;
    }
    //! Leaves out the last part and the slash before it.
    Path &up()
    {
        while (m_length > 0 && m_text[--m_length] != '/') {
        }
        m_text[m_length] = '\0';
        return *this;
    }
    //! Whether any character of \a any is in it.
    bool has(const char *any) const
    {
        for (const char *at = m_text; *at != '\0'; ++at) {
            for (const char *one = any; *one != '\0'; ++one) {
                if (*at == *one)
                    return true;
            }
        }
        return false;
    }
    //! Becomes what a link says, or the working folder. False when the system does not tell.
    bool readLink(const char *link)
    {
        return take(call(SYS_readlink, address(link), address(m_text), sizeof m_text - 1));
    }
    bool readWorkingFolder() { return take(call(SYS_getcwd, address(m_text), sizeof m_text - 1) - 1); }

private:
    bool take(long count)
    {
        m_length = count > 0 ? static_cast<unsigned long>(count) : 0;
        m_text[m_length] = '\0';
        return count > 0;
    }

    char m_text[PATH_MAX] = {};
    unsigned long m_length = 0;
};

} // namespace muster::start
