/* Numbers of tags (enum html_tag) at the hash of their names, 0 for none; open addressing. */
#ifndef HTML_TAG_TABLE_H
#define HTML_TAG_TABLE_H

#include <stdint.h>

enum { HTML_TAG_SLOTS = 512 };

extern const uint8_t html_tag_slots[HTML_TAG_SLOTS];

#endif
