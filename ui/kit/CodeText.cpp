// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/CodeText.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

using Place = CodeWords::Place;

struct CodeTextTr {
    Q_DECLARE_TR_FUNCTIONS(CodeText)
};

// Found here by the translators' tools, looked up when shown.
struct Row {
    QLatin1StringView code;
    Place place;
    const char *chip;
    const char *heading;
    const char *advice;
};

constexpr std::array kCertificates{
    Row{"tls-not-trusted"_L1, Place::Trust, QT_TRANSLATE_NOOP("CodeText", "Certificate"),
        QT_TRANSLATE_NOOP("CodeText", "Its certificate is not known"),
        QT_TRANSLATE_NOOP("CodeText", "No authority that this computer trusts vouches for it, so nothing was sent. "
                                      "If the server has a certificate of its own, compare its fingerprint and pin "
                                      "it.")},
    Row{"tls-pin-differs"_L1, Place::Trust, QT_TRANSLATE_NOOP("CodeText", "Certificate"),
        QT_TRANSLATE_NOOP("CodeText", "Its certificate is not the pinned one"),
        QT_TRANSLATE_NOOP("CodeText", "The server shows another key than the one that was pinned, so nothing was "
                                      "sent. That is normal after the server was set up anew, and it is what an "
                                      "attack looks like. Ask whoever runs it.")},
    Row{"tls-expired"_L1, Place::Address, QT_TRANSLATE_NOOP("CodeText", "Certificate"),
        QT_TRANSLATE_NOOP("CodeText", "Its certificate is out of date"),
        QT_TRANSLATE_NOOP("CodeText", "It has expired, or is not valid yet, so nothing was sent. Check the clock of "
                                      "this computer; else whoever runs the server must renew it.")},
    Row{"tls-wrong-name"_L1, Place::Address, QT_TRANSLATE_NOOP("CodeText", "Certificate"),
        QT_TRANSLATE_NOOP("CodeText", "Its certificate is for another name"),
        QT_TRANSLATE_NOOP("CodeText", "The certificate is genuine but does not name this address, so nothing was "
                                      "sent. Use the name that it was made for.")},
    Row{"tls-handshake"_L1, Place::Address, QT_TRANSLATE_NOOP("CodeText", "No TLS"),
        QT_TRANSLATE_NOOP("CodeText", "No secure connection"),
        QT_TRANSLATE_NOOP("CodeText", "The encrypted connection could not be set up, so nothing was sent. Perhaps "
                                      "the server speaks plain http, or only old TLS: check the address and the "
                                      "port.")},
};

constexpr std::array kDoors{
    Row{"not-authenticated"_L1, Place::SignIn, QT_TRANSLATE_NOOP("CodeText", "Sign-in"),
        QT_TRANSLATE_NOOP("CodeText", "Not signed in"),
        QT_TRANSLATE_NOOP("CodeText", "The key or password was missing or is not accepted any more; it may have "
                                      "expired or been revoked. Give another one.")},
    Row{"second-factor"_L1, Place::SignIn, QT_TRANSLATE_NOOP("CodeText", "Second factor"),
        QT_TRANSLATE_NOOP("CodeText", "A password is not enough"),
        QT_TRANSLATE_NOOP("CodeText", "This account is protected by a second factor, which Muster cannot ask for. "
                                      "Sign in with an API key instead.")},
    Row{"cluster-right"_L1, Place::SignIn, QT_TRANSLATE_NOOP("CodeText", "No right"),
        QT_TRANSLATE_NOOP("CodeText", "You may not see its cluster"),
        QT_TRANSLATE_NOOP("CodeText", "You are known there, but this account may not read the cluster. An owner or "
                                      "admin there can give it the right, or sign in as somebody who has it.")},
    Row{"payment-required"_L1, Place::Whole, QT_TRANSLATE_NOOP("CodeText", "Licence"),
        QT_TRANSLATE_NOOP("CodeText", "Its licence has no clusters"),
        QT_TRANSLATE_NOOP("CodeText", "You are known there, but the server shows clusters only with another licence. "
                                      "Whoever runs it can add that, or sign in to a company that has it.")},
    Row{"no-cluster-api"_L1, Place::Address, QT_TRANSLATE_NOOP("CodeText", "No cluster API"),
        QT_TRANSLATE_NOOP("CodeText", "This edition shows no cluster"),
        QT_TRANSLATE_NOOP("CodeText", "It is the right product, but the open edition dropped its cluster page after "
                                      "June 2026 (1.2.4). Connect to that version, or to an edition that includes "
                                      "the cluster.")},
    Row{"plain-secrets"_L1, Place::Address, QT_TRANSLATE_NOOP("CodeText", "Needs https"),
        QT_TRANSLATE_NOOP("CodeText", "A key or password is not sent in the open"),
        QT_TRANSLATE_NOOP("CodeText", "Everybody on the way could read the key or password over plain http, so "
                                      "nothing was sent. Use https, or allow plain http for this cluster if you "
                                      "trust the network between.")},
    Row{"https-required"_L1, Place::Address, QT_TRANSLATE_NOOP("CodeText", "Needs https"),
        QT_TRANSLATE_NOOP("CodeText", "It takes calls over https only"),
        QT_TRANSLATE_NOOP("CodeText", "The server turned us away because the address begins with http://. Change it "
                                      "to https://.")},
    Row{"address-refused"_L1, Place::Whole, QT_TRANSLATE_NOOP("CodeText", "Not let in"),
        QT_TRANSLATE_NOOP("CodeText", "It does not let this computer's address in"),
        QT_TRANSLATE_NOOP("CodeText", "The server lets only some addresses in, and ours is not among them. Whoever "
                                      "runs it can allow it, or connect from a network that it knows.")},
    Row{"country-refused"_L1, Place::Whole, QT_TRANSLATE_NOOP("CodeText", "Not let in"),
        QT_TRANSLATE_NOOP("CodeText", "It does not let callers from this country in"),
        QT_TRANSLATE_NOOP("CodeText", "By our address the server takes us for a caller from a country that is closed "
                                      "there. Whoever runs it can change that.")},
    Row{"host-refused"_L1, Place::Address, QT_TRANSLATE_NOOP("CodeText", "Wrong name"),
        QT_TRANSLATE_NOOP("CodeText", "It does not answer to this name"),
        QT_TRANSLATE_NOOP("CodeText", "The server is there but goes by other names. Use one that it knows, or have "
                                      "this one allowed there.")},
    Row{"wrong-host"_L1, Place::Address, QT_TRANSLATE_NOOP("CodeText", "Wrong name"),
        QT_TRANSLATE_NOOP("CodeText", "It does not answer to this name"),
        QT_TRANSLATE_NOOP("CodeText", "The server is there but goes by other names. Use one that it knows, or have "
                                      "this one allowed there.")},
    Row{"origin-refused"_L1, Place::Address, QT_TRANSLATE_NOOP("CodeText", "Not let in"),
        QT_TRANSLATE_NOOP("CodeText", "It takes us for a web page"),
        QT_TRANSLATE_NOOP("CodeText", "The server turns away what looks like a page of another site; something on "
                                      "the way may have changed our requests. Connect without a proxy between.")},
    Row{"not-done"_L1, Place::Whole, QT_TRANSLATE_NOOP("CodeText", "Not done"),
        QT_TRANSLATE_NOOP("CodeText", "It was not done"),
        QT_TRANSLATE_NOOP("CodeText", "The answer was lost; read back, everything is as before. Nothing was changed: try "
                                      "again.")},
    Row{"not-confirmed"_L1, Place::Whole, QT_TRANSLATE_NOOP("CodeText", "Not confirmed"),
        QT_TRANSLATE_NOOP("CodeText", "It is not known whether it was done"),
        QT_TRANSLATE_NOOP("CodeText", "The answer was lost, and nothing that was read since shows it. Look at the node "
                                      "before you try again.")},
    Row{"no-suitable-node"_L1, Place::Whole, QT_TRANSLATE_NOOP("CodeText", "No node suits"),
        QT_TRANSLATE_NOOP("CodeText", "It has no node that suits"),
        QT_TRANSLATE_NOOP("CodeText", "No node that is online offers what is needed. Ask for less, or bring one back.")},
    Row{"too-many-requests"_L1, Place::Whole, QT_TRANSLATE_NOOP("CodeText", "Asked to wait"),
        QT_TRANSLATE_NOOP("CodeText", "It asks us to wait"),
        QT_TRANSLATE_NOOP("CodeText", "The server allows only so many requests in a while, often of everybody "
                                      "together, and they are used up. Wait some minutes; Muster asks again by "
                                      "itself.")},
};

template <typename Rows>
std::optional<CodeWords> wordsIn(const Rows &rows, const QString &code)
{
    const auto found = std::ranges::find_if(rows, [&code](const Row &row) { return row.code == code; });
    if (found == rows.end())
        return std::nullopt;
    return CodeWords{found->place, CodeTextTr::tr(found->chip), CodeTextTr::tr(found->heading), CodeTextTr::tr(found->advice)};
}

} // namespace

std::optional<CodeWords> codeWords(const QString &code)
{
    if (const auto words = wordsIn(kCertificates, code))
        return words;
    if (code.startsWith("tls-"_L1)) // Of a newer core: still nothing was sent.
        return wordsIn(kCertificates, u"tls-handshake"_s);
    return wordsIn(kDoors, code);
}

} // namespace muster
