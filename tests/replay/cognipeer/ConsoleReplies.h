// SPDX-License-Identifier: Apache-2.0
#pragma once
// The forms in which the replayed console answers. For the files of the replay only.

#include "tests/replay/cognipeer/CookieServer.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace muster {

//! An object as the body.
inline ConsoleReply json(int status, const QJsonObject &object)
{
    return {.status = status, .body = QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

//! A refusal of one sentence.
inline ConsoleReply says(int status, const QString &error)
{
    return json(status, {{QStringLiteral("error"), error}});
}

//! What the web app answers for whatever it does not know.
inline ConsoleReply page()
{
    return {.status = 404,
            .contentType = "text/html; charset=utf-8",
            .body = "<!DOCTYPE html><html><head><title>404: This page could not be found.</title></head></html>"};
}

} // namespace muster
