// SPDX-License-Identifier: Apache-2.0
#pragma once
// Result<T>: a value or an Error. Names follow std::expected, so that it can take over when C++23 is the floor.

#include "core/base/Error.h"

#include <optional>
#include <utility>
#include <variant>

namespace muster {

template <typename T>
class [[nodiscard]] Result
{
public:
    using value_type = T;

    //! An Error of kind Internal; only there so that a variable can wait for its outcome.
    Result() : m_content(Error{.kind = ErrorKind::Internal, .where = {}, .what = {}, .code = {}, .field = {}}) {}
    Result(T value) : m_content(std::move(value)) {}
    Result(Error error) : m_content(std::move(error)) {}

    bool has_value() const { return std::holds_alternative<T>(m_content); }
    explicit operator bool() const { return has_value(); }

    //! The value; asking a failed Result is our bug and asserts.
    const T &value() const & { return std::get<T>(m_content); }
    T &value() & { return std::get<T>(m_content); }
    T &&value() && { return std::get<T>(std::move(m_content)); }
    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    T &&operator*() && { return std::move(*this).value(); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }
    T value_or(T other) const { return has_value() ? value() : std::move(other); }

    const Error &error() const { return std::get<Error>(m_content); }

private:
    std::variant<T, Error> m_content;
};

//! A verb that gives nothing back: done, or an Error.
template <>
class [[nodiscard]] Result<void>
{
public:
    using value_type = void;

    Result() = default;
    Result(Error error) : m_error(std::move(error)) {}

    bool has_value() const { return !m_error.has_value(); }
    explicit operator bool() const { return has_value(); }
    const Error &error() const { return *m_error; }

private:
    std::optional<Error> m_error;
};

} // namespace muster

#define MUSTER_JOIN_(a, b) a##b
#define MUSTER_JOIN(a, b) MUSTER_JOIN_(a, b)
//! Declares \a name from a Result, or returns its Error from the current function:
//! `MUSTER_TRY(port, readPort(json));`
#define MUSTER_TRY(name, expression)                                                                                   \
    auto MUSTER_JOIN(musterTry_, __LINE__) = (expression);                                                             \
    if (!MUSTER_JOIN(musterTry_, __LINE__).has_value())                                                                \
        return MUSTER_JOIN(musterTry_, __LINE__).error();                                                              \
    auto name = std::move(MUSTER_JOIN(musterTry_, __LINE__)).value()
//! The same for a Result<void>, where there is nothing to declare.
#define MUSTER_CHECK(expression)                                                                                       \
    if (auto MUSTER_JOIN(musterTry_, __LINE__) = (expression); !MUSTER_JOIN(musterTry_, __LINE__).has_value())         \
    return MUSTER_JOIN(musterTry_, __LINE__).error()
