#include "base/json.h"
#include "base/json_read.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes, quoted by us, are read back as what their ill-formed parts leave of them. */
static void quote_and_read(struct str in) {
    static const unsigned flags[] = {JSON_COMPACT, JSON_HTML_SAFE, JSON_INERT,
                                     JSON_HTML_SAFE | JSON_INERT};
    struct buf sound;
    buf_init(&sound, 3 * in.n);
    for (size_t at = 0; at < in.n;)
        utf8_add(&sound, utf8_next(in, &at));
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        struct json_object *value;
        struct buf quoted;
        buf_init(&quoted, 6 * in.n + 2);
        json_quote(&quoted, in, flags[i]);
        if (quoted.status != STATUS_OK || !utf8_valid(buf_str(&quoted), NULL) ||
            str_find_byte(buf_str(&quoted), '\n') != SIZE_MAX)
            abort();
        if (json_read(buf_str(&quoted), &value, NULL) != STATUS_OK ||
            !str_eq(json_as_str(value), buf_str(&sound)))
            abort();
        json_object_put(value);
        buf_release(&quoted);
    }
    buf_release(&sound);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str in = str_of((const char *)data, size);
    struct json_object *value, *again;
    struct error error = {0};
    enum status status = json_read(in, &value, &error);
    if (status != STATUS_OK) {
        if (error.status != status || error.at.offset > size || value != NULL)
            abort();
    } else { /* what was read can be written, and read again */
        const char *text = json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN);
        if (json_read(str_from(text), &again, NULL) != STATUS_OK ||
            !json_object_equal(value, again))
            abort();
        json_object_put(again);
        json_object_put(value);
    }
    quote_and_read(in);
    return 0;
}
