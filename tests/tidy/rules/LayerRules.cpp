// SPDX-License-Identifier: Apache-2.0
// Rules about #include lines: layers, bought libraries in their own files, headers that nobody includes.
#include "tests/tidy/rules/Rule.h"

#include <QRegularExpression>

namespace muster::tidy
{

namespace
{

bool isProduct(const SourceFile &file)
{
    return file.isCpp() && !file.isIn(u"tests") && !file.isIn(u"core/cmake");
}

// A header of ours is named from the root; anything else in quotes is made by the build (moc, version).
bool isOurs(const Include &include)
{
    static const QRegularExpression root(QStringLiteral("^(core|ui|app|tests)/"));
    return include.quoted && root.match(include.target).hasMatch();
}

QString folderOf(const QString &path)
{
    return path.left(path.lastIndexOf(u'/'));
}

void checkLayers(const SourceTree &tree, QList<Finding> *found)
{
    QSet<QString> unknown;
    for (const SourceFile &file : tree.files) {
        const QString own = file.folder();
        if (!isProduct(file) || unknown.contains(own))
            continue;
        if (!tree.layers.contains(own)) {
            unknown.insert(own);
            found->append(
                {{}, file.path, 0, QStringLiteral("%1 has no muster_library() or muster_program()").arg(own), 0});
            continue;
        }
        for (const Include &include : file.includes) {
            const QString other = folderOf(include.target);
            if (isOurs(include) && other != own && !tree.layers.value(own).contains(other))
                found->append(
                    {{}, file.path, include.line, QStringLiteral("%1 is not in USES of %2").arg(other, own), 0});
        }
    }
}

void checkFromRoot(const SourceTree &tree, QList<Finding> *found)
{
    static const QRegularExpression made(QStringLiteral("^[^/]+\\.moc$|^moc_[^/]+\\.cpp$|/Version\\.h$"));
    QSet<QString> paths;
    for (const SourceFile &file : tree.files)
        paths.insert(file.path);
    for (const SourceFile &file : tree.files) {
        for (const Include &include : file.includes) {
            if (include.quoted && !paths.contains(include.target) && !made.match(include.target).hasMatch())
                found->append({{}, file.path, include.line, QStringLiteral("no such file: ") + include.target, 0});
        }
    }
}

// A library, and the files that may include it.
struct Bought {
    QString header; //!< Pattern of what is included.
    QString home;   //!< Pattern of the paths that may.
};

const QList<Bought> &boughtLibraries()
{
    static const QList<Bought> all{
        {QStringLiteral("^(QtSql/)?QSql|^QtSql"), QStringLiteral("^core/store/|^tests/(store|support)/")},
        {QStringLiteral("^sqlite3"), QStringLiteral("^core/store/SqliteStatement\\.cpp$|^tests/(store|queue)/")},
        {QStringLiteral("^boost/"), QStringLiteral("^core/wire/HttpParser\\.cpp$")},
        {QStringLiteral("^simdjson"), QStringLiteral("^core/dialects/native/Fast(Reader\\.cpp|Fields\\.h)$")},
        {QStringLiteral("keychain"), QStringLiteral("^core/settings/Keyring\\w*\\.cpp$")},
        {QStringLiteral("^libssh"), QStringLiteral("^core/deploy/ssh/SshSession\\.cpp$")},
        {QStringLiteral("^hiredis"), QStringLiteral("^core/queue/redis/Redis\\w+\\.cpp$")},
        {QStringLiteral("^openssl/"), QStringLiteral("^(core/wire/Tls\\w+|core/store/SecretBox|tests/bench/LoadTls)\\.cpp$")},
        {QStringLiteral("^(QtWidgets|QtGui|QtSvg)(/|$)|^Q(Widget|Application|Painter|Pixmap|Icon)$"),
         QStringLiteral("^ui/|^app/desktop/|^tests/")},
    };
    return all;
}

void checkBought(const SourceTree &tree, QList<Finding> *found)
{
    for (const Bought &library : boughtLibraries()) {
        const QRegularExpression header(library.header);
        const QRegularExpression home(library.home);
        for (const SourceFile &file : tree.files) {
            for (const Include &include : file.includes) {
                if (!isOurs(include) && header.match(include.target).hasMatch() && !home.match(file.path).hasMatch())
                    found->append({{}, file.path, include.line, include.target, 0});
            }
        }
    }
}

void checkDeadHeaders(const SourceTree &tree, QList<Finding> *found)
{
    QSet<QString> wanted{QStringLiteral("core/cmake/Precompiled.h"), // CMake includes them.
                        QStringLiteral("core/cmake/PrecompiledTest.h")};
    for (const SourceFile &file : tree.files) {
        for (const Include &include : file.includes) {
            const QString itself = file.path.left(file.path.lastIndexOf(u'.')) + QLatin1StringView(".h");
            if (include.target != itself)
                wanted.insert(include.target);
        }
    }
    for (const SourceFile &file : tree.files) {
        if (file.isHeader() && !wanted.contains(file.path))
            found->append({{}, file.path, 0, QStringLiteral("nobody but its own .cpp includes it"), 0});
    }
}

} // namespace

QList<Rule> layerRules()
{
    return {
        {QStringLiteral("layers"),
         QStringLiteral("A folder includes only what its USES names, so that layers stay layers."), checkLayers},
        {QStringLiteral("include-from-root"),
         QStringLiteral("An include names its file from the root, so that it can be found."), checkFromRoot},
        {QStringLiteral("bought-library"),
         QStringLiteral("A bought library is included in its own file only, so that it can be replaced."), checkBought},
        {QStringLiteral("dead-header"), QStringLiteral("A header that nobody includes is dead code."),
         checkDeadHeaders},
    };
}

} // namespace muster::tidy
