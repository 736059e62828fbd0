#include "record/fields.h"

#include "base/json.h"

static void json_fields(const struct record_table *table, const void *item, struct json *json);

static void json_names(const struct str *names, size_t count, struct json *json) {
    json_begin_array(json);
    for (size_t i = 0; i < count; i++)
        json_str(json, names[i]);
    json_end_array(json);
}

static void json_items(const struct record_field *field, const void *item, struct json *json) {
    const struct record_table *table = record_table_of(field->form);
    const char *array = *(char *const *)record_at_const(item, field->offset);
    size_t count = *(const size_t *)record_at_const(item, field->has);
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json);
        json_fields(table, array + i * table->size, json);
        json_end_object(json);
    }
    json_end_array(json);
}

static void json_value(const struct record_field *field, const void *item, struct json *json) {
    const void *at = record_at_const(item, field->offset);
    switch (field->form) {
    case FORM_PLAIN:
    case FORM_QUOTED:
    case FORM_EXCERPT:
        json_str(json, *(const struct str *)at);
        break;
    case FORM_TIME: {
        char text[TIME_TEXT];
        json_str(json, str_from(time_format(*(const int64_t *)at, text)));
        break;
    }
    case FORM_INTEGER:
    case FORM_SIZE:
        json_int(json, *(const int64_t *)at);
        break;
    case FORM_FLAG:
    case FORM_BOOL:
        json_boolean(json, *(const bool *)at);
        break;
    case FORM_PROVIDER:
        json_begin_object(json);
        json_fields(&record_table_provider, at, json);
        json_end_object(json);
        break;
    case FORM_NAMES:
        json_names(*(struct str *const *)at, *(const size_t *)record_at_const(item, field->has),
                   json);
        break;
    case FORM_IMAGES:
    case FORM_RELATED:
        json_items(field, item, json);
        break;
    }
}

static void json_fields(const struct record_table *table, const void *item, struct json *json) {
    for (size_t i = 0; i < table->count; i++) {
        const struct record_field *field = &table->fields[i];
        if (!record_is_stated(field, item))
            continue;
        json_key_str(json, field->key);
        json_value(field, item, json);
    }
}

void record_json_members(const struct record *record, struct json *json) {
    json_fields(&record_table_top, record, json);
}

void record_json(const struct record *record, struct json *json) {
    json_begin_object(json);
    record_json_members(record, json);
    json_field_text(json, "unknown", record->unknown);
    json_field_text(json, "body", record->body);
    json_end_object(json);
}
