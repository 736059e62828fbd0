/* Any bytes give well-formed events: each start has its end, nothing is deeper than the cap, views
 * lie where they are said to, and reading twice gives the same. */
#include "xml/xml.h"

#include "base/hash.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds) {
    if (!holds)
        abort();
}

static unsigned space_of(struct str address, struct str prefix) {
    return (unsigned)(address.n * 7 + prefix.n);
}

static uint64_t add(uint64_t hash, struct str text) {
    return hash_fast(text, hash + text.n);
}

static uint64_t read_all(struct str text, size_t *events) {
    static const struct str flat[] = {STR_INIT("item")};
    const struct xml_habits habits = {space_of, flat, 1};
    struct xml_reader *reader = malloc(sizeof *reader);
    struct str open[XML_DEPTH_MOST];
    struct xml_event event;
    size_t depth = 0;
    uint64_t hash = 1;
    must(reader != NULL);
    xml_begin(reader, text, &habits);
    for (*events = 0; xml_next(reader, &event); ++*events) {
        hash = hash * 31 + (uint64_t)event.kind;
        if (event.kind == XML_START) {
            must(depth < XML_DEPTH_MOST && event.name.n > 0);
            must(event.attribute_count <= XML_ATTRIBUTES_MOST);
            open[depth++] = event.name;
            hash = add(hash, event.name) + event.space;
            for (size_t i = 0; i < event.attribute_count; i++)
                hash = add(add(hash, event.attributes[i].name), event.attributes[i].value);
        } else if (event.kind == XML_END) {
            must(depth > 0 && str_eq(open[--depth], event.name));
        } else {
            must(depth > 0 && event.text.n > 0);
            must(!event.lasting ||
                 (event.text.p >= text.p && event.text.p + event.text.n <= text.p + text.n));
            hash = add(hash, event.text);
        }
        must(reader->at <= text.n);
    }
    must(depth == 0);
    must(xml_end(reader, NULL) == STATUS_OK);
    free(reader);
    return hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = str_of((const char *)data, size);
    size_t first, second;
    must(read_all(text, &first) == read_all(text, &second));
    must(first == second && first <= 2 * size);
    return 0;
}
