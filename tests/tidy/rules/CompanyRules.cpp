// SPDX-License-Identifier: Apache-2.0
// Rules about files that must stand beside others: a test for each unit, a README in each dialect, the top level.
#include "tests/tidy/rules/Rule.h"

#include <QRegularExpression>

namespace muster::tidy
{

namespace
{

QString ownTestOf(const SourceFile &unit)
{
    return QStringLiteral("tests/%1/tst_%2.cpp").arg(unit.folder().section(u'/', 1), unit.stem().section(u'_', 0, 0));
}

void checkTests(const SourceTree &tree, QList<Finding> *found)
{
    QSet<QString> paths;
    for (const SourceFile &file : tree.files)
        paths.insert(file.path);
    for (const SourceFile &file : tree.files) {
        if (!file.isIn(u"core") || !file.path.endsWith(u".cpp") || paths.contains(ownTestOf(file)))
            continue;
        const QString other = tree.testedElsewhere.value(file.path);
        if (other.isEmpty())
            found->append({{}, file.path, 0, QStringLiteral("no ") + ownTestOf(file), 0});
        else if (!paths.contains(other))
            found->append(
                {{}, file.path, 0, QStringLiteral("tested-elsewhere.txt names %1, which is not there").arg(other), 0});
    }
}

void checkStaleList(const SourceTree &tree, QList<Finding> *found)
{
    for (auto it = tree.testedElsewhere.begin(); it != tree.testedElsewhere.end(); ++it) {
        const SourceFile unit = sourceFile(it.key(), {});
        if (!tree.has(it.key()) || tree.has(ownTestOf(unit)))
            found->append(
                {{}, it.key(), 0, QStringLiteral("gone, or has its own test by now: take it out of the list"), 0});
    }
}

void checkReadmes(const SourceTree &tree, QList<Finding> *found)
{
    static const QRegularExpression wanting(QStringLiteral(
        R"(^((core/dialects|core/handlers)/[^/]+|core/dialects|core|tests|tests/.*fixtures|translations)/[^/]+$)"));
    QSet<QString> folders;
    for (const SourceFile &file : tree.files) {
        if (wanting.match(file.path).hasMatch())
            folders.insert(file.folder());
    }
    for (const QString &folder : std::as_const(folders)) {
        if (!tree.has(folder + QLatin1StringView("/README.md")))
            found->append({{}, folder, 0, QStringLiteral("no README.md"), 0});
    }
}

void checkTopLevel(const SourceTree &tree, QList<Finding> *found)
{
    static const QSet<QString> allowed{QStringLiteral("CMakeLists.txt"),
                                       QStringLiteral("app"),
                                       QStringLiteral("core"),
                                       QStringLiteral("ui"),
                                       QStringLiteral("resources"),
                                       QStringLiteral("tests"),
                                       QStringLiteral("LICENSE"),
                                       QStringLiteral("installer"),
                                       QStringLiteral("README.md"),
                                       QStringLiteral("translations"),
                                       QStringLiteral("CMakePresets.json"),
                                       QStringLiteral("build")};
    for (const QString &name : tree.topLevel) {
        if (!allowed.contains(name) && !name.endsWith(u".user"))
            found->append({{}, name, 0, QStringLiteral("not one of the places of the top level"), 0});
    }
}

} // namespace

QList<Rule> companyRules()
{
    return {
        {QStringLiteral("unit-test"),
         QStringLiteral("Every unit of core has a test, or names the test that covers it."), checkTests},
        {QStringLiteral("tested-elsewhere"),
         QStringLiteral("The list of units without an own test may only hold such units."), checkStaleList},
        {QStringLiteral("readme"), QStringLiteral("A folder that others copy from explains itself."), checkReadmes},
        {QStringLiteral("top-level"), QStringLiteral("The top level is fixed, so that everything has one place."),
         checkTopLevel},
    };
}

} // namespace muster::tidy
