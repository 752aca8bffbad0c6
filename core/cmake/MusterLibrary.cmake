# SPDX-License-Identifier: Apache-2.0
# The functions that make every target of the tree, so that a folder's CMakeLists.txt is one line.

#   muster_library(core/domain USES core/base SYSTEM Qt6::Core [RESOURCES file.qrc])
# makes the static library muster_core_domain of all .cpp and .h in the current folder (not of its subfolders).
# USES names every folder whose headers may be included here; it links them and fills layers.txt, which tst_Tidy
# holds against the #include lines. SYSTEM names bought libraries.
function(muster_library name)
    cmake_parse_arguments(arg "" "" "USES;SYSTEM;RESOURCES" ${ARGN})
    string(REPLACE "/" "_" target "muster_${name}")
    file(GLOB sources CONFIGURE_DEPENDS *.cpp *.h)
    add_library(${target} STATIC ${sources} ${arg_RESOURCES})
    set_target_properties(${target} PROPERTIES AUTOMOC ON AUTORCC ON)
    set(used "")
    foreach(folder IN LISTS arg_USES)
        string(REPLACE "/" "_" one "muster_${folder}")
        list(APPEND used ${one})
    endforeach()
    target_link_libraries(${target} PUBLIC muster_flags ${used} ${arg_SYSTEM})
    if(MUSTER_PCH AND NOT "${sources}" STREQUAL "")
        target_precompile_headers(${target} PRIVATE ${PROJECT_SOURCE_DIR}/core/cmake/Precompiled.h)
    endif()
    list(JOIN arg_USES " " uses_text)
    set_property(GLOBAL APPEND PROPERTY MUSTER_LAYERS "${name}: ${uses_text}")
endfunction()

#   muster_program(musterd app/daemon USES app/shared)
# makes the program build/<preset>/bin/musterd of the .cpp and .h in the current folder, and installs it.
function(muster_program program name)
    cmake_parse_arguments(arg "" "" "USES;SYSTEM;RESOURCES" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS *.cpp *.h)
    add_executable(${program} ${sources} ${arg_RESOURCES})
    set_target_properties(${program} PROPERTIES AUTOMOC ON AUTORCC ON)
    foreach(folder IN LISTS arg_USES)
        string(REPLACE "/" "_" one "muster_${folder}")
        target_link_libraries(${program} PRIVATE ${one})
    endforeach()
    target_link_libraries(${program} PRIVATE muster_flags ${arg_SYSTEM})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    list(JOIN arg_USES " " uses_text)
    set_property(GLOBAL APPEND PROPERTY MUSTER_LAYERS "${name}: ${uses_text}")
endfunction()

#   muster_tests(USES core/domain [tests/support] [SYSTEM Qt6::Widgets] [LABELS integration])
# makes one test program of each tst_*.cpp in the current folder. Beside LABELS each gets the label "core", or that of
# its folder for ui, app, tidy, bench and integration, so that `ctest -L core` selects.
function(muster_tests)
    cmake_parse_arguments(arg "" "TIMEOUT" "USES;SYSTEM;LABELS;ENVIRONMENT" ${ARGN})
    file(GLOB tests CONFIGURE_DEPENDS tst_*.cpp)
    file(RELATIVE_PATH part ${PROJECT_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR})
    string(REGEX REPLACE "/.*" "" part ${part})
    if(NOT part MATCHES "^(ui|app|tidy|bench|integration)$")
        set(part core)
    endif()
    list(APPEND arg_LABELS ${part})
    list(REMOVE_DUPLICATES arg_LABELS)
    foreach(file IN LISTS tests)
        get_filename_component(test ${file} NAME_WE)
        add_executable(${test} ${file})
        set_target_properties(${test} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests/bin)
        foreach(folder IN LISTS arg_USES)
            string(REPLACE "/" "_" one "muster_${folder}")
            target_link_libraries(${test} PRIVATE ${one})
        endforeach()
        target_link_libraries(${test} PRIVATE muster_flags Qt6::Test ${arg_SYSTEM})
        # A test runs for a second and is compiled for three: what it tests is optimised, it is not.
        target_compile_options(${test} PRIVATE $<$<CONFIG:Release>:-O0>)
        target_compile_definitions(${test} PRIVATE
            MUSTER_SOURCE_DIR="${PROJECT_SOURCE_DIR}" MUSTER_BINARY_DIR="${PROJECT_BINARY_DIR}")
        add_test(NAME ${test} COMMAND ${test})
        if(NOT arg_TIMEOUT)
            set(arg_TIMEOUT 120)
        endif()
        set_tests_properties(${test} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}"
            ENVIRONMENT "QT_QPA_PLATFORM=offscreen;${arg_ENVIRONMENT}"
            FAIL_REGULAR_EXPRESSION "SKIP   :")
    endforeach()
endfunction()

# Writes layers.txt, one "folder: folders it may include" line a target, for tst_Tidy.
function(muster_write_layers)
    get_property(lines GLOBAL PROPERTY MUSTER_LAYERS)
    list(JOIN lines "\n" text)
    file(WRITE ${PROJECT_BINARY_DIR}/layers.txt "${text}\n")
endfunction()
