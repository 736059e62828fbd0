#include "record/fields.h"

#include "yaml/yaml.h"

/* The body without the line ends at its end, which record_write sets. */
static struct str trim_body(struct str body) {
    while (body.n > 0 && body.p[body.n - 1] == '\n')
        body.n--;
    return body.n > 0 ? body : STR("");
}

enum status record_read(struct arena *arena, struct str bytes, struct record *record,
                        struct error *error) {
    struct yaml_front front;
    record_clear(&record_table_top, record);
    if (bytes.n > RECORD_BYTES_MOST)
        return error_set(error, STATUS_LIMIT, "a record of more than %d bytes", RECORD_BYTES_MOST);
    enum status status = yaml_front_matter(arena, bytes, &front, error);
    if (status != STATUS_OK)
        return status;
    if (!record_read_canonical(arena, front.front, record))
        status = record_read_tree(arena, front.front, front.first_line, record, error);
    record->body = trim_body(front.body);
    return status;
}
