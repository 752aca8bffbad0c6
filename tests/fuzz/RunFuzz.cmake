# SPDX-License-Identifier: Apache-2.0
# Runs one target for SECONDS over its CORPUS; what it found new goes into a folder of the build, never into the tree.
set(found ${FINDINGS}/${TARGET}/corpus)
file(MAKE_DIRECTORY ${found})
execute_process(
    COMMAND ${PROGRAM} --target ${TARGET} -max_total_time=${SECONDS} -timeout=5 -rss_limit_mb=1024 -max_len=16384
        -print_final_stats=1 -artifact_prefix=${FINDINGS}/${TARGET}/ ${found} ${CORPUS}
    RESULT_VARIABLE outcome)
if(NOT outcome EQUAL 0)
    message(FATAL_ERROR "${TARGET} has a finding (${outcome}); its input is in ${FINDINGS}/${TARGET}")
endif()
