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
    const void *at = record_at_const(item, field->offset);
    size_t count = *(const size_t *)record_at_const(item, field->has);
    if (count == 0)
        return;
    json_key_str(json, field->key);
    if (field->form == FORM_NAMES) {
        json_names(*(struct str *const *)at, count, json);
        return;
    }
    const struct record_table *table = record_table_of(field->form);
    const char *array = *(char *const *)at;
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json);
        json_fields(table, array + i * table->size, json);
        json_end_object(json);
    }
    json_end_array(json);
}

static void json_field(const struct record_field *field, const void *item, struct json *json) {
    const void *at = record_at_const(item, field->offset);
    const char *key = field->key.p; /* a literal: ends in NUL */
    const void *has = record_at_const(item, field->has);
    switch (field->form) {
    case FORM_PLAIN:
    case FORM_QUOTED:
    case FORM_EXCERPT:
        json_field_str(json, key, *(const struct str *)at);
        break;
    case FORM_TIME:
        json_field_time(json, key, *(const int64_t *)at);
        break;
    case FORM_INTEGER:
        if (*(const bool *)has)
            json_field_int(json, key, *(const int64_t *)at);
        break;
    case FORM_SIZE:
        if (*(const int64_t *)at >= 0)
            json_field_int(json, key, *(const int64_t *)at);
        break;
    case FORM_FLAG:
        if (*(const bool *)at)
            json_field_bool(json, key, true);
        break;
    case FORM_BOOL:
        if (*(const bool *)has)
            json_field_bool(json, key, *(const bool *)at);
        break;
    case FORM_PROVIDER:
        json_key(json, key);
        json_begin_object(json);
        json_fields(&record_table_provider, at, json);
        json_end_object(json);
        break;
    case FORM_NAMES:
    case FORM_IMAGES:
    case FORM_RELATED:
        json_items(field, item, json);
        break;
    }
}

static void json_fields(const struct record_table *table, const void *item, struct json *json) {
    for (size_t i = 0; i < table->count; i++)
        json_field(&table->fields[i], item, json);
}

void record_json(const struct record *record, struct json *json) {
    json_begin_object(json);
    json_fields(&record_table_top, record, json);
    json_field_text(json, "unknown", record->unknown);
    json_field_text(json, "body", record->body);
    json_end_object(json);
}
