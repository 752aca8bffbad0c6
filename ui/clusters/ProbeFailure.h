// SPDX-License-Identifier: Apache-2.0
#pragma once
// Why a probe failed, in words for a person: what happened, what it means, what to do. A pure rule.

#include "core/base/Error.h"
#include "core/settings/ClusterProfile.h"

namespace muster {

//! What was asked.
struct ProbeQuestion {
    QUrl url;
    QString product;             //!< "AgenticMail": what we hoped to find.
    SignIn way = SignIn::Token;
    TlsPin pin = {};             //!< That was demanded; may be empty.
};

//! The words, and the field that they belong to.
struct ProbeFailure {
    enum class Place { Address, SignIn, Trust, Whole };
    Place place = Place::Whole;
    QString mark;    //!< Short, below the field.
    QString heading; //!< What happened.
    QString advice;  //!< What it means and what to do.
    QString details; //!< What we saw; for the folded part.
    TlsPin seen = {}; //!< Place::Trust: the key that the server showed; empty when that is not known.

    bool operator==(const ProbeFailure &) const = default;
};

//! Code of the error that ClusterProbe makes when another dialect answers; Error::field is then the other's title.
inline constexpr QLatin1StringView kSpeaksAnother{"speaks-another"};

//! The words for \a error. Codes that say more than the kind: kSpeaksAnother, "not-allowed", and those of
//! codeWords().
ProbeFailure probeFailure(const Error &error, const ProbeQuestion &asked);

//! What is wrong with the address \a typed, for the line below it: \a error of parseClusterUrl() without the field's name,
//! which the row has.
QString urlComplaint(const QString &typed, const Error &error);

} // namespace muster
