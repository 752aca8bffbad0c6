// SPDX-License-Identifier: Apache-2.0
#include "tests/bundle/Unpacked.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

bool write(const QString &path, const QByteArray &text)
{
    QFile::remove(path); // Perhaps a link to somewhere.
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

} // namespace

QJsonObject objectIn(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

QJsonObject bundleFacts()
{
    return objectIn(QStringLiteral(MUSTER_BINARY_DIR "/bundle/bundle.json"));
}

QString bundleArchive()
{
    return QStringLiteral(MUSTER_BINARY_DIR "/bundle/") + bundleFacts()["archives"_L1][0]["file"_L1].toString();
}

bool unpackBundle(const QString &folder)
{
    return QDir().mkpath(folder) && QProcess::execute(u"tar"_s, {u"-xzf"_s, bundleArchive(), u"-C"_s, folder}) == 0;
}

bool furnish(const QString &root)
{
    const QDir machine(root);
    for (const auto &folder : {u"bin"_s, u"dev"_s, u"etc"_s, u"elsewhere"_s, u"proc"_s, u"tmp"_s}) {
        if (!machine.mkpath(folder))
            return false;
    }
    for (const auto &device : {u"dev/null"_s, u"dev/urandom"_s}) {
        if (!machine.exists(device) && !write(machine.filePath(device), {}))
            return false;
    }
    const QString agent = machine.filePath(u"bin/agent"_s);
    QFile::remove(agent);
    return QFile::copy(QStringLiteral(MUSTER_BINARY_DIR "/tests/bin/muster-bundle-agent"), agent) &&
           write(machine.filePath(u"etc/ld.so.preload"_s), "/tmp/watcher.so\n") &&
           write(machine.filePath(u"etc/resolv.conf"_s), "nameserver 10.77.0.1\n") &&
           write(machine.filePath(u"etc/nsswitch.conf"_s),
                 "passwd: compat systemd\nhosts: resolve [!UNAVAIL=return] files dns\n") &&
           write(machine.filePath(u"etc/hosts"_s), "127.0.0.1 localhost\n") &&
           unpackBundle(machine.filePath(u"opt/its own"_s));
}

QStringList inside(const QString &root)
{
    // The words after the root are the musterd that is replaced and its arguments.
    const QString script = uR"sh(root=$1; shift 2
        mount --rbind "$0" "$root/tmp" && mount --rbind /proc "$root/proc" || exit
        for device in null urandom; do mount --rbind "/dev/$device" "$root/dev/$device" || exit; done
        exec env -i HOME=/elsewhere LD_LIBRARY_PATH=/tmp QT_PLUGIN_PATH=/tmp \
            "$(command -v chroot)" "$root" "/opt/its own/musterd/bin/musterd" "$@")sh"_s;
    return {u"unshare"_s, u"--mount"_s, u"sh"_s, u"-c"_s, script, QDir::tempPath(), root};
}

} // namespace muster
