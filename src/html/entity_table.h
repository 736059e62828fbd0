/* The named character references of the HTML Standard, 13.5, in byte order of their names. */
#ifndef HTML_ENTITY_TABLE_H
#define HTML_ENTITY_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct html_entity {
    char name[32];               /* without & and ; */
    uint32_t first, second : 31; /* its characters; `second` is 0 for most */
    bool bare : 1;               /* also known without ';' */
};

extern const struct html_entity html_entity_table[];
extern const size_t html_entity_count;

#endif
