// SPDX-License-Identifier: Apache-2.0
#pragma once
// What an AgenticMail server's refusals mean, as sentences with a way out; pure.

#include "core/base/Error.h"
#include "core/wire/HttpClient.h"

namespace muster {

//! Errors of calls and streams in our words.
struct AgenticmailErrors {
    //! The error of an \a answer of 400 or above; \a who is the server, for sentences.
    static Error ofAnswer(const HttpAnswer &answer, const QString &who);
    //! \a seen, an error by errorFrom() or of the network, with what it means on this product: Refused (code
    //! "not-authenticated", "https-required", "address-refused", "host-refused" or "country-refused"), NotFound for a node
    //! that is not there, or when none suits (code "no-suitable-node"), Protocol for what is no AgenticMail control plane, Busy (code "too-many-requests").
    static Error explained(const Error &seen, const QString &who);
    //! How long a 429 asks to wait; limits::kForeignKeepAlive when it does not say, never more than a minute.
    static milliseconds waitOf(const HttpAnswer &answer);
    //! A secret would go over plain http to another machine (decisions.md 15).
    static Error plainSecret(const QString &who);
    //! The account wants a second factor, which only its own page can ask for.
    static Error secondFactor(const QString &who);
    static Error notAgenticmail(const QString &who, const QString &seen);
};

} // namespace muster
