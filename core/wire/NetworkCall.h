// SPDX-License-Identifier: Apache-2.0
#pragma once
// What HttpClient and SseClient share: requests without surprises, and network errors in our words.

#include "core/base/Error.h"
#include "core/base/Secret.h"

#include <QByteArray>
#include <QList>
#include <QNetworkRequest>
#include <QUrl>

#include <utility>

class QNetworkAccessManager;
class QNetworkReply;
class QObject;

namespace muster
{

//! A manager for calls to \a url: no cookies, no cache, and for loopback no proxy. Owned by \a parent.
QNetworkAccessManager *plainManager(const QUrl &url, QObject *parent);
//! A request that follows no redirect, shares no login and asks for uncompressed bytes. An empty \a token shows none.
QNetworkRequest plainRequest(const QUrl &url, const Secret &token,
                             const QList<std::pair<QByteArray, QByteArray>> &headers);
//! "127.0.0.1:3100" of \a url, for sentences.
QString whoIs(const QUrl &url);
//! Why \a reply of \a who failed below HTTP: Unreachable, Timeout or Protocol.
Error networkError(const QNetworkReply &reply, const QString &who);
//! The HTTP status of \a reply; 0 when it never got one.
int httpStatus(const QNetworkReply &reply);

} // namespace muster
