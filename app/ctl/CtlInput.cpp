// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlInput.h"

#include "core/base/JsonBounds.h"
#include "core/base/Limits.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStringDecoder>

#include <cstdio>

#include <unistd.h>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! At most \a most bytes and one more, from what may come in pieces.
QByteArray readFrom(QFile *file, qsizetype most)
{
    QByteArray bytes;
    while (bytes.size() <= most) {
        const QByteArray piece = file->read(most + 1 - bytes.size());
        if (piece.isEmpty())
            break;
        bytes += piece;
    }
    return bytes;
}

Result<void> openInput(QFile *file, const QString &path, const QString &field)
{
    const bool isOpen = path == "-"_L1 ? file->open(STDIN_FILENO, QIODevice::ReadOnly | QIODevice::Unbuffered, QFile::DontCloseHandle)
                                       : file->open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    return isOpen ? Result<void>() : invalid(field, u"%1: cannot read %2: %3"_s.arg(field, path, file->errorString()));
}

//! \a bytes of \a path, if all is well with what was read.
Result<QByteArray> checked(const QFile &file, QByteArray bytes, const QString &path, qsizetype most, const QString &field)
{
    if (file.error() != QFileDevice::NoError)
        return invalid(field, u"%1: cannot read %2: %3"_s.arg(field, path, file.errorString()));
    if (bytes.size() > most)
        return invalid(field, u"%1: %2 is longer than %3 bytes"_s.arg(field, path == "-"_L1 ? u"standard input"_s : path).arg(most));
    return bytes;
}

} // namespace

Result<QByteArray> readInput(const QString &path, qsizetype most, const QString &field)
{
    QFile file(path);
    MUSTER_CHECK(openInput(&file, path, field));
    QByteArray bytes = readFrom(&file, most);
    return checked(file, std::move(bytes), path, most, field);
}

Result<QByteArray> readPayload(const QString &text)
{
    const QString field = u"--data"_s;
    const bool isFile = text.startsWith(u'@');
    QByteArray bytes = text.toUtf8();
    if (isFile || text == "-"_L1) {
        MUSTER_TRY(read, readInput(isFile ? text.mid(1) : text, limits::kJobPayloadBytes, field));
        bytes = std::move(read);
    }
    if (bytes.size() > limits::kJobPayloadBytes)
        return invalid(field, u"--data: a payload has at most %1 bytes"_s.arg(limits::kJobPayloadBytes));
    const JsonSize size = jsonSize(bytes);
    if (size.depth >= limits::kJsonDepth || size.values > kJsonValues)
        return invalid(field, u"--data: the JSON is nested deeper than %1 levels, or has too many values"_s.arg(limits::kJsonDepth));
    QJsonParseError problem;
    // In an array: the parser takes only arrays and objects at the top.
    const QJsonArray values = QJsonDocument::fromJson('[' + bytes + ']', &problem).array();
    if (problem.error != QJsonParseError::NoError || values.size() != 1)
        return invalid(field, u"--data: this is not one JSON value, like {\"x\":1} or \"a text\""_s);
    return bytes;
}

Result<Secret> readSecretValue(const QString &name, const QString &path)
{
    const QString field = u"--secret"_s;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return invalid(field, u"--secret: cannot read the file of %1: %2"_s.arg(name, file.errorString()));
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    if ((file.permissions() & others) != 0)
        return invalid(field, u"--secret: %1 can be read by others; run: chmod 600 %1"_s.arg(path));
    MUSTER_TRY(bytes, checked(file, readFrom(&file, limits::kEntitySecretBytes), path, limits::kEntitySecretBytes, field));
    if (bytes.endsWith('\n'))
        bytes.chop(bytes.endsWith("\r\n") ? 2 : 1);
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    if (bytes.isEmpty() || bytes.contains('\0') || decoder.hasError() || text.isEmpty())
        return invalid(field, u"--secret: %1 is empty, or no text that an environment variable can hold"_s.arg(path));
    return Secret(std::move(bytes));
}

} // namespace muster
