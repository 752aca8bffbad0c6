// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlRestore.h"

#include "app/ctl/CtlText.h"
#include "core/store/Backup.h"
#include "core/store/DataFolderLock.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonObject>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! \a kept: where the database that was there is now; empty when there was none.
QString restoredText(const CtlOptions &options, const QString &kept)
{
    if (options.form == OutputForm::Json)
        return jsonLine(QJsonObject{{u"restored"_s, options.file}, {u"data"_s, options.dataFolder}, {u"dryRun"_s, options.isDryRun}});
    if (options.form == OutputForm::Csv)
        return csvHeading({u"restored"_s, u"data"_s, u"dryRun"_s})
            + csvLine({{options.file}, {options.dataFolder}, {options.isDryRun ? u"true"_s : u"false"_s}});
    const QString verb = options.isDryRun ? u"Would restore"_s : u"Restored"_s;
    QString text = u"%1 %2 into %3.\n"_s.arg(verb, cellText(options.file), cellText(options.dataFolder));
    if (!kept.isEmpty())
        text += u"The database that was there is kept beside it as %1.\n"_s.arg(cellText(QFileInfo(kept).fileName()));
    if (!options.isDryRun)
        text += u"A backup opens no door: tokens must be made anew, and so that a node of another machine can return, start it there "
                "with a new join token (musterctl tokens create --join). Entities with secrets wait, with their jobs, until each is given "
                "again (musterctl entities change KIND/ID --secret NAME=FILE). Logs begin anew.\n"_s;
    return text;
}

//! Whether a restore may begin in a folder that is there: nobody uses it, and a person agrees to what it replaces.
Result<bool> mayReplace(const CtlOptions &options, const CtlAsk &ask, const QString &database)
{
    MUSTER_TRY(lock, DataFolderLock::take(options.dataFolder)); // First: no answer helps while musterd runs.
    if (!QFileInfo::exists(database))
        return true;
    const Result<bool> isAgreed = agreed(options, ask, u"Replace %1?"_s.arg(cellText(database)), u"replace "_s + database);
    if (!isAgreed) // As with any file that is there already.
        return conflict(u"%1 is there already; give --yes to replace it"_s.arg(database));
    return isAgreed;
}

} // namespace

Result<bool> agreed(const CtlOptions &options, const CtlAsk &ask, const QString &question, const QString &what)
{
    if (options.isSure)
        return true;
    const std::optional<bool> answer = ask(question);
    if (!answer)
        return invalid(u"--yes"_s, u"nobody is there to ask; give --yes to %1"_s.arg(what));
    return *answer;
}

Result<CtlAnswer> restoreHere(const CtlOptions &options, const CtlAsk &ask)
{
    const bool isNewFolder = !QFileInfo::exists(options.dataFolder);
    if (!QFileInfo(options.file).isFile())
        return notFound(u"there is no file %1"_s.arg(options.file));
    // A worker has no database: what was put there would be nobody's, and the worker would go on as before.
    for (const QString &name : {u"/credential.json"_s, u"/worker.json"_s}) {
        if (QFileInfo::exists(options.dataFolder + name))
            return conflict(u"%1 is the data folder of a worker, and a backup is a control plane's; restore it into a folder of its own"_s
                                .arg(options.dataFolder));
    }
    if (options.isDryRun)
        return CtlAnswer{restoredText(options, {}).toUtf8()};
    if (!isNewFolder) {
        MUSTER_TRY(isAgreed, mayReplace(options, ask, options.dataFolder + u"/muster.sqlite"_s));
        if (!isAgreed)
            return CtlAnswer{"Nothing was restored.\n"};
    }
    const Result<QString> kept = restore(options.file, options.dataFolder);
    if (!kept) {
        if (isNewFolder && QFile::remove(options.dataFolder + u"/lock"_s))
            QDir().rmdir(options.dataFolder); // Made for nothing; stays when there is anything else in it.
        Error error = kept.error();
        error.field.clear(); // The sentence names the file.
        return error;
    }
    return CtlAnswer{restoredText(options, *kept).toUtf8()};
}

} // namespace muster
