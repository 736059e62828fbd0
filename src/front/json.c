#include "front/json.h"

#include "base/json_read.h"

static void write_report(const struct front_report *report, struct json *json) {
    json_begin_object(json);
    json_field_int(json, "shown", (int64_t)report->shown);
    json_field_int(json, "below", (int64_t)report->below);
    json_field_int(json, "old", (int64_t)report->old);
    json_field_int(json, "repeated", (int64_t)report->repeated);
    json_field_int(json, "crowded", (int64_t)report->crowded);
    json_field_int(json, "surplus", (int64_t)report->surplus);
    if (report->best_heat != INT64_MIN)
        json_field_int(json, "bestHeat", report->best_heat);
    json_key(json, "would");
    json_begin_array(json);
    for (size_t i = 0; i < report->would_count; i++) {
        json_begin_object(json);
        json_field_int(json, "threshold", report->would[i].threshold);
        json_field_int(json, "stories", (int64_t)report->would[i].stories);
        json_end_object(json);
    }
    json_end_array(json);
    json_end_object(json);
}

static const struct str reasons[FRONT_REASONS] = {
    [FRONT_OLD] = STR_INIT("old"),           [FRONT_ANNOUNCED] = STR_INIT("announced"),
    [FRONT_REPEATED] = STR_INIT("repeated"), [FRONT_CROWDED] = STR_INIT("crowded"),
    [FRONT_SURPLUS] = STR_INIT("surplus"),
};

static void write_left(const struct front_left *left, struct json *json) {
    json_begin_object(json);
    json_field_str(json, "story", str_from(left->story));
    json_field_str(json, "lead", str_from(left->lead));
    json_field_int(json, "rank", left->rank);
    json_field_int(json, "heat", left->heat);
    json_field_str(json, "why", reasons[left->reason]);
    json_field_text(json, "other", str_from(left->other));
    json_end_object(json);
}

void front_write(const struct front *front, struct json *json) {
    json_begin_object(json);
    json_key(json, "items");
    json_begin_array(json);
    for (size_t i = 0; i < front->count; i++) {
        const struct front_item *item = &front->items[i];
        json_begin_object(json);
        json_field_str(json, "story", str_from(item->story));
        json_field_str(json, "lead", str_from(item->lead));
        json_field_int(json, "rank", item->rank);
        json_field_int(json, "heat", item->heat);
        json_field_int(json, "size", item->size);
        json_end_object(json);
    }
    json_end_array(json);
    json_key(json, "left");
    json_begin_array(json);
    for (size_t i = 0; i < front->left_count; i++)
        write_left(&front->left[i], json);
    json_end_array(json);
    json_key(json, "report");
    write_report(&front->report, json);
    json_end_object(json);
}

static size_t get_count(const struct json_value *object, const char *key) {
    int64_t value = json_get_int(object, key, 0);
    return value > 0 ? (size_t)value : 0;
}

static void read_report(const struct json_value *object, struct front_report *report) {
    const size_t most = sizeof report->would / sizeof report->would[0];
    const struct json_value *item = json_first(json_get_array(object, "would"));
    *report = (struct front_report){
        .shown = get_count(object, "shown"),
        .below = get_count(object, "below"),
        .old = get_count(object, "old"),
        .repeated = get_count(object, "repeated"),
        .crowded = get_count(object, "crowded"),
        .surplus = get_count(object, "surplus"),
        .best_heat = json_get_int(object, "bestHeat", INT64_MIN),
    };
    for (; item != NULL && report->would_count < most; item = item->next) {
        size_t i = report->would_count++;
        report->would[i].threshold = json_get_int(item, "threshold", 0);
        report->would[i].stories = get_count(item, "stories");
    }
}

static void copy_id(const struct json_value *object, const char *key, char out[ID_LENGTH + 1]) {
    struct str id = json_get_str(object, key);
    memset(out, 0, ID_LENGTH + 1);
    if (id_valid(id))
        memcpy(out, id.p, ID_LENGTH);
}

static enum front_reason reason_of(struct str word) {
    for (size_t i = 0; i < FRONT_REASONS; i++)
        if (str_eq(word, reasons[i]))
            return (enum front_reason)i;
    return FRONT_SURPLUS;
}

static enum status read_left(struct arena *arena, const struct json_value *list,
                             struct front *front, struct error *error) {
    front->left = arena_array(arena, json_size(list), struct front_left);
    if (front->left == NULL)
        return arena_status(arena, error);
    for (const struct json_value *item = json_first(list); item != NULL; item = item->next) {
        struct front_left *left = &front->left[front->left_count++];
        copy_id(item, "story", left->story);
        copy_id(item, "lead", left->lead);
        copy_id(item, "other", left->other);
        left->rank = json_get_int(item, "rank", 0);
        left->heat = json_get_int(item, "heat", 0);
        left->reason = reason_of(json_get_str(item, "why"));
    }
    return STATUS_OK;
}

enum status front_read(struct arena *arena, struct str text, struct front *front,
                       struct error *error) {
    const struct json_value *object;
    *front = (struct front){0};
    enum status status = json_read(arena, text, &object, error);
    if (status != STATUS_OK)
        return status;
    const struct json_value *items = json_get_array(object, "items");
    front->items = arena_array(arena, json_size(items), struct front_item);
    if (front->items == NULL)
        return arena_status(arena, error);
    for (const struct json_value *item = json_first(items); item != NULL; item = item->next) {
        struct front_item *place = &front->items[front->count++];
        copy_id(item, "story", place->story);
        copy_id(item, "lead", place->lead);
        place->rank = json_get_int(item, "rank", 0);
        place->heat = json_get_int(item, "heat", 0);
        place->size = (int)json_get_int(item, "size", 1);
    }
    read_report(json_get_object(object, "report"), &front->report);
    return read_left(arena, json_get_array(object, "left"), front, error);
}
