// SPDX-License-Identifier: Apache-2.0
#include "app/daemon/DaemonOptions.h"

#include "app/daemon/DaemonArguments.h"
#include "app/daemon/ForeignVariables.h"
#include "app/daemon/HostedOptions.h"
#include "app/daemon/WorkerFolder.h"
#include "app/shared/ListenAddress.h"
#include "app/shared/NodeFolder.h"
#include "core/domain/ClusterAddress.h"

#include <QFileInfo>
#include <QRegularExpression>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Whether a worker's folder may be what is asked for without --join: never a control plane of its own beside it.
Result<void> checkFolder(const DaemonArguments &given, const LocalNodeOptions &node, const FolderWorker &kept)
{
    const auto role = given.find(u"role"_s, {u"NODE_ROLE"_s});
    const auto listen = given.find(u"listen"_s, {});
    if (node.role == NodeRole::Worker && (role || !listen))
        return {};
    return invalid(node.role == NodeRole::Worker ? listen->field : role->field,
                   u"%1: %2 is the folder of worker %3 of %4; give a control plane another folder with --data"_s.arg(
                       node.role == NodeRole::Worker ? listen->field : role->field, node.dataFolder, kept.node,
                       kept.url.toString()));
}

//! What the control plane to join is recognised by: the pin that was given, else the one kept for it.
Result<void> readPin(const DaemonArguments &given, const std::optional<FolderWorker> &kept, LocalNodeOptions *node)
{
    const auto pin = given.find(u"pin"_s, {});
    if (!pin) {
        if (kept && kept->url == node->joinUrl)
            node->joinPin = kept->pin;
        return {};
    }
    MUSTER_TRY(key, TlsPin::parse(pin->text, pin->field));
    if (node->joinUrl.scheme() != "https"_L1)
        return invalid(pin->field, u"%1: %2 is not an https address, so there is no key to pin"_s
                                       .arg(pin->field, node->joinUrl.toString()));
    node->joinPin = key;
    return {};
}

Result<void> readRole(const DaemonArguments &given, LocalNodeOptions *node)
{
    const auto role = given.find(u"role"_s, {u"NODE_ROLE"_s});
    auto join = given.find(u"join"_s, {u"ENTERPRISE_URL"_s});
    MUSTER_TRY(kept, readFolderWorker(node->dataFolder));
    node->role = join || kept ? NodeRole::Worker : NodeRole::All;
    if (role) {
        MUSTER_TRY(word, nodeRoleOf(role->text, role->field));
        node->role = word;
    }
    if (!join && kept) {
        MUSTER_CHECK(checkFolder(given, *node, *kept));
        join = GivenText{kept->url.toString(), node->dataFolder + (kept->joinTokenPath.isEmpty() ? u"/credential.json"_s : u"/worker.json"_s)};
    }
    if (!join) {
        if (node->role == NodeRole::Worker)
            return invalid(u"--join"_s, u"a worker needs --join URL, the control plane that it belongs to"_s);
        return {};
    }
    if (node->role != NodeRole::Worker)
        return invalid(join->field, u"%1 goes with the role worker; several control planes are not in this version"_s
                                        .arg(join->field));
    node->isInsecure = given.hasOption(u"insecure"_s);
    MUSTER_TRY(url, parseClusterUrl(join->text, join->field,
                                    node->isInsecure ? PlainHttp::Anywhere : PlainHttp::LoopbackOnly));
    node->joinUrl = url;
    return readPin(given, kept, node);
}

//! A name or an id, or nothing.
Result<QString> readId(const std::optional<GivenText> &given)
{
    if (given && !isIdText(given->text))
        return invalid(given->field, u"%1: 2 to 64 characters of A-Z a-z 0-9 . _ - beginning with a letter or digit"_s
                                         .arg(given->field));
    return given ? given->text : QString();
}

Result<void> readNames(const DaemonArguments &given, LocalNodeOptions *node)
{
    // Both variables may be there: one file of settings can serve a worker and a control plane.
    const QStringList variables = node->role == NodeRole::Worker ? QStringList{u"WORKER_NAME"_s, u"NODE_NAME"_s}
                                                                 : QStringList{u"NODE_NAME"_s, u"WORKER_NAME"_s};
    MUSTER_TRY(name, readId(given.find(u"name"_s, variables)));
    MUSTER_TRY(id, readId(given.variable(u"WORKER_NODE_ID"_s)));
    node->name = name;
    node->id = id;
    return {};
}

Result<void> readListen(const DaemonArguments &given, LocalNodeOptions *node)
{
    if (const auto listen = given.find(u"listen"_s, {})) {
        MUSTER_TRY(address, parseListenAddress(listen->text, listen->field));
        node->listenHost = address.host.toString();
        node->port = address.port;
        return {};
    }
    MUSTER_TRY(port, given.number(u"PORT"_s, 0, 65535));
    if (port)
        node->port = static_cast<quint16>(*port);
    const auto host = given.variable(u"HOST"_s);
    if (host && node->role != NodeRole::Worker) { // A worker listens nowhere, wherever it was told to.
        MUSTER_TRY(address, listenHost(host->text, host->field));
        node->listenHost = address.toString();
    }
    return {};
}

Result<void> readTimes(const DaemonArguments &given, LocalNodeOptions *node, QStringList *warnings)
{
    const qint64 most = limits::kBeatIntervalMost.count();
    MUSTER_TRY(beat, given.number(u"NODE_HEARTBEAT_MS"_s, limits::kBeatIntervalLeast.count(), most));
    MUSTER_TRY(offline, given.number(u"NODE_OFFLINE_AFTER_MS"_s, 2 * limits::kBeatIntervalLeast.count(), 100 * most));
    if (beat)
        node->beatInterval = milliseconds(*beat);
    if (offline)
        node->offlineAfter = milliseconds(*offline);
    if (offline && node->offlineAfter < 2 * node->beatInterval)
        return invalid(u"NODE_OFFLINE_AFTER_MS"_s, u"NODE_OFFLINE_AFTER_MS: must be at least twice the heartbeat of %1 ms"_s
                                                       .arg(node->beatInterval.count()));
    if (node->role == NodeRole::Worker && (beat || offline))
        warnings->append(u"NODE_HEARTBEAT_MS and NODE_OFFLINE_AFTER_MS are ignored: a worker is told by its control plane"_s);
    return {};
}

Result<void> readAddress(const DaemonArguments &given, LocalNodeOptions *node)
{
    if (const auto url = given.variable(u"NODE_URL"_s)) {
        const QUrl parsed(url->text, QUrl::StrictMode);
        const bool isWeb = parsed.scheme() == "http"_L1 || parsed.scheme() == "https"_L1;
        if (!parsed.isValid() || !isWeb || parsed.host().isEmpty() || !parsed.userInfo().isEmpty())
            return invalid(url->field, u"%1: expected an address like http://10.0.0.7:3100"_s.arg(url->field));
        node->address = parsed.authority();
    }
    const auto host = given.variable(u"WORKER_HOST"_s);
    if (host && node->role == NodeRole::Worker) {
        static const QRegularExpression form(u"\\A[A-Za-z0-9\\[][A-Za-z0-9.:\\[\\]_-]{0,252}\\z"_s);
        if (!form.match(host->text).hasMatch())
            return invalid(host->field, u"%1: expected a host name or an IP address"_s.arg(host->field));
        node->address = host->text;
    }
    return {};
}

//! The file with the token that a worker shows: the one that was given, else the one it was let in with; empty when there is none.
Result<QString> joinTokenPathOf(const std::optional<GivenText> &given, const LocalNodeOptions &node)
{
    if (given)
        return QFileInfo(given->text).absoluteFilePath();
    MUSTER_TRY(kept, readFolderWorker(node.dataFolder));
    if (!kept || kept->url != node.joinUrl || kept->joinTokenPath.isEmpty())
        return QString(); // A credential may be kept; WorkerLink looks.
    if (!QFileInfo::exists(kept->joinTokenPath))
        return invalid(u"--join-token-file"_s, u"--join-token-file: worker %1 joined %2 with the token in %3, which is not there any more; "
                                               "give the file with its token"_s.arg(kept->node, kept->url.toString(), kept->joinTokenPath));
    return kept->joinTokenPath;
}

Result<void> readTokens(const DaemonArguments &given, DaemonOptions *options)
{
    LocalNodeOptions *node = &options->node;
    const auto admin = given.find(u"token-file"_s, {});
    const auto join = given.find(u"join-token-file"_s, {});
    if (node->role != NodeRole::Worker) {
        node->adminTokenPath = admin ? admin->text : QString();
        node->joinTokenPath = join ? join->text : QString();
        return {};
    }
    if (admin)
        return invalid(admin->field, u"%1: a worker never holds an admin token; give it a token made with musterctl tokens create "
                                     "--join, with --join-token-file"_s.arg(admin->field));
    MUSTER_TRY(path, joinTokenPathOf(join, *node));
    if (path.isEmpty())
        return {};
    MUSTER_TRY(token, Secret::fromFile(path));
    node->joinToken = token;
    options->joinTokenPath = path;
    return {};
}

Result<void> readDoors(const DaemonArguments &given, LocalNodeOptions *node)
{
    const auto keyless = given.find(u"agenticmail-workers"_s, {});
    const bool isWorker = node->role == NodeRole::Worker;
    if (isWorker && keyless)
        return invalid(keyless->field, u"%1: a worker serves nobody"_s.arg(keyless->field));
    if (!isWorker && given.hasOption(u"pin"_s))
        return invalid(u"--pin"_s, u"--pin goes with --join: it is the key of the control plane to join"_s);
    node->isInsecure = given.hasOption(u"insecure"_s);
    if (!keyless)
        return {};
    MUSTER_TRY(sources, KeylessSources::parse(keyless->text, keyless->field));
    node->keylessWorkers = sources;
    return {};
}

} // namespace

Result<DaemonOptions> parseDaemonOptions(const QStringList &arguments, const QProcessEnvironment &environment)
{
    MUSTER_TRY(given, DaemonArguments::parse(arguments, environment));
    DaemonOptions options;
    if (given.hasOption(u"help"_s) || given.hasOption(u"version"_s)) {
        options.request = given.hasOption(u"help"_s) ? DaemonRequest::ShowHelp : DaemonRequest::ShowVersion;
        return options;
    }
    if (const auto level = given.find(u"log-level"_s, {u"LOG_LEVEL"_s})) {
        const QString word = level->text == "warn"_L1 ? u"warning"_s : level->text; // AgenticMail's worker.env says warn.
        if (!QStringList{u"debug"_s, u"info"_s, u"warning"_s, u"error"_s}.contains(word))
            return invalid(level->field, u"%1: must be debug, info, warning or error"_s.arg(level->field));
        options.logLevel = word;
    }
    const auto data = given.find(u"data"_s, {});
    options.node.dataFolder = data ? data->text : defaultNodeFolder();
    MUSTER_CHECK(readRole(given, &options.node));
    MUSTER_CHECK(readDoors(given, &options.node));
    MUSTER_CHECK(readNames(given, &options.node));
    MUSTER_CHECK(readListen(given, &options.node));
    MUSTER_CHECK(readTimes(given, &options.node, &options.warnings));
    MUSTER_CHECK(readHosted(given, &options.node));
    MUSTER_CHECK(readAddress(given, &options.node));
    MUSTER_CHECK(readForeignVariables(given, &options.node, &options.warnings));
    MUSTER_CHECK(readTokens(given, &options));
    return options;
}

QString daemonHelp()
{
    return uR"(Usage: musterd [OPTION]...
Runs a Muster node without a screen: a control plane, a worker, or both.

  --role main|worker|all   what this node does (default: all; worker with --join,
                           or in the folder of a worker)
  --name NAME              what it is called (default: kept, else the host's name)
  --listen HOST:PORT       where a control plane listens; port 0 picks one
                           (default: 127.0.0.1:3100); beyond loopback with TLS,
                           by DIR/tls.crt and DIR/tls.key, made when missing
  --join URL               the control plane that a worker joins (default: kept
                           in DIR from the start before)
  --pin sha256:HEX         worker: the key of that control plane, as it prints it
                           (default: kept in DIR from the start before)
  --data DIR               where it keeps its things
                           (default: $XDG_DATA_HOME/muster/node)
  --token-file FILE        control plane: admin token (default: DIR/admin.token)
  --join-token-file FILE   worker: the token that lets it join;
                           control plane: join token (default: DIR/join.token)
  --capabilities A,B       what this node can host
  --allow KIND,KIND        what its owner lets it run: agent, or none
                           (default: agent where it serves its own cluster,
                           none where it joins another one)
  --agenticmail-workers S  from where AgenticMail's workers, which have no key, are
                           let in: off, loopback, or networks (default: off)
  --insecure               plain HTTP beyond loopback; everybody is warned
  --log-level LEVEL        debug, info, warning or error (default: info)
  --help, -h               show this
  --version                show the version

When it is ready it prints one line:
  musterd ready url=http://127.0.0.1:3100 node=NAME role=all
SIGTERM makes it leave its cluster and end. Environment variables, exit codes
and files are described in musterd(1).
)"_s;
}

} // namespace muster
