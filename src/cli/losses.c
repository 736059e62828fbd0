#include "cli/losses.h"

enum { TOLD_MOST = 20 };

static const struct {
    const char *name;  /* in JSON */
    const char *words; /* behind the file's name */
} losses[LOSSES] = {
    [LOSS_UNREADABLE] = {"unreadable", "is no record"},
    [LOSS_NOTHING] = {"unsealed", "has nothing sealed in it"},
    [LOSS_FOREIGN] = {"foreign", "has a payload that is none of ours"},
    [LOSS_OLD] = {"old", "has a payload of the old form"},
    [LOSS_NO_KEY] = {"noKey", "was sealed by a key that is not here"},
    [LOSS_DAMAGED] = {"damaged", "does not open, though its key is here: it was changed, moved, or "
                                 "sealed in another edition"},
    [LOSS_OTHER] = {"other", "opens, and does not say what it is about"},
};

void losses_tell(void *state, struct str path, enum loss loss, struct str key) {
    struct losses *telling = state;
    struct buf *out = &telling->invocation->out;
    if (telling->invocation->json || telling->told[loss] > TOLD_MOST)
        return;
    if (telling->told[loss]++ == TOLD_MOST) {
        buf_printf(out, "… and more that %s\n", losses[loss].words);
        return;
    }
    BUF_ADD(out, "records/");
    log_inert(out, path);
    buf_printf(out, " %s", losses[loss].words);
    if (loss == LOSS_NO_KEY)
        buf_printf(out, " (%.*s)", STR_ARG(key));
    buf_add_byte(out, '\n');
}

void losses_json(struct json *json, const size_t lost[LOSSES]) {
    json_key(json, "lost");
    json_begin_object(json);
    for (size_t i = LOSS_NONE + 1; i < LOSSES; i++)
        json_field_int(json, losses[i].name, (int64_t)lost[i]);
    json_end_object(json);
}
