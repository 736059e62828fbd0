/* Libraries that are loaded when they are first called, not when the program starts: loading them
 * takes longer than most commands take for their work (docs/decisions/0011).
 *
 * A library has one file, late_x.c in the room that uses it, which lists those of its functions
 * that are called and defines each to hand on to the real one. Nobody else sees a difference: a
 * library that cannot be loaded answers like one that has no memory, or that cannot start. The list
 * is a macro of one argument F with a line for each function,
 *
 *     F(result, name, (parameters), (arguments), what it answers when the library is missing)
 *
 * Where the functions lie is the one thing that is kept between calls without an owner; it is
 * written once. */
#ifndef BASE_LATE_H
#define BASE_LATE_H

#include "base/late_sonames.h"
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/* Loads the shared library `file` and puts the addresses of its functions into `places`, pointers
 * to functions with nothing between them; `names` are the functions' names, each with its NUL, in
 * the same order. False, with nothing filled, when the library or one of them is missing. The
 * library stays for good. */
bool late_load(const char *file, const char *names, void *places, size_t bytes);

#define LATE_POINTER(result, name, parameters, arguments, missing) __typeof__(name) *name;
#define LATE_NAME(result, name, parameters, arguments, missing) #name "\0"
#define LATE_FUNCTION(result, name, parameters, arguments, missing)                                \
    result name parameters {                                                                       \
        return late_ready() ? late.name arguments : missing;                                       \
    }
/* In a library's list, a function that is defined by hand: one of as many arguments as one likes,
 * or the one that such a function hands on to. */
#define LATE_BY_HAND(F, name) F(, name, , , )

/* Defines the struct `late` of pointers to the listed functions, and late_ready(), which loads the
 * library at its first call and says whether it is there. */
#define LATE_LIBRARY(file, FUNCTIONS)                                                              \
    static struct { FUNCTIONS(LATE_POINTER) } late;                                                \
    static bool late_loaded;                                                                       \
    static pthread_once_t late_once = PTHREAD_ONCE_INIT;                                           \
    static void late_fill(void) {                                                                  \
        late_loaded = late_load(file, FUNCTIONS(LATE_NAME), &late, sizeof late);                   \
    }                                                                                              \
    static bool late_ready(void) {                                                                 \
        pthread_once(&late_once, late_fill);                                                       \
        return late_loaded;                                                                        \
    }

#endif
