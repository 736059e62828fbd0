/* Libraries that are loaded when they are first called, not when the program starts: loading
 * libcurl with what it stands on takes longer than most commands take for their work
 * (docs/decisions/0011).
 *
 * A room that uses such a library has one file that defines those of the library's functions that
 * it calls, each handing on to the real one. Nobody else sees a difference; a library that cannot
 * be loaded answers like one that cannot start. */
#ifndef BASE_LATE_H
#define BASE_LATE_H

#include <stdbool.h>
#include <stddef.h>

/* A function's name, and where its address goes. */
struct late_symbol {
    const char *name;
    void *place; /* of a pointer to a function */
};

/* Loads the shared library `file` and fills all places; false, with none filled, when it or one of
 * its functions is missing. The library stays for good. */
bool late_load(const char *file, const struct late_symbol *symbols, size_t count);

#endif
