#include "score/parts.h"

#include "base/json_read.h"

void score_sentence(const struct score *score, struct buf *out) {
    buf_add_i64(out, score->total);
    bool first = true;
    for (size_t i = 0; i < score->part_count; i++) {
        const struct score_part *part = &score->parts[i];
        bool minus = part->points < 0;
        if (part->points == 0)
            continue;
        if (first)
            buf_add_cstr(out, minus ? " = - " : " = ");
        else
            buf_add_cstr(out, minus ? " - " : " + ");
        first = false;
        buf_add(out, part->name);
        buf_add_byte(out, ' ');
        buf_add_i64(out, minus ? -part->points : part->points);
    }
}

/* Points of the part of this name; parts of one name do not stand twice in a score but for topics
 * of one name, which have the same points. */
static int64_t points_of(const struct score *score, struct str name) {
    for (size_t i = 0; i < score->part_count; i++)
        if (str_eq(score->parts[i].name, name))
            return score->parts[i].points;
    return 0;
}

static void add_difference(struct str name, int64_t before, int64_t after, size_t start,
                           struct buf *out) {
    if (before == after)
        return;
    if (out->n > start)
        BUF_ADD(out, ", ");
    buf_add(out, name);
    buf_printf(out, " %lld → %lld", (long long)before, (long long)after);
}

void score_difference(const struct score *before, const struct score *after, struct buf *out) {
    size_t start = out->n;
    for (size_t i = 0; i < before->part_count; i++) {
        const struct score_part *part = &before->parts[i];
        add_difference(part->name, part->points, points_of(after, part->name), start, out);
    }
    for (size_t i = 0; i < after->part_count; i++) {
        const struct score_part *part = &after->parts[i];
        if (points_of(before, part->name) == 0)
            add_difference(part->name, 0, part->points, start, out);
    }
}

void score_write_parts(const struct score *score, struct json *json) {
    json_begin_array(json);
    for (size_t i = 0; i < score->part_count; i++) {
        json_begin_object(json);
        json_field_str(json, "name", score->parts[i].name);
        json_field_int(json, "points", score->parts[i].points);
        json_field_str(json, "why", score->parts[i].why);
        json_end_object(json);
    }
    json_end_array(json);
}

void score_write(const struct score *score, struct json *json) {
    json_begin_object(json);
    json_field_int(json, "total", score->total);
    json_key(json, "parts");
    score_write_parts(score, json);
    json_end_object(json);
}

static bool read_part(const struct json_value *object, struct score *score) {
    struct str name = json_get_str(object, "name");
    int64_t points = json_get_int(object, "points", 0);
    struct str why = json_get_str(object, "why");
    if (str_absent(name) || points > SCORE_POINTS_MOST || points < -SCORE_POINTS_MOST)
        return false;
    if (points != 0)
        score_add(score, name, points, why);
    else
        score_note(score, name, why);
    return true;
}

enum status score_read(struct arena *arena, struct str text, struct score *score,
                       struct error *error) {
    const struct json_value *object;
    enum status status = json_read(arena, text, &object, error);
    if (status != STATUS_OK)
        return status;
    const struct json_value *parts = json_get_array(object, "parts");
    if (parts == NULL || json_size(parts) > SCORE_PARTS_MOST)
        return error_set(error, STATUS_INVALID, "a score needs at most %d parts", SCORE_PARTS_MOST);
    status = score_begin(arena, score, error);
    if (status != STATUS_OK)
        return status;
    for (const struct json_value *part = json_first(parts); part != NULL; part = part->next)
        if (!read_part(part, score))
            return error_set(error, STATUS_INVALID, "part %zu of a score needs a name and points",
                             score->part_count + 1);
    if (score->total != json_get_int(object, "total", INT64_MIN))
        return error_set(error, STATUS_INVALID, "a score's parts do not add up to its total");
    return STATUS_OK;
}
