#include "gather/network.h"

enum { ADDRESS_FAILURES = 3 };

static int64_t jitter_of(const struct store_source *state, int64_t now) {
    return (int64_t)(hash_fast(str_from(state->id), (uint64_t)now) % POLL_JITTER_BELOW);
}

void source_plan(struct store_source *state, const struct poll_outcome *outcome, int64_t least,
                 int64_t most) {
    const struct poll_state before = {
        .interval = state->interval,
        .failures = state->failures,
        .rhythm = state->rhythm,
        .last_news = state->last_news,
        .gone = {state->gone_since, state->gone_times},
    };
    const struct poll_plan plan =
        poll_next(&before, outcome, least, most, jitter_of(state, outcome->now));
    state->due = plan.due;
    state->reason = plan.reason;
    state->interval = plan.state.interval;
    state->failures = plan.state.failures;
    state->rhythm = plan.state.rhythm;
    state->last_news = plan.state.last_news;
    state->gone_since = plan.state.gone.since;
    state->gone_times = plan.state.gone.times;
}

bool source_note_move(struct store_source *state, const struct edition_source *source,
                      struct str moved, int64_t now) {
    struct str asked = str_first_of(state->address, source->url);
    struct poll_claim claim = {state->moved_since, state->moved_times};
    if (str_empty(moved) || str_eq(moved, asked)) {
        state->moved = STR_NONE;
        state->moved_since = state->moved_times = 0;
        return false;
    }
    claim = poll_claimed(claim, str_eq(state->moved, moved), now);
    state->moved = moved;
    state->moved_since = claim.since;
    state->moved_times = claim.times;
    if (!poll_confirmed(claim, now) || !poll_may_move(asked, moved))
        return false;
    state->address = str_eq(moved, source->url) ? STR_NONE : moved;
    state->moved = STR_NONE;
    state->moved_since = state->moved_times = 0;
    return true;
}

void source_doubt_address(struct store_source *state) {
    if (str_absent(state->address) || state->failures < ADDRESS_FAILURES)
        return;
    state->address = state->etag = state->last_modified = STR_NONE;
}
