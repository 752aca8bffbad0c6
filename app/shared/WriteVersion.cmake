# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT from TEMPLATE with VERSION and the short commit of SOURCE, if it is a checkout; leaves it alone when
# nothing changed.
set(BUILD "")
find_program(GIT git)
if(GIT)
    execute_process(COMMAND ${GIT} -C ${SOURCE} rev-parse --short=10 HEAD
        OUTPUT_VARIABLE BUILD OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)
