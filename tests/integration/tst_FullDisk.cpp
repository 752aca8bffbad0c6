// SPDX-License-Identifier: Apache-2.0
// A control plane on a disk that is really full: what it says, and that nothing is lost. The disk is one of 800 KB in memory.

#include "tests/integration/ProgramRun.h"

#include <QTest>

#include <unistd.h>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_FullDisk final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKnownFolderOnAFullDiskIsNamed()
    {
        const QTemporaryDir root;
        // Alone with its mounts, so that the disk is gone with the process.
        QStringList unshare{u"--mount"_s};
        if (::getuid() != 0)
            unshare.prepend(u"--map-root-user"_s);
        const QString script = uR"(
            mount -t tmpfs -o size=800k none "$1" || exit 99
            wait_ready() { for i in $(seq 300); do [ -s "$1/node/muster.sqlite" ] && return; sleep 0.1; done; }
            "$0" --listen 127.0.0.1:0 --data "$1/node" --name full >/dev/null 2>&1 & first=$!
            wait_ready "$1"; kill $first; wait $first
            dd if=/dev/zero of="$1/fill" bs=1k >/dev/null 2>&1
            "$0" --listen 127.0.0.1:0 --data "$1/node" --name full; full=$?
            rm "$1/fill"
            timeout 2 "$0" --listen 127.0.0.1:0 --data "$1/node" --name full 2>/dev/null | grep -q "musterd ready" && again=0
            exit $((full + 10 * ${again:-9})))"_s;
        QProcess shell;
        shell.setProcessEnvironment(cleanEnvironment({}));
        shell.start(u"unshare"_s, unshare + QStringList{u"sh"_s, u"-c"_s, script,
                                                        QStringLiteral(MUSTER_BINARY_DIR "/bin/musterd"), root.path()});

        QVERIFY(shell.waitForFinished(60'000));

        const QString said = QString::fromUtf8(shell.readAllStandardError());
        QVERIFY2(shell.exitCode() == 1, qPrintable(said)); // 1 when full, and ready again with room.
        QVERIFY2(said.contains("no space is left for "_L1 + root.path()), qPrintable(said));
    }
};

QTEST_GUILESS_MAIN(tst_FullDisk)
#include "tst_FullDisk.moc"
