// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/rules/Sample.h"

namespace muster::tidy
{

using namespace Qt::StringLiterals;

namespace
{

QString many(const QString &line, int times)
{
    return line.repeated(times);
}

QList<Sample> ofIncludesAndSizes()
{
    return {
        {u"layers"_s,
         {{u"core/base/A.h"_s, u"#include \"core/domain/Node.h\"\n"_s}},
         {{u"core/domain/A.h"_s, u"#include \"core/base/Id.h\"\n#include \"core/domain/Node.h\"\n"_s}}},
        {u"layers"_s,
         {{u"core/orphan/A.h"_s, u"int a;\n"_s}},
         {{u"tests/orphan/A.h"_s, u"#include \"core/domain/Node.h\"\n"_s}}},
        {u"include-from-root"_s,
         {{u"core/base/A.cpp"_s, u"#include \"A.h\"\n"_s}},
         {{u"core/base/A.h"_s, u"\n"_s},
          {u"core/base/A.cpp"_s, u"#include \"core/base/A.h\"\n#include \"A.moc\"\n"_s}}},
        {u"bought-library"_s,
         {{u"core/domain/A.cpp"_s, u"#include <QSqlQuery>\n"_s}},
         {{u"core/store/SqlNodeStore.cpp"_s, u"#include <QSqlQuery>\n"_s}}},
        {u"bought-library"_s,
         {{u"core/wire/Router.cpp"_s, u"#include <boost/beast/http.hpp>\n"_s}},
         {{u"core/wire/HttpParser.cpp"_s, u"#include <boost/beast/http.hpp>\n"_s}}},
        {u"bought-library"_s,
         {{u"core/mirror/A.h"_s, u"#include <QWidget>\n"_s}},
         {{u"ui/kit/A.h"_s, u"#include <QWidget>\n"_s}}},
        {u"dead-header"_s,
         {{u"core/base/A.h"_s, u"\n"_s}, {u"core/base/A.cpp"_s, u"#include \"core/base/A.h\"\n"_s}},
         {{u"core/base/A.h"_s, u"\n"_s}, {u"core/base/B.cpp"_s, u"#include \"core/base/A.h\"\n"_s}}},
        {u"file-length"_s,
         {{u"core/base/A.h"_s, many(u"int a;\n"_s, 301)}},
         {{u"core/base/A.h"_s, many(u"int a;\n"_s, 300)}}},
        {u"function-length"_s,
         {{u"core/base/A.cpp"_s,
           u"namespace a {\nvoid f(int b = {})\n"_s + u"{\n"_s + many(u"    g();\n"_s, 69) + u"}\n}\n"_s}},
         {{u"core/base/A.cpp"_s,
           u"namespace a {\nvoid f(int b = {})\n"_s + u"{\n"_s + many(u"    g();\n"_s, 68) + u"}\n}\n"_s}}},
    };
}

QList<Sample> ofWords()
{
    return {
        {u"nested-loop"_s,
         {{u"core/base/A.cpp"_s, u"QEventLoop loop;\n"_s}},
         {{u"core/base/A.cpp"_s, u"// No QEventLoop here.\n"_s}, {u"tests/base/A.cpp"_s, u"QEventLoop loop;\n"_s}}},
        {u"wall-clock"_s,
         {{u"ui/A.cpp"_s, u"auto now = QDateTime::currentDateTimeUtc();\n"_s}},
         {{u"core/base/Clock.cpp"_s, u"return QDateTime::currentMSecsSinceEpoch();\n"_s}}},
        {u"blocking-wait"_s,
         {{u"core/base/A.cpp"_s, u"process.waitForFinished();\n"_s}},
         {{u"tests/base/A.cpp"_s, u"process.waitForFinished();\n"_s}}},
        {u"sleep"_s,
         {{u"tests/base/A.cpp"_s, u"std::this_thread::sleep_for(1s);\n"_s}},
         {{u"core/base/A.cpp"_s, u"bool asleep(int n);\n"_s}}},
        {u"using-namespace"_s,
         {{u"core/base/A.h"_s, u"using namespace std;\n"_s}},
         {{u"core/base/A.cpp"_s, u"using namespace Qt::StringLiterals;\n"_s}}},
        {u"log-category"_s,
         {{u"core/base/A.cpp"_s, u"qWarning() << 1;\n"_s}},
         {{u"core/base/A.cpp"_s, u"qCWarning(logStore) << 1;\n"_s}}},
        {u"translated-core"_s,
         {{u"core/base/A.cpp"_s, u"return tr(\"Online\");\n"_s}},
         {{u"ui/A.cpp"_s, u"return tr(\"Online\");\n"_s}, {u"core/base/A.cpp"_s, u"ptr(1); a.tr(2);\n"_s}}},
        {u"vague-name"_s,
         {{u"core/base/A.h"_s, u"class [[nodiscard]] NodeManager\n{\n};\n"_s}},
         {{u"core/base/A.h"_s, u"class QNetworkAccessManager;\nclass Managers;\n"_s}}},
        {u"vague-file-name"_s, {{u"core/base/StringUtils.h"_s, u"\n"_s}}, {{u"core/base/Utility.h"_s, u"\n"_s}}},
        {u"empty-catch"_s,
         {{u"core/base/A.cpp"_s, u"try { f(); } catch (const E &) {}\n"_s}},
         {{u"core/base/A.cpp"_s, u"try { f(); } catch (const E &e) { return failed(e); }\n"_s}}},
        {u"string-connect"_s,
         {{u"ui/A.cpp"_s, u"connect(a, SIGNAL(clicked()), b, SLOT(go()));\n"_s}},
         {{u"ui/A.cpp"_s, u"connect(a, &A::clicked, b, &B::go);\n"_s}}},
        {u"mutex"_s,
         {{u"core/mirror/A.h"_s, u"QMutex m_mutex;\n"_s}},
         {{u"core/store/StoreThread.h"_s, u"QMutex m_mutex;\n"_s}}},
        {u"open-file"_s,
         {{u"core/settings/A.cpp"_s, u"QSaveFile file(path);\n"_s}},
         {{u"tests/settings/A.cpp"_s, u"QSaveFile file(path);\n"_s}}},
        {u"tls-errors"_s,
         {{u"core/wire/HttpClient.cpp"_s, u"reply->ignoreSslErrors();\n"_s}},
         {{u"core/wire/TlsTrust.cpp"_s, u"reply->ignoreSslErrors(errors);\n"_s}}},
        {u"machine-path"_s,
         {{u"tests/README.md"_s, u"Look in /ho"
                                 u"me/ann/muster.\n"_s}},
         {{u"tests/README.md"_s, u"Look in ~/muster and <folder>/build/deep/x.\n"_s}}},
        {u"loose-todo"_s,
         {{u"core/base/A.cpp"_s, u"// TODO: later\n"_s}},
         {{u"core/base/A.cpp"_s, u"// TODO(#12): Ask again after a refusal.\n"_s}}},
    };
}

QList<Sample> ofCallsAndPages()
{
    return {
        {u"connect-context"_s,
         {{u"ui/A.cpp"_s, u"connect(a, &A::done, [=] { go(1, 2); });\n"_s}},
         {{u"ui/A.cpp"_s, u"connect(a, &A::done, this, [=] { go(1, 2); });\n"_s}}},
        {u"then-context"_s,
         {{u"core/base/A.cpp"_s, u"future.then([] { go(); });\n"_s}},
         {{u"core/base/A.cpp"_s, u"future.then(this, [] { go(); });\n"_s}}},
        {u"then-context"_s,
         {{u"core/base/A.cpp"_s, u"QTimer::singleShot(5, [] { go(); });\n"_s}},
         {{u"core/base/A.cpp"_s, u"QTimer::singleShot(5, this, [] { go(); });\n"_s}}},
        {u"rich-text"_s,
         {{u"ui/A.cpp"_s, u"QMessageBox::warning(this, title, text);\n"_s}},
         {{u"ui/A.cpp"_s, u"label->setTextFormat(Qt::PlainText);\n"_s}}},
        {u"kit-text"_s,
         {{u"ui/A.cpp"_s, u"auto *name = new QLabel(text, this);\n"_s}},
         {{u"ui/kit/PlainLabel.h"_s, u"class PlainLabel : public QLabel\n"_s},
          {u"ui/A.cpp"_s, u"m_icon = new QLabel(this);\n"_s}}},
        {u"kit-text"_s,
         {{u"ui/A.cpp"_s, u"chip->setToolTip(node.name);\n"_s}},
         {{u"ui/A.cpp"_s, u"a->setToolTip(plainToolTip(node.name));\nb->setToolTip(tr(\"Stop\"));\n"_s}}},
        {u"licence"_s,
         {{u"core/base/A.cpp"_s, u"int a;\n"_s}},
         {{u"installer/run.sh"_s, u"#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\n"_s}}},
        {u"header-comment"_s,
         {{u"core/base/A.h"_s, u"// SPDX-License-Identifier: Apache-2.0\n#pragma once\n\n"_s}},
         {{u"core/base/A.h"_s, u"// SPDX-License-Identifier: Apache-2.0\n#pragma once\n// What it is.\n"_s}}},
        {u"statement-comment"_s,
         {{u"core/store/sql/a.sql"_s, u"-- SPDX-License-Identifier: Apache-2.0\nSELECT 1\n"_s}},
         {{u"core/store/sql/a.sql"_s, u"-- SPDX-License-Identifier: Apache-2.0\n-- Gives one.\nSELECT 1\n"_s}}},
        {u"one-title"_s,
         {{u"README.md"_s, u"# One\n\n# Two\n"_s}},
         {{u"README.md"_s, u"# One\n\n```\n# A comment.\n```\n"_s}}},
        {u"spaces"_s, {{u"core/base/A.cpp"_s, u"int a; \n"_s}}, {{u"core/base/A.cpp"_s, u"int a;\n\nint b;\n"_s}}},
        {u"unit-test"_s,
         {{u"core/wire/Router.cpp"_s, u"\n"_s}},
         {{u"core/wire/Router.cpp"_s, u"\n"_s},
          {u"tests/wire/tst_Router.cpp"_s, u"\n"_s},
          {u"core/wire/Split.cpp"_s, u"\n"_s},
          {u"tests/wire/tst_Parser.cpp"_s, u"\n"_s}}},
        {u"tested-elsewhere"_s,
         {{u"core/wire/Split.cpp"_s, u"\n"_s}, {u"tests/wire/tst_Split.cpp"_s, u"\n"_s}},
         {{u"core/wire/Split.cpp"_s, u"\n"_s}, {u"tests/wire/tst_Parser.cpp"_s, u"\n"_s}}},
        {u"readme"_s,
         {{u"core/dialects/native/NativeCodec.cpp"_s, u"\n"_s}, {u"core/dialects/README.md"_s, u"# D\n"_s}},
         {{u"core/dialects/native/NativeCodec.cpp"_s, u"\n"_s},
          {u"core/dialects/native/README.md"_s, u"# N\n"_s},
          {u"core/dialects/README.md"_s, u"# D\n"_s}}},
        {u"top-level"_s, {{u"scripts/a.sh"_s, u"\n"_s}}, {{u"core/base/A.h"_s, u"\n"_s}}},
    };
}

} // namespace

QList<Sample> allSamples()
{
    return ofIncludesAndSizes() + ofWords() + ofCallsAndPages();
}

SourceTree treeOf(const QList<SampleFile> &files)
{
    SourceTree tree;
    tree.layers = readLayers(u"core/base: \ncore/domain: core/base\ncore/wire: core/base\n"_s);
    for (const SampleFile &file : files) {
        tree.files.append(sourceFile(file.path, file.text));
        tree.topLevel.append(file.path.section(u'/', 0, 0));
        if (file.path == u"core/wire/Split.cpp")
            tree.testedElsewhere = readTestedElsewhere(u"core/wire/Split.cpp tests/wire/tst_Parser.cpp"_s);
    }
    return tree;
}

} // namespace muster::tidy
