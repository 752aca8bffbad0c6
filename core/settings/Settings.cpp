// SPDX-License-Identifier: Apache-2.0
#include "core/settings/Settings.h"

#include "core/base/PrivateFile.h"

#include <QFile>
#include <QStandardPaths>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr auto kOwnerOnly = QFile::ReadOwner | QFile::WriteOwner;

//! The folder, made for its owner alone when it is missing; QSettings then finds it there.
QString ensureFolder(const QString &folder)
{
    (void)ensurePrivateFolder(folder); // save() says when it cannot be.
    return folder;
}

} // namespace

Settings::Settings(const QString &folder, QObject *parent)
    : QObject(parent), m_folder(ensureFolder(folder)), m_path(folder + u"/settings.ini"_s),
      m_file(m_path, QSettings::IniFormat)
{
    // A copy made by hand may be open to others: which clusters and machines somebody looks at is nobody's business.
    // A fresh one is made here because QSettings would make it for all to read.
    QFile file(m_path);
    if (file.exists())
        file.setPermissions(kOwnerOnly);
    else
        (void)file.open(QIODevice::WriteOnly, kOwnerOnly); // save() says what is wrong when this cannot be.
}

Settings::~Settings()
{
    (void)save(); // Nobody is left to be told.
}

bool Settings::value(const FlagSetting &setting) const
{
    const QString text = m_file.value(setting.key).toString();
    if (text == "true"_L1 || text == "1"_L1)
        return true;
    if (text == "false"_L1 || text == "0"_L1)
        return false;
    return setting.otherwise;
}

int Settings::value(const NumberSetting &setting) const
{
    bool isNumber = false;
    const int number = m_file.value(setting.key).toString().toInt(&isNumber);
    return isNumber ? std::clamp(number, setting.least, setting.most) : setting.otherwise;
}

QString Settings::value(const WordSetting &setting) const
{
    const QString word = m_file.value(setting.key).toString();
    const bool isKnown = !word.isEmpty() && QString(setting.words).split(u' ').contains(word);
    return isKnown ? word : QString(setting.otherwise);
}

QString Settings::value(const TextSetting &setting) const
{
    return m_file.value(setting.key).toString().left(setting.most);
}

QByteArray Settings::value(const BytesSetting &setting) const
{
    const QByteArray text = m_file.value(setting.key).toString().toLatin1();
    QByteArray bytes = QByteArray::fromBase64(text);
    return bytes.size() > setting.most ? QByteArray() : bytes;
}

void Settings::set(const FlagSetting &setting, bool value)
{
    put(setting.key, value);
}

void Settings::set(const NumberSetting &setting, int value)
{
    put(setting.key, std::clamp(value, setting.least, setting.most));
}

void Settings::set(const WordSetting &setting, const QString &word)
{
    Q_ASSERT(QString(setting.words).split(u' ').contains(word));
    put(setting.key, word);
}

void Settings::set(const TextSetting &setting, const QString &text)
{
    put(setting.key, text.left(setting.most));
}

void Settings::set(const BytesSetting &setting, const QByteArray &bytes)
{
    if (bytes.size() <= setting.most)
        put(setting.key, QString::fromLatin1(bytes.toBase64()));
}

QByteArray Settings::view(const QString &cluster) const
{
    const QByteArray key = QString(setting::kClusterView.key).arg(cluster).toLatin1();
    return value(BytesSetting{QLatin1StringView(key), setting::kClusterView.most});
}

void Settings::setView(const QString &cluster, const QByteArray &bytes)
{
    Q_ASSERT(!cluster.isEmpty());
    const QByteArray key = QString(setting::kClusterView.key).arg(cluster).toLatin1();
    set(BytesSetting{QLatin1StringView(key), setting::kClusterView.most}, bytes);
}

Result<void> Settings::save()
{
    m_file.sync();
    if (m_file.status() != QSettings::NoError)
        return storageError(u"writing %1"_s.arg(m_path), u"the settings could not be written"_s);
    return {};
}

void Settings::put(QLatin1StringView key, const QVariant &value)
{
    if (m_file.contains(key) && m_file.value(key).toString() == value.toString())
        return;
    m_file.setValue(key, value);
    Q_EMIT changed(key);
}

QString defaultConfigFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/muster"_s;
}

} // namespace muster
