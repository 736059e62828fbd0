/* What every cmocka program includes first, in the order that cmocka asks for. */
#ifndef SUPPORT_CASE_H
#define SUPPORT_CASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

#define CASES(table) (sizeof(table) / sizeof((table)[0]))

/* Compares two views; says both and where they stand in their table when they differ. */
#define assert_str_equal(k, found, wanted)                                                         \
    do {                                                                                           \
        struct str found_ = (found), wanted_ = (wanted);                                           \
        if (!str_eq(found_, wanted_))                                                              \
            fail_msg("case %zu: found \"%.*s\", wanted \"%.*s\"", (size_t)(k), STR_ARG(found_),    \
                     STR_ARG(wanted_));                                                            \
    } while (0)

#endif
