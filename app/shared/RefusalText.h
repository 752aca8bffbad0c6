// SPDX-License-Identifier: Apache-2.0
#pragma once
// A refused request in words, as viewers read it in the events (T-16).

#include "core/base/Error.h"
#include "core/domain/ClusterEvent.h"

namespace muster {

struct HttpRequest;

//! Who asked for what, from where, and why not. No token's secret: what looks like ID.SECRET in the path is told as ID.***
AccessRefused refusalOf(const HttpRequest &request, const Error &error);

} // namespace muster
