// SPDX-License-Identifier: Apache-2.0
#include "core/domain/JobIntake.h"

namespace muster {

using namespace Qt::StringLiterals;

Error takesNoJobs(const EntityRef &entity)
{
    Error error = conflict(u"%1 runs all the time; it takes no jobs. Register it without --resident to run it by job"_s.arg(entity.text()),
                           u"resident"_s);
    error.field = u"entity"_s;
    return error;
}

QString waitsForResident(const EntityRef &entity)
{
    return u"%1 runs all the time now and takes no jobs; cancel the job, or register it without --resident"_s.arg(entity.text());
}

} // namespace muster
