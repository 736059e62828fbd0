/* utf8proc, loaded by the first text that is more than ASCII (base/late.h). */
#include "base/late.h"

#include <utf8proc.h>

#define FUNCTIONS(F)                                                                               \
    F(utf8proc_category_t, utf8proc_category, (utf8proc_int32_t c), (c), UTF8PROC_CATEGORY_CN)     \
    F(const utf8proc_property_t *, utf8proc_get_property, (utf8proc_int32_t c), (c), &unassigned)  \
    F(int, utf8proc_charwidth, (utf8proc_int32_t c), (c), 1)                                       \
    F(utf8proc_int32_t, utf8proc_tolower, (utf8proc_int32_t c), (c), c)                            \
    F(utf8proc_int32_t, utf8proc_toupper, (utf8proc_int32_t c), (c), c)                            \
    F(utf8proc_ssize_t, utf8proc_encode_char, (utf8proc_int32_t c, utf8proc_uint8_t * out),        \
      (c, out), 0)                                                                                 \
    F(utf8proc_ssize_t, utf8proc_decompose_char,                                                   \
      (utf8proc_int32_t c, utf8proc_int32_t * out, utf8proc_ssize_t room, utf8proc_option_t how,   \
       int *boundary),                                                                             \
      (c, out, room, how, boundary), UTF8PROC_ERROR_NOMEM)                                         \
    F(utf8proc_ssize_t, utf8proc_decompose,                                                        \
      (const utf8proc_uint8_t *text, utf8proc_ssize_t n, utf8proc_int32_t *out,                    \
       utf8proc_ssize_t room, utf8proc_option_t how),                                              \
      (text, n, out, room, how), UTF8PROC_ERROR_NOMEM)                                             \
    F(utf8proc_ssize_t, utf8proc_map,                                                              \
      (const utf8proc_uint8_t *text, utf8proc_ssize_t n, utf8proc_uint8_t **out,                   \
       utf8proc_option_t how),                                                                     \
      (text, n, out, how), UTF8PROC_ERROR_NOMEM)

static const utf8proc_property_t unassigned;

LATE_LIBRARY(SONAME_UTF8PROC, FUNCTIONS)
FUNCTIONS(LATE_FUNCTION)
