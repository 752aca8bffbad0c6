// SPDX-License-Identifier: Apache-2.0
#pragma once
// Machine words of errors that say more than their kind, in words for a person. Chip, ribbon, probe and notes use it.

#include <QString>

#include <optional>

namespace muster {

//! What a machine word of an error means.
struct CodeWords {
    //! What a person must look at to mend it.
    enum class Place {
        SignIn,  //!< The key, password or account.
        Trust,   //!< The server's certificate: to be compared, perhaps pinned.
        Address, //!< The address, or what stands there.
        Whole,   //!< Nothing of ours: whoever runs the server, or time.
    };
    Place place = Place::Whole;
    QString chip;    //!< For the Link chip, two or three words: "Second factor".
    QString heading; //!< What happened, without a full stop.
    QString advice;  //!< What it means and what to do, whole sentences.
};

//! The words of \a code; nullopt when it says no more than the kind of its error. Covers what links, sign-ins and probes
//! fail with: the codes of TlsTrust, HttpError, AgenticMail's and Cognipeer's clients.
std::optional<CodeWords> codeWords(const QString &code);

} // namespace muster
