// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlRestore.h"

#include "app/ctl/CtlText.h"
#include "core/store/Backup.h"

#include <QFileInfo>
#include <QJsonObject>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString restoredText(const CtlOptions &options, bool replaces)
{
    if (options.form == OutputForm::Json)
        return jsonLine(QJsonObject{{u"restored"_s, options.file}, {u"data"_s, options.dataFolder}, {u"dryRun"_s, options.isDryRun}});
    if (options.form == OutputForm::Csv)
        return csvHeading({u"restored"_s, u"data"_s, u"dryRun"_s})
            + csvLine({{options.file}, {options.dataFolder}, {options.isDryRun ? u"true"_s : u"false"_s}});
    const QString verb = options.isDryRun ? u"Would restore"_s : u"Restored"_s;
    QString text = u"%1 %2 into %3.\n"_s.arg(verb, cellText(options.file), cellText(options.dataFolder));
    if (replaces && !options.isDryRun)
        text += u"The database that was there is kept beside it as muster.sqlite.before-restore-N.\n"_s;
    if (!options.isDryRun)
        text += u"A backup opens no door: nodes announce themselves again, and tokens must be made anew.\n"_s;
    return text;
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
    const QString database = options.dataFolder + u"/muster.sqlite"_s;
    const bool replaces = QFileInfo::exists(database);
    if (!QFileInfo(options.file).isFile())
        return notFound(u"there is no file %1"_s.arg(options.file));
    if (options.isDryRun)
        return CtlAnswer{restoredText(options, replaces).toUtf8()};
    if (replaces) {
        MUSTER_TRY(isAgreed, agreed(options, ask, u"Replace %1?"_s.arg(cellText(database)), u"replace "_s + database));
        if (!isAgreed)
            return CtlAnswer{"Nothing was restored.\n"};
    }
    if (const Result<void> restored = restore(options.file, options.dataFolder); !restored) {
        Error error = restored.error();
        error.field.clear(); // The sentence names the file.
        return error;
    }
    return CtlAnswer{restoredText(options, replaces).toUtf8()};
}

} // namespace muster
