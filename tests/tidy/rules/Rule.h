// SPDX-License-Identifier: Apache-2.0
#pragma once
// A rule of the tree: its name, the reason for it in one line, and the check.

#include "tests/tidy/rules/SourceTree.h"

#include <functional>

namespace muster::tidy
{

//! A place that breaks a rule.
struct Finding {
    QString rule;
    QString path;
    int line = 0;   //!< From 1; 0 = the whole file.
    QString what;   //!< What was seen.
    int amount = 0; //!< For rules about size: how large. A ratchet entry must name it.
};

//! One rule. Its check fills `path`, `line`, `what` and `amount` of findings; the name is put in by findingsOf().
struct Rule {
    QString name;
    QString reason;
    std::function<void(const SourceTree &tree, QList<Finding> *found)> check;
};

//! Every rule of the project.
QList<Rule> allRules();
//! What \a rule finds in \a tree, with its name on each finding.
QList<Finding> findingsOf(const Rule &rule, const SourceTree &tree);

//! @{ The parts of allRules(), by what they look at.
QList<Rule> layerRules();   //!< Includes.
QList<Rule> sizeRules();    //!< Lengths of files and functions.
QList<Rule> wordRules();    //!< Words that must not stand in code.
QList<Rule> callRules();    //!< Calls without a context object.
QList<Rule> pageRules();    //!< First lines, comments and markdown.
QList<Rule> companyRules(); //!< Files that must stand beside others: tests, READMEs, the top level.
//! @}

} // namespace muster::tidy
