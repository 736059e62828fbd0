/* Sources as people name them. */
#include "edition/parts.h"

enum {
    NEAR_PARTS = 3, /* at most one letter of so many is another */
    NEAR_MOST = 20, /* letters */
};

static struct str without_scheme(struct str url) {
    size_t at = str_find(url, STR("://"));
    return at == SIZE_MAX ? url : str_skip(url, at + 3);
}

bool edition_source_is(const struct edition_source *source, struct str name) {
    if (str_empty(name))
        return false;
    return str_eq(str_from(source->id), name) || str_eq(source->url, name) ||
           str_eq(without_scheme(source->url), name) || str_eq_case(source->title, name);
}

struct str edition_source_near(const struct edition *edition, struct str name) {
    struct str best = STR_NONE;
    size_t least = SIZE_MAX;
    struct str bare = without_scheme(name);
    for (size_t i = 0; i < edition->source_count; i++) {
        const struct edition_source *source = &edition->sources[i];
        const struct str names[] = {source->title, without_scheme(source->url)};
        size_t distance;
        size_t which = value_nearest(bare, names, 2, &distance);
        if (distance < least) {
            least = distance;
            best = which == 0 ? source->title : source->url;
        }
    }
    size_t most = bare.n / NEAR_PARTS < NEAR_MOST ? bare.n / NEAR_PARTS : NEAR_MOST;
    return least <= most ? best : STR_NONE;
}
