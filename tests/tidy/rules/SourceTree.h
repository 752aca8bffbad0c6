// SPDX-License-Identifier: Apache-2.0
#pragma once
// All text files of the project, and which folder may include which, as the build recorded it.

#include "tests/tidy/rules/SourceFile.h"

#include <QHash>
#include <QSet>

#include <optional>

namespace muster::tidy
{

//! What a rule looks at. Tests fill one by hand; readTree() fills one from the disk.
struct SourceTree {
    QList<SourceFile> files;
    QStringList topLevel;                    //!< Names at the source root.
    QHash<QString, QSet<QString>> layers;    //!< Folder -> folders that it may include.
    QHash<QString, QString> testedElsewhere; //!< Unit -> the test that covers it, for units without one of their own.

    bool has(const QString &path) const;
};

//! Reads the tree under \a root, and the build's layers.txt. Build folders and hidden ones but .ci are left out.
SourceTree readTree(const QString &root, const QString &layersFile);
//! Reads "folder: folder folder" lines.
QHash<QString, QSet<QString>> readLayers(const QString &text);
//! Reads "unit test" lines; '#' begins a comment.
QHash<QString, QString> readTestedElsewhere(const QString &text);

//! The text of a file, or nullopt when it cannot be read.
std::optional<QString> readText(const QString &path);

} // namespace muster::tidy
