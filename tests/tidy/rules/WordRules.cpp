// SPDX-License-Identifier: Apache-2.0
// Rules about words that must not stand in code, one row each.
#include "tests/tidy/rules/Rule.h"

#include <QRegularExpression>

namespace muster::tidy
{

namespace
{

struct BannedWord {
    const char *rule;
    const char *reason;
    const char *pattern; //!< Of the code, without comments and literals.
    const char *where;   //!< Pattern of the paths it holds for.
    const char *except;  //!< Pattern of the paths it does not hold for; "^$" for none.
};

constexpr const char *kProduct = "^(core|ui|app)/.*\\.(h|cpp)$";
constexpr const char *kAnyCode = "\\.(h|cpp)$";
constexpr const char *kNone = "^$";

constexpr BannedWord kBanned[] = {
    {"nested-loop", "A nested event loop lets anything happen in the middle of a function; use a Future.",
     "\\bQEventLoop\\b|\\bprocessEvents\\s*\\(", kProduct, kNone},
    {"wall-clock", "Only core/base/Clock reads the time, so that tests can move it.",
     "\\bcurrent(DateTime(Utc)?|MSecsSinceEpoch|SecsSinceEpoch)\\b|\\b(system|steady|high_resolution)_clock::now\\b|"
     "\\bQElapsedTimer\\b",
     kProduct, "^core/base/Clock\\.cpp$"},
    {"blocking-wait", "A blocking wait freezes every other thing that its thread does; use a Future.",
     "\\bwaitFor(Finished|ReadyRead|Connected|Disconnected|Started|BytesWritten|NewConnection|Done|Encrypted)\\b",
     kProduct, kNone},
    {"sleep", "A sleep is a guess about time: too short on a slow machine, wasted on a fast one.",
     "\\b(sleep|msleep|usleep|nanosleep|sleep_for|sleep_until|qSleep)\\s*\\(", kAnyCode, kNone},
    {"using-namespace", "A using-directive in a header changes every file that includes it.", "^using\\s+namespace\\b",
     "\\.h$", kNone},
    {"log-category", "A line without a category cannot be filtered; take one of core/base/Log.h.",
     "\\bq(Debug|Info|Warning|Critical)\\s*\\(|\\bstd::(cout|cerr|clog)\\b", kProduct, "^app/(ctl|daemon)/"},
    {"translated-core", "Text for people is translated in ui and app/desktop; core speaks English and kinds.",
     "(?<![\\w.>])tr\\s*\\(|\\bQ(Core|Gui)?Application::translate\\b|\\bQT_TR_NOOP\\b", "^(core|app)/.*\\.(h|cpp)$",
     "^app/desktop/"},
    {"vague-name", "Manager, Helper, Util, Data, Info and Impl say nothing; name the thing by what it is.",
     "\\b(class|struct)\\s+(\\[\\[\\w+\\]\\]\\s*)?(?!Q[A-Z])\\w*(Manager|Helper|Util|Utils|Data|Info|Impl)\\b",
     kAnyCode, kNone},
    {"empty-catch", "A swallowed exception is a fault that nobody will find.", "\\bcatch\\s*\\([^)]*\\)\\s*\\{\\s*\\}",
     kAnyCode, kNone},
    {"string-connect", "A connection by text breaks without a word when a name changes; use pointers to members.",
     "\\b(SIGNAL|SLOT)\\s*\\(", kAnyCode, kNone},
    {"mutex", "Objects live on one thread and values cross; a mutex outside base and store/StoreThread says otherwise.",
     "\\b(QMutex|QReadWriteLock|QRecursiveMutex|std::(shared_|recursive_)?mutex)\\b", kProduct,
     "^core/(base/|store/StoreThread)"},
    {"open-file", "QSaveFile makes its file as the umask says and closes it a moment later; write with core/base/PrivateFile.",
     "\\bQSaveFile\\b", kProduct, kNone},
    {"tls-errors", "One audited file decides which server is believed (T-13); everything else asks it.",
     "\\bignoreSslErrors\\b|\\b(VerifyNone|QueryPeer|AutoVerifyPeer)\\b|\\bsetPeerVerifyMode\\b", kAnyCode,
     "^core/wire/TlsTrust\\.cpp$"},
};

QRegularExpression regex(const char *pattern)
{
    return QRegularExpression(QLatin1StringView(pattern), QRegularExpression::MultilineOption);
}

void checkWord(const BannedWord &word, const SourceTree &tree, QList<Finding> *found)
{
    const QRegularExpression pattern = regex(word.pattern);
    const QRegularExpression where = regex(word.where);
    const QRegularExpression except = regex(word.except);
    for (const SourceFile &file : tree.files) {
        if (!where.match(file.path).hasMatch() || except.match(file.path).hasMatch())
            continue;
        QRegularExpressionMatchIterator matches = pattern.globalMatch(file.code);
        while (matches.hasNext()) {
            const QRegularExpressionMatch match = matches.next();
            found->append({{}, file.path, file.lineAt(match.capturedStart()), match.captured().simplified(), 0});
        }
    }
}

// A file or class name that says nothing.
void checkFileNames(const SourceTree &tree, QList<Finding> *found)
{
    static const QRegularExpression vague(QStringLiteral("(Manager|Helper|Utils?|Data|Info|Impl)$"));
    for (const SourceFile &file : tree.files) {
        if (file.isCpp() && vague.match(file.stem()).hasMatch())
            found->append({{}, file.path, 0, file.name(), 0});
    }
}

// Looked for in whole texts, comments and literals too. Kim is the person of our samples.
void checkMachinePaths(const SourceTree &tree, QList<Finding> *found)
{
    static const QRegularExpression place(
        QStringLiteral(R"((?<![\w.~$}])/(home/(?!kim\b)|root/|work/|Users/|mnt/|media/)\w|[A-Z]:\\\\?Users)"));
    for (const SourceFile &file : tree.files) {
        const QRegularExpressionMatch match = place.match(file.text);
        if (match.hasMatch())
            found->append({{}, file.path, file.lineAt(match.capturedStart()), match.captured(), 0});
    }
}

void checkTodos(const SourceTree &tree, QList<Finding> *found)
{
    static const QRegularExpression loose(QStringLiteral(R"(\b(TODO(?!\(#\d+\): )|FIXME|XXX\b))"));
    for (const SourceFile &file : tree.files) {
        if (file.isIn(u"tests/tidy") || !file.isCpp())
            continue;
        const QRegularExpressionMatch match = loose.match(file.text);
        if (match.hasMatch())
            found->append({{}, file.path, file.lineAt(match.capturedStart()), match.captured(), 0});
    }
}

} // namespace

QList<Rule> wordRules()
{
    QList<Rule> rules;
    for (const BannedWord &word : kBanned) {
        rules.append({QLatin1StringView(word.rule), QLatin1StringView(word.reason),
                      [&word](const SourceTree &tree, QList<Finding> *found) { checkWord(word, tree, found); }});
    }
    rules.append({QStringLiteral("vague-file-name"), QStringLiteral("A file is named like the one noun in it."),
                  checkFileNames});
    rules.append({QStringLiteral("machine-path"), QStringLiteral("A path of one machine means nothing on another."),
                  checkMachinePaths});
    rules.append(
        {QStringLiteral("loose-todo"), QStringLiteral("Unfinished work has an issue: TODO(#12): what."), checkTodos});
    return rules;
}

} // namespace muster::tidy
