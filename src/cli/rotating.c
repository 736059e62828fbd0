#include "cli/rotating.h"

#include "cli/keys.h"
#include "cli/losses.h"
#include "cli/workspace.h"
#include "run/rotate.h"

static void add_words(struct buf *out, const struct rotate *rotate) {
    const struct seal_key *key = seal_active(rotate->keys, rotate->key_count);
    buf_printf(out, "Sealed %zu records again under %s; %zu were so already.\n", rotate->sealed,
               key->id, rotate->current);
    if (rotate->lost[LOSS_NOTHING] > 0)
        buf_printf(out, "%zu have nothing sealed in them.\n", rotate->lost[LOSS_NOTHING]);
}

static void add_json(struct buf *out, const struct rotate *rotate) {
    struct json json;
    json_init(&json, out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "key", str_from(seal_active(rotate->keys, rotate->key_count)->id));
    json_field_int(&json, "sealed", (int64_t)rotate->sealed);
    json_field_int(&json, "current", (int64_t)rotate->current);
    losses_json(&json, rotate->lost);
    json_end_object(&json);
    buf_add_byte(out, '\n');
}

static enum status rotate(struct invocation *invocation, const struct keys *keys,
                          struct str edition) {
    struct losses losses = {.invocation = invocation};
    struct rotate rotate = {
        .folder = invocation->folder,
        .edition = edition,
        .keys = keys->ring,
        .key_count = keys->count,
        .tell = losses_tell,
        .state = &losses,
    };
    enum status status = rotate_records(&rotate, &invocation->error);
    if (status != STATUS_OK)
        return status;
    for (size_t i = LOSS_NONE + 1; i < LOSSES; i++)
        invocation->found |= i != LOSS_NOTHING && rotate.lost[i] > 0;
    if (invocation->json)
        add_json(&invocation->out, &rotate);
    else
        add_words(&invocation->out, &rotate);
    return STATUS_OK;
}

enum status rotating_run(struct invocation *invocation) {
    struct workspace workspace;
    struct keys keys = {0};
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = keys_open(invocation, &keys);
    if (status == STATUS_OK)
        status = rotate(invocation, &keys, workspace.edition.id);
    keys_close(&keys);
    workspace_close(&workspace);
    return status;
}
