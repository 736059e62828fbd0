/* Plans in words. */
#include "poll/poll.h"

#include "base/clock.h"

void poll_duration(struct buf *out, int64_t seconds) {
    static const struct {
        int64_t from, unit; /* `from`: the least seconds that are told in this unit */
        const char *name;
    } units[] = {
        {2 * DAY_SECONDS, DAY_SECONDS, "day"},
        {2 * HOUR_SECONDS, HOUR_SECONDS, "hour"},
        {120, 60, "minute"},
        {0, 1, "second"},
    };
    size_t k = 0;
    seconds = seconds < 0 ? 0 : seconds;
    while (seconds < units[k].from)
        k++;
    int64_t number = seconds / units[k].unit + (seconds % units[k].unit * 2 >= units[k].unit);
    if (seconds == HOUR_SECONDS || seconds == DAY_SECONDS)
        buf_add_cstr(out, seconds == HOUR_SECONDS ? "hour" : "day");
    else
        buf_printf(out, "%lld %s%s", (long long)number, units[k].name, number == 1 ? "" : "s");
}

static void every(struct buf *out, int64_t seconds) {
    BUF_ADD(out, "every ");
    poll_duration(out, seconds);
}

void poll_explain(struct buf *out, const struct poll_state *state, enum poll_reason reason,
                  int64_t last, int64_t due, int64_t now) {
    static const char *const why[] = {
        [POLL_BY_EXPERIENCE] = ", from how often it had something new",
        [POLL_BY_RHYTHM] = ", since it brings something new about ",
        [POLL_BY_LEAST] = ", the least that fetch.every allows",
        [POLL_BY_MOST] = ", the most that fetch.every allows",
        [POLL_BY_OWN] = ", as sources.opml says",
        [POLL_BY_TTL] = ", as the feed itself asks (ttl)",
        [POLL_BY_CACHE] = ", as long as its server says that an answer holds (Cache-Control)",
        [POLL_BY_PAUSE] = ", since its host asked for a pause (Retry-After)",
        [POLL_BY_HOST] = ", since its host did not answer for other sources",
        [POLL_BY_SKIP] = ", since its feed asks to be left alone until then (skipHours, skipDays)",
        [POLL_BY_GONE] = ", since its server says that it is gone for good",
    };
    bool waits = reason == POLL_BY_PAUSE || reason == POLL_BY_HOST || reason == POLL_BY_FAILURES ||
                 reason == POLL_BY_SKIP;
    if (waits) {
        BUF_ADD(out, "again in ");
        poll_duration(out, due - now);
    } else {
        every(out, due - last);
    }
    if (reason == POLL_BY_FAILURES && state->failures == 1)
        BUF_ADD(out, ", since it failed once");
    else if (reason == POLL_BY_FAILURES)
        buf_printf(out, ", since it failed %lld times", (long long)state->failures);
    else if ((size_t)reason < sizeof why / sizeof why[0])
        buf_add_cstr(out, why[reason]);
    if (reason == POLL_BY_RHYTHM)
        every(out, state->rhythm);
}
