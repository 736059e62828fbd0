/* Stories that go on beyond the window: each knows the one before it and the last one after it. */
#include "press/state.h"

#include "story/settle.h"

static enum status neighbour(struct press *press, enum store_space space, struct str story,
                             struct str *other, struct error *error) {
    struct store_key key = {.key = story};
    enum status status = store_keys_get(press->store, &press->scratch, space, &key, 1, error);
    *other = key.value;
    return status;
}

static enum status put(struct press *press, enum store_space space, struct str story,
                       struct str other, struct error *error) {
    const struct store_key key = {.key = story, .value = other};
    return store_keys_put(press->store, space, &key, 1, error);
}

static enum status link(struct press *press, struct str earlier, struct str later,
                        struct error *error) {
    enum status status = put(press, KEYS_EARLIER, later, earlier, error);
    if (status == STATUS_OK)
        status = put(press, KEYS_LATER, earlier, later, error);
    if (status == STATUS_OK)
        status = press_touch_story(press, later, error);
    return status == STATUS_OK ? press_touch_story(press, earlier, error) : status;
}

enum status press_link_earlier(struct press *press, struct str story, struct error *error) {
    struct str merged, earlier;
    int64_t likeness;
    enum status status = neighbour(press, KEYS_STORY, story, &merged, error);
    if (status != STATUS_OK || !str_absent(merged))
        return status;
    status = press_need_index(press, error);
    if (status == STATUS_OK)
        status =
            story_index_earlier(press->index, &press->scratch, story, &earlier, &likeness, error);
    return status != STATUS_OK || str_absent(earlier) ? status : link(press, earlier, story, error);
}

enum status press_relink(struct press *press, struct str from, struct str into,
                         struct error *error) {
    struct str earlier, later, own_earlier, own_later;
    enum status status = neighbour(press, KEYS_EARLIER, from, &earlier, error);
    if (status == STATUS_OK)
        status = neighbour(press, KEYS_LATER, from, &later, error);
    if (status == STATUS_OK)
        status = neighbour(press, KEYS_EARLIER, into, &own_earlier, error);
    if (status == STATUS_OK)
        status = neighbour(press, KEYS_LATER, into, &own_later, error);
    if (status == STATUS_OK)
        status = put(press, KEYS_EARLIER, from, STR_NONE, error);
    if (status == STATUS_OK)
        status = put(press, KEYS_LATER, from, STR_NONE, error);
    /* What was before or after itself is so no more. */
    if (status == STATUS_OK && str_eq(own_earlier, from))
        status = put(press, KEYS_EARLIER, into, own_earlier = STR_NONE, error);
    if (status == STATUS_OK && str_eq(own_later, from))
        status = put(press, KEYS_LATER, into, own_later = STR_NONE, error);
    if (status == STATUS_OK && !str_absent(earlier) && !str_eq(earlier, into) &&
        str_absent(own_earlier))
        status = link(press, earlier, into, error);
    if (status == STATUS_OK && !str_absent(later) && !str_eq(later, into) && str_absent(own_later))
        status = link(press, into, later, error);
    return status;
}

enum status press_touch_thread(struct press *press, struct str story, struct error *error) {
    struct str other;
    enum status status = neighbour(press, KEYS_EARLIER, story, &other, error);
    if (status == STATUS_OK && !str_absent(other))
        status = press_touch_story(press, other, error);
    if (status == STATUS_OK)
        status = neighbour(press, KEYS_LATER, story, &other, error);
    if (status == STATUS_OK && !str_absent(other))
        status = press_touch_story(press, other, error);
    return status;
}
