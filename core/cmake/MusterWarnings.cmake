# SPDX-License-Identifier: Apache-2.0
# One INTERFACE target with the flags of every target in the tree: warnings are errors, Qt is strict.
add_library(muster_flags INTERFACE)
target_include_directories(muster_flags INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
target_compile_options(muster_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
    -Wimplicit-fallthrough -Werror -fvisibility=hidden
    # Optimised, g++ 12 sees these faults in what it inlined from Qt and its own library, where there are none.
    -Wno-error=stringop-overread -Wno-error=stringop-overflow -Wno-error=array-bounds -Wno-error=restrict
    -Wno-error=maybe-uninitialized)
target_compile_definitions(muster_flags INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_STRICT_ITERATORS QT_NO_FOREACH QT_NO_KEYWORDS
    QT_NO_CONTEXTLESS_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400)
if(MUSTER_CCACHE AND MUSTER_PCH)
    target_compile_options(muster_flags INTERFACE -fpch-preprocess)
endif()
if(MUSTER_SANITIZE)
    target_compile_options(muster_flags INTERFACE -O1 -fno-omit-frame-pointer
        -fsanitize=address,undefined -fno-sanitize-recover=undefined)
    target_link_options(muster_flags INTERFACE -fsanitize=address,undefined)
endif()
