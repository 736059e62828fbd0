#include "gather/pictures.h"

#include "base/json_read.h"

enum { NOTE_MOST = 256 * 1024 };

enum status picture_note_read(struct arena *arena, struct str text, struct picture_note *note,
                              struct error *error) {
    const struct json_value *value;
    *note = (struct picture_note){0};
    if (str_absent(text) || json_read(arena, text, &value, NULL) != STATUS_OK)
        return arena_failed(arena) ? arena_status(arena, error) : STATUS_OK;
    const struct json_value *articles = json_get_array(value, "articles");
    *note = (struct picture_note){
        .shown = json_get_int(value, "shown", 0),
        .failures = json_get_int(value, "failures", 0),
        .due = json_get_int(value, "due", 0),
        .bytes = json_get_int(value, "bytes", 0),
        .image = {.url = json_get_str(value, "picture"),
                  .width = json_get_int(value, "width", 0),
                  .height = json_get_int(value, "height", 0)},
        .articles = arena_array(arena, json_size(articles), struct str),
    };
    if (note->articles == NULL)
        return arena_status(arena, error);
    for (const struct json_value *id = json_first(articles); id != NULL; id = id->next)
        note->articles[note->article_count++] = json_as_str(id);
    return article_copies_read(arena, json_get_array(value, "copies"), &note->image.copies,
                               &note->image.copy_count, error);
}

struct str picture_note_write(struct arena *arena, const struct picture_note *note) {
    struct buf text;
    struct json json;
    buf_init(&text, NOTE_MOST);
    json_init(&json, &text, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "picture", note->image.url);
    json_field_int(&json, "shown", note->shown);
    json_field_int(&json, "failures", note->failures);
    json_field_int(&json, "due", note->due);
    json_field_int(&json, "bytes", note->bytes);
    json_field_int(&json, "width", note->image.width);
    json_field_int(&json, "height", note->image.height);
    article_copies_write(note->image.copies, note->image.copy_count, &json);
    json_key(&json, "articles");
    json_begin_array(&json);
    for (size_t i = 0; i < note->article_count; i++)
        json_str(&json, note->articles[i]);
    json_end_array(&json);
    json_end_object(&json);
    struct str copy = text.status == STATUS_OK ? arena_copy(arena, buf_str(&text)) : STR_NONE;
    if (text.status != STATUS_OK)
        arena->failed = true;
    buf_release(&text);
    return copy;
}

enum status picture_note_add(struct arena *arena, struct picture_note *note, struct str article,
                             struct error *error) {
    for (size_t i = 0; i < note->article_count; i++)
        if (str_eq(note->articles[i], article))
            return STATUS_OK;
    struct str *more = arena_array(arena, note->article_count + 1, struct str);
    if (more == NULL)
        return arena_status(arena, error);
    if (note->article_count > 0)
        memcpy(more, note->articles, note->article_count * sizeof *more);
    more[note->article_count++] = article;
    note->articles = more;
    return STATUS_OK;
}
