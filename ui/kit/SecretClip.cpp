// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/SecretClip.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QTimer>

namespace muster {

using namespace Qt::StringLiterals;

void SecretClip::copy(const Secret &secret, milliseconds hold)
{
    new SecretClip(secret, hold);
}

SecretClip::SecretClip(const Secret &secret, milliseconds hold) : QObject(qApp), m_secret(secret)
{
    auto *content = new QMimeData;
    content->setText(QString::fromUtf8(secret.reveal()));
    content->setData(u"x-kde-passwordManagerHint"_s, "secret"); // Klipper and others keep no history of it.
    QGuiApplication::clipboard()->setMimeData(content);
    QTimer::singleShot(hold, this, &SecretClip::clear);
    connect(qApp, &QCoreApplication::aboutToQuit, this, &SecretClip::clear);
}

void SecretClip::clear()
{
    if (m_secret.matches(QGuiApplication::clipboard()->text().toUtf8()))
        QGuiApplication::clipboard()->clear();
    deleteLater();
}

} // namespace muster
