// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/rules/SourceTree.h"

#include <QDirIterator>
#include <QFile>

#include <algorithm>
#include <array>

namespace muster::tidy
{

namespace
{

bool isText(const QString &name)
{
    static constexpr std::array kEndings{".h",   ".cpp", ".md",   ".txt", ".sql",  ".sh",  ".cmake", ".mjs", ".in",
                                         ".qrc", ".ts",  ".yaml", ".yml", ".json", ".svg", ".qss",   ".html"};
    return name == u"run" || std::any_of(kEndings.begin(), kEndings.end(), [&name](const char *ending) {
               return name.endsWith(QLatin1StringView(ending));
           });
}

void readFolder(const QString &root, const QString &folder, SourceTree *tree)
{
    QDirIterator walk(root + u'/' + folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString path = walk.next().mid(root.size() + 1);
        if (!isText(walk.fileName()) || path.contains(u"/node_modules/"))
            continue;
        if (const std::optional<QString> text = readText(root + u'/' + path))
            tree->files.append(sourceFile(path, *text));
    }
}

} // namespace

bool SourceTree::has(const QString &path) const
{
    return std::any_of(files.begin(), files.end(), [&path](const SourceFile &file) { return file.path == path; });
}

std::optional<QString> readText(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return QString::fromUtf8(file.readAll());
}

QHash<QString, QSet<QString>> readLayers(const QString &text)
{
    QHash<QString, QSet<QString>> layers;
    for (const QString &line : text.split(u'\n', Qt::SkipEmptyParts)) {
        const qsizetype colon = line.indexOf(u':');
        const QStringList used = line.mid(colon + 1).split(u' ', Qt::SkipEmptyParts);
        layers.insert(line.left(colon), QSet<QString>(used.begin(), used.end()));
    }
    return layers;
}

QHash<QString, QString> readTestedElsewhere(const QString &text)
{
    QHash<QString, QString> found;
    for (const QString &line : text.split(u'\n', Qt::SkipEmptyParts)) {
        const QStringList words = line.section(u'#', 0, 0).split(u' ', Qt::SkipEmptyParts);
        if (!words.isEmpty())
            found.insert(words.first(), words.size() > 1 ? words.last() : QString());
    }
    return found;
}

SourceTree readTree(const QString &root, const QString &layersFile)
{
    SourceTree tree;
    tree.topLevel = QDir(root).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    for (const char *folder : {"core", "ui", "app", "tests", "installer", "resources", "translations", ".ci"})
        readFolder(root, QLatin1StringView(folder), &tree);
    for (const char *name : {"CMakeLists.txt", "CMakePresets.json", "README.md"}) {
        if (const std::optional<QString> text = readText(root + u'/' + QLatin1StringView(name)))
            tree.files.append(sourceFile(QLatin1StringView(name), *text));
    }
    std::sort(tree.files.begin(), tree.files.end(),
              [](const SourceFile &a, const SourceFile &b) { return a.path < b.path; });
    tree.layers = readLayers(readText(layersFile).value_or(QString()));
    tree.testedElsewhere =
        readTestedElsewhere(readText(root + QLatin1StringView("/tests/tidy/tested-elsewhere.txt")).value_or(QString()));
    return tree;
}

} // namespace muster::tidy
