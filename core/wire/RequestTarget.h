// SPDX-License-Identifier: Apache-2.0
#pragma once
// The target of a request line -> decoded path and query. Used by HttpParser alone.

#include "core/wire/HttpRequest.h"

namespace muster
{

//! Fills segments and query of \a request from \a target. Invalid for every form but "/path?query" and
//! "http(s)://HOST/path?query" with the HOST of the header, for bad escapes, characters that no target may have,
//! control characters behind escapes, bytes that are not UTF-8, and "." or ".." segments.
Result<void> readTarget(QByteArrayView target, QByteArrayView host, HttpRequest *request);

} // namespace muster
