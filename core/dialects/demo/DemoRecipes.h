// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the entities of the demo work on: payloads, outputs, failures and how long it takes, from a table.

#include "core/dialects/demo/DemoQueue.h"

namespace muster {

//! One kind of job. Texts have a %1 where a number of the job stands.
struct DemoRecipe {
    const char *entity;
    const char *task;
    int least;       //!< Seconds of an attempt,
    int most;        //!< up to so many.
    int weight;      //!< How often it comes, beside the others; 0: never by itself.
    int failures;    //!< Of a hundred attempts.
    const char *code;
    const char *error;
    const char *payload; //!< JSON, without "task".
    const char *output;
    const char *by;
    int attempts = 3;
    int backoffMs = 1000;
};

//! Of an entity's first recipe; null for entities that the table does not know.
const DemoRecipe *demoRecipeOf(const EntityRef &entity);
//! One of all, by their weights.
const DemoRecipe &demoRecipeBy(DemoRandom *random);

//! A request of \a recipe with \a number in it.
JobRequest demoRequestOf(const DemoRecipe &recipe, int number);
//! The number that stands in the payload of \a job.
int demoFigureOf(const Job &job);
//! What will become of the attempt of \a job that begins now: the same for the same job, attempt and seed. What no recipe knows
//! says its payload after a few seconds.
DemoPlan demoPlanOf(const DemoJob &job, quint32 seed);
//! How an attempt of \a job fails, if it does.
JobError demoErrorOf(const DemoRecipe &recipe, const Job &job);
//! The "task" of a payload; "run" when it names none.
QString demoTaskOf(const QByteArray &payload);

} // namespace muster
