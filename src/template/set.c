#include "template/template.h"

#include <stdlib.h>

#include "base/grow.h"

void template_set_init(struct template_set *set) {
    *set = (struct template_set){0};
    map_init(&set->names, 0);
}

void template_set_release(struct template_set *set) {
    map_release(&set->names);
    free(set->templates);
    *set = (struct template_set){0};
}

enum status template_set_put(struct template_set *set, struct str name, struct template *template,
                             struct error *error) {
    size_t count = set->names.n;
    if (grow(&set->templates, &set->capacity, count + 1, sizeof *set->templates) != STATUS_OK)
        return error_memory(error);
    bool fresh;
    struct map_entry *entry = map_ensure(&set->names, name, count, &fresh);
    if (entry == NULL)
        return error_memory(error);
    set->templates[entry->value] = template;
    return STATUS_OK;
}

const struct template *template_set_find(const struct template_set *set, struct str name) {
    size_t index;
    return map_get(&set->names, name, &index) ? set->templates[index] : NULL;
}
