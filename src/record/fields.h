/* The keys of a record and of its parts as tables (record-format.md, 2): the two readers, the
 * writer and the JSON form walk these, so that a key is named in one place. Internal to record/. */
#ifndef RECORD_FIELDS_H
#define RECORD_FIELDS_H

#include "record/record.h"

enum record_form {
    FORM_PLAIN,    /* struct str, written plain where YAML allows */
    FORM_QUOTED,   /* struct str, written quoted; left out when empty */
    FORM_EXCERPT,  /* the same, but may be empty */
    FORM_TIME,     /* int64_t, TIME_NONE when missing */
    FORM_INTEGER,  /* int64_t with a bool at `has` */
    FORM_SIZE,     /* int64_t, -1 when missing */
    FORM_FLAG,     /* bool, written only when true */
    FORM_BOOL,     /* bool with a bool at `has` */
    FORM_PROVIDER, /* struct record_provider */
    FORM_NAMES,    /* array of struct str, its count at `has` */
    FORM_IMAGES,   /* array of struct record_image, its count at `has` */
    FORM_RELATED,  /* array of struct record_related, its count at `has` */
};

struct record_field {
    struct str key;
    enum record_form form;
    size_t offset; /* in the struct that the table describes */
    size_t has;
    unsigned group; /* of a record's own keys: a blank line parts groups */
};

struct record_table {
    const struct record_field *fields;
    size_t count;
    size_t size;      /* of the struct */
    const char *what; /* "an image", for errors */
    bool needs_first; /* the first key, of FORM_QUOTED, must have a value */
};

extern const struct record_table record_table_top;
extern const struct record_table record_table_related;
extern const struct record_table record_table_provider;
extern const struct record_table record_table_image;

/* The table of what a list of `form` holds; of a provider for FORM_PROVIDER. */
const struct record_table *record_table_of(enum record_form form);

/* A struct's values before anything was read: nothing is stated. */
void record_clear(const struct record_table *table, void *item);

/* Whether an item has a value for the key, so that it is written (write.c). */
bool record_is_stated(const struct record_field *field, const void *item);

static inline void *record_at(void *item, size_t offset) {
    return (char *)item + offset;
}
static inline const void *record_at_const(const void *item, size_t offset) {
    return (const char *)item + offset;
}

/* The two readers of front matter. `record` is cleared. record_read_canonical reads exactly what
 * record_write writes (blank lines aside) and answers false for anything else, where
 * record_read_tree, by libyaml, has the word. Where the first answers true, both read the same. */
bool record_read_canonical(struct arena *arena, struct str front, struct record *record);
enum status record_read_tree(struct arena *arena, struct str front, size_t first_line,
                             struct record *record, struct error *error);

#endif
