/* Growing arrays on the heap, for what does not live in an arena. */
#ifndef BASE_GROW_H
#define BASE_GROW_H

#include "base/status.h"
#include <stddef.h>

/* Makes room for `need` elements of `size` bytes: `items` is the address of the array's pointer,
 * `capacity` its present room. Doubles; new room is not zeroed. On STATUS_MEMORY nothing changed.
 */
enum status grow(void *items, size_t *capacity, size_t need, size_t size);

#endif
