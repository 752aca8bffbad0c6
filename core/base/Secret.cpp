// SPDX-License-Identifier: Apache-2.0
#include "core/base/Secret.h"

#include "core/base/PrivateFile.h"

#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <string.h>

namespace muster {

using namespace Qt::StringLiterals;

Secret &Secret::operator=(const Secret &other)
{
    if (this != &other) {
        wipe();
        m_bytes = other.m_bytes;
        m_bytes.detach();
    }
    return *this;
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        wipe();
        m_bytes = std::move(other.m_bytes);
        other.m_bytes = {};
    }
    return *this;
}

void Secret::wipe()
{
    // Only bytes that nobody else shares may be overwritten; reveal() gives callers copies that they own.
    if (!m_bytes.isEmpty() && m_bytes.isDetached())
        explicit_bzero(m_bytes.data(), static_cast<size_t>(m_bytes.size()));
    m_bytes = {};
}

bool Secret::matches(const QByteArray &other) const
{
    if (m_bytes.isEmpty())
        return false;
    int difference = m_bytes.size() == other.size() ? 0 : 1;
    for (qsizetype i = 0; i < other.size(); ++i)
        difference |= other[i] ^ m_bytes[i % m_bytes.size()];
    return difference == 0;
}

Secret Secret::random(int bytes)
{
    QByteArray raw(bytes, Qt::Uninitialized);
    for (qsizetype i = 0; i < raw.size(); ++i)
        raw[i] = static_cast<char>(QRandomGenerator::system()->bounded(256));
    return Secret(raw.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

Result<Secret> Secret::fromFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return invalid(path, u"cannot read the secret file %1: %2"_s.arg(path, file.errorString()));
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    if ((QFileInfo(file).permissions() & others) != 0)
        return invalid(path, u"the secret file %1 can be read by others; run: chmod 600 %1"_s.arg(path));
    QByteArray line = file.readLine(4096).trimmed();
    if (line.isEmpty())
        return invalid(path, u"the secret file %1 is empty"_s.arg(path));
    return Secret(std::move(line));
}

Result<void> Secret::toFile(const QString &path) const
{
    return writePrivateFile(path, m_bytes + '\n');
}

} // namespace muster
