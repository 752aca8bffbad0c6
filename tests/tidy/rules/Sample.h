// SPDX-License-Identifier: Apache-2.0
#pragma once
// A small tree that breaks one rule and one that keeps it, so that each rule is seen to be able to fail.

#include "tests/tidy/rules/SourceTree.h"

namespace muster::tidy
{

//! A file of a sample: path and text.
struct SampleFile {
    QString path;
    QString text;
};

//! What one rule is tried on.
struct Sample {
    QString rule;
    QList<SampleFile> bad;
    QList<SampleFile> good;
};

//! At least one of each rule.
QList<Sample> allSamples();
//! A tree of \a files. core/base may include nothing, core/domain may include core/base; "core/wire/Split" of the list
//! of units tested elsewhere is covered by tests/wire/tst_Parser.cpp.
SourceTree treeOf(const QList<SampleFile> &files);

} // namespace muster::tidy
