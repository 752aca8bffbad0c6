// SPDX-License-Identifier: Apache-2.0
#pragma once
// What `musterctl entities add` is asked to register, and `entities change` to change. Pure but for reading the files of secrets.

#include "app/ctl/CtlArguments.h"
#include "app/ctl/CtlWork.h"

namespace muster {

//! Reads KIND/ID or KIND/TENANT:ID. Invalid blames KIND/ID.
Result<EntityRef> readEntityRef(const QString &text);
//! Reads --needs: words with commas between; none when it is not given. Invalid blames --needs.
Result<QStringList> readNeeds(const CtlArguments &given);
//! Fills work->request from KIND and ID (or KIND/ID) in \a words, the options of entities add, and what follows "--". Invalid
//! blames the option or the word.
Result<void> readNewEntity(const CtlArguments &given, const QStringList &words, CtlWork *work);
//! \a settings, if they are those of a command. Invalid blames the option that they are from.
Result<QJsonObject> checkedSettings(const QJsonObject &settings);
//! Fills work->entity from KIND/ID in \a words, and work->change. Invalid blames the option or the word.
Result<void> readEntityChange(const CtlArguments &given, const QStringList &words, CtlWork *work);

} // namespace muster
