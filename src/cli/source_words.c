/* What is wrong with a source, in a sentence. */
#include "cli/source.h"

#include "base/utf8.h"
#include "poll/poll.h"

enum {
    SILENT_SECONDS = 21 * DAY_SECONDS, /* without anything new, or */
    SILENT_RHYTHMS = 8,                /* of its own, where that is longer */
    SLOW_MS = 5000,
    LINE_WIDTH = 79,
    NAME_WIDTH = 38,
    INDENT = 4,
};

const char *source_trouble_word(enum source_trouble trouble) {
    static const char *const words[] = {
        [TROUBLE_GONE] = "gone",   [TROUBLE_FAILING] = "failing", [TROUBLE_HELD] = "held",
        [TROUBLE_EMPTY] = "empty", [TROUBLE_SILENT] = "silent",   [TROUBLE_NEW] = "new",
        [TROUBLE_MOVED] = "moved", [TROUBLE_SLOW] = "slow",       [TROUBLE_ODD] = "odd",
        [TROUBLE_NONE] = "good",   [TROUBLE_PAUSED] = "paused",
    };
    return words[trouble];
}

/* ---- failures ---- */

static const struct {
    struct str class, message; /* its beginning, or any */
    const char *words;
    bool said; /* what the message says before its colon, the words say, too */
} failures[] = {
    {STR_INIT("http_4xx"), STR_INIT("HTTP 401"), "its server wants a password", false},
    {STR_INIT("http_4xx"), STR_INIT("HTTP 403"), "its server refuses us", false},
    {STR_INIT("http_4xx"), STR_INIT("HTTP 404"), "there is nothing at its address", false},
    {STR_INIT("http_4xx"), STR_INIT("HTTP 429"), "its server says that we ask too often", false},
    {STR_INIT("http_4xx"), STR_INIT(""), "its server does not take our request", false},
    {STR_INIT("http_5xx"), STR_INIT("HTTP 503"), "its server is busy or being repaired", false},
    {STR_INIT("http_5xx"), STR_INIT(""), "its server is broken", false},
    {STR_INIT("http_3xx"), STR_INIT(""), "its server sends us nowhere", false},
    {STR_INIT("too_many_redirects"), STR_INIT(""), "its server sends us in circles", true},
    {STR_INIT("downgrade"), STR_INIT(""), "its server sends us from https to http", true},
    {STR_INIT("invalid_url"), STR_INIT(""), "its address is none that can be asked", false},
    {STR_INIT("dns"), STR_INIT(""), "its host is not to be found", true},
    {STR_INIT("timeout"), STR_INIT(""), "its server does not answer in time", true},
    {STR_INIT("network"), STR_INIT(""), "its server cannot be reached", true},
    {STR_INIT("tls"), STR_INIT(""), "the connection would not be safe", false},
    {STR_INIT("robots"), STR_INIT(""), "its robots.txt does not let us", true},
    {STR_INIT("denied"), STR_INIT(""), "its address is private, or its port is not allowed", true},
    {STR_INIT("empty"), STR_INIT(""), "its server sends nothing", true},
    {STR_INIT("too_large"), STR_INIT(""), "it is too large", false},
    {STR_INIT("headers_too_large"), STR_INIT(""), "its server's answer is too large", false},
    {STR_INIT("truncated"), STR_INIT(""), "it ends too early", true},
    {STR_INIT("bad_response"), STR_INIT(""), "its server's answer makes no sense", false},
    {STR_INIT("unsupported"), STR_INIT(""), "it is of a kind that cannot be read yet", false},
};

/* What a source is, by its kind, and what it is when there is nothing in it. */
static const struct {
    const char *is_not, *empty;
} kinds[] = {
    [SOURCE_FEED] = {"is no feed", "it is a feed, but has no entries"},
    [SOURCE_SITEMAP] = {"cannot be read", "it is a map of a site, but lists no news"},
    [SOURCE_PAGE] = {"does not read as a list of articles", "it lists no articles"},
    [SOURCE_ARCHIVE] = {"is no feed", "it is a feed, but has no entries"},
};

/* "what is at its address is an HTML page, not a feed" */
static void add_no_feed(struct buf *out, enum edition_source_kind kind, struct str message) {
    bool feed = kind == SOURCE_FEED || kind == SOURCE_ARCHIVE;
    BUF_ADD(out, "what is at its address ");
    if (feed && str_starts(message, STR("it is ")))
        buf_add(out, str_skip(message, strlen("it ")));
    else
        buf_printf(out, "%s (%.*s)", kinds[kind].is_not, STR_ARG(message));
}

void source_add_failure(struct buf *out, enum edition_source_kind kind, struct str class,
                        struct str message) {
    if (str_eq(class, STR("not_a_feed"))) {
        add_no_feed(out, kind, message);
        return;
    }
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
        if (!str_eq(failures[i].class, class) || !str_starts(message, failures[i].message))
            continue;
        buf_add_cstr(out, failures[i].words);
        if (failures[i].said) {
            size_t colon = str_find(message, STR(": "));
            message = colon == SIZE_MAX ? STR_NONE : str_skip(message, colon + 2);
        }
        if (!str_empty(message)) {
            BUF_ADD(out, " (");
            buf_add(out, message);
            BUF_ADD(out, ")");
        }
        return;
    }
    if (str_eq(class, STR("gone")))
        BUF_ADD(out, "it is ");
    buf_add(out, str_first_of(message, class));
}

static void add_ago(struct buf *out, int64_t now, int64_t time) {
    poll_duration(out, now > time ? now - time : 0);
    BUF_ADD(out, " ago");
}

/* "within 2 hours": a number always. */
static void add_span(struct buf *out, int64_t seconds) {
    if (seconds == HOUR_SECONDS || seconds == DAY_SECONDS)
        buf_add_cstr(out, seconds == HOUR_SECONDS ? "an " : "a ");
    poll_duration(out, seconds);
}

static bool silent(int64_t last, int64_t rhythm, int64_t now) {
    int64_t longest = rhythm < INT64_MAX / SILENT_RHYTHMS ? SILENT_RHYTHMS * rhythm : INT64_MAX;
    int64_t most = longest > SILENT_SECONDS ? longest : SILENT_SECONDS;
    return last > 0 && now - last > most;
}

static void add_rhythm(struct buf *out, int64_t rhythm) {
    if (rhythm <= 0)
        return;
    BUF_ADD(out, ", a new one about every ");
    poll_duration(out, rhythm);
}

static void add_warnings(struct buf *out, int64_t count, struct str first) {
    buf_printf(out, "%lld warning%s on reading it", (long long)count, count == 1 ? "" : "s");
    if (!str_empty(first)) {
        buf_add_cstr(out, count == 1 ? ": " : ", the first: ");
        buf_add(out, first);
    }
}

static void add_slow(struct buf *out, int64_t ms) {
    buf_printf(out, "it is slow: its last answer took %lld seconds",
               (long long)((ms + 500) / 1000));
}

/* ---- from what was just brought ---- */

static void add_brought(const struct source_look *look, int64_t now, struct buf *out) {
    buf_printf(out, "%zu entr%s", look->entries, look->entries == 1 ? "y" : "ies");
    add_rhythm(out, look->rhythm);
    if (look->newest != TIME_NONE) {
        BUF_ADD(out, ", the newest from ");
        add_ago(out, now, look->newest);
    } else {
        BUF_ADD(out, ", none with a date");
    }
    if (look->maps > 0)
        buf_printf(out, "; by the latest of its %zu maps", look->maps);
    if (look->older)
        BUF_ADD(out, "; older ones on pages before it");
}

enum source_trouble source_judge_look(const struct source_look *look, int64_t now,
                                      struct buf *sentence) {
    struct str class = str_from(look->class);
    if (!str_eq(class, STR("ok"))) {
        source_add_failure(sentence, look->kind, class, look->message);
        if (look->retry_after > 0) {
            BUF_ADD(sentence, " and wants a pause of ");
            poll_duration(sentence, look->retry_after);
            return TROUBLE_HELD;
        }
        return str_eq(class, STR("gone")) ? TROUBLE_GONE : TROUBLE_FAILING;
    }
    if (look->entries == 0) {
        buf_add_cstr(sentence, kinds[look->kind].empty);
        if (look->maps > 0)
            buf_printf(sentence, " in those of its %zu maps that were asked", look->maps);
        return TROUBLE_EMPTY;
    }
    if (look->newest != TIME_NONE && silent(look->newest, look->rhythm, now)) {
        BUF_ADD(sentence, "nothing new for ");
        poll_duration(sentence, now - look->newest);
        return TROUBLE_SILENT;
    }
    if (!str_empty(look->moved)) {
        BUF_ADD(sentence, "it moved for good to ");
        buf_add(sentence, look->moved);
        return TROUBLE_MOVED;
    }
    if (look->ms > SLOW_MS) {
        add_slow(sentence, look->ms);
        return TROUBLE_SLOW;
    }
    if (look->warnings > 0) {
        add_warnings(sentence, (int64_t)look->warnings, look->warning);
        return TROUBLE_ODD;
    }
    add_brought(look, now, sentence);
    return TROUBLE_NONE;
}

/* ---- from what rounds noted ---- */

static void add_failing(struct buf *out, enum edition_source_kind kind,
                        const struct store_source *state, int64_t now) {
    source_add_failure(out, kind, state->error_class, state->error_text);
    if (state->failures > 1)
        buf_printf(out, ", %lld times in a row", (long long)state->failures);
    if (state->last_good == TIME_NONE) {
        BUF_ADD(out, "; it was never read");
        return;
    }
    BUF_ADD(out, "; last read ");
    add_ago(out, now, state->last_good);
}

static enum source_trouble judge_answer(enum edition_source_kind kind,
                                        const struct store_source *state, int64_t now,
                                        struct buf *out) {
    if (state->entries == 0) {
        buf_add_cstr(out, kinds[kind].empty);
        return TROUBLE_EMPTY;
    }
    if (silent(state->last_news, state->rhythm, now)) {
        BUF_ADD(out, "nothing new for ");
        poll_duration(out, now - state->last_news);
        return TROUBLE_SILENT;
    }
    if (!str_empty(state->address)) {
        BUF_ADD(out, "it moved for good and is asked there; let sources.opml say ");
        buf_add(out, state->address);
        return TROUBLE_MOVED;
    }
    if (!str_empty(state->moved)) {
        BUF_ADD(out, "it says since ");
        add_span(out, now - state->moved_since);
        BUF_ADD(out, " that it moved for good to ");
        buf_add(out, state->moved);
        return TROUBLE_MOVED;
    }
    if (state->ms > SLOW_MS) {
        add_slow(out, state->ms);
        return TROUBLE_SLOW;
    }
    if (state->warnings > 0) {
        add_warnings(out, state->warnings, state->warning);
        return TROUBLE_ODD;
    }
    return TROUBLE_NONE;
}

/* Whether it is not to be asked now for its host's sake. */
static bool waits(const struct store_source *state, int64_t now) {
    bool held = str_eq(state->error_class, STR("held")) && state->failures == 0;
    bool gone = str_eq(state->error_class, STR("gone"));
    return state->due > now && !gone && (held || state->reason == POLL_BY_PAUSE);
}

static void add_pause(struct buf *out, enum edition_source_kind kind,
                      const struct store_source *state, int64_t now) {
    if (str_eq(state->error_class, STR("held"))) {
        buf_add(out, state->error_text);
    } else if (!str_empty(state->error_class)) {
        source_add_failure(out, kind, state->error_class, state->error_text);
        BUF_ADD(out, " and wants a pause");
    } else {
        BUF_ADD(out, "its server wants a pause");
    }
    BUF_ADD(out, "; not asked again for ");
    poll_duration(out, state->due - now);
}

enum source_trouble source_judge(const struct edition_source *source,
                                 const struct store_source *state, int64_t now,
                                 struct buf *sentence) {
    if (source->paused) {
        BUF_ADD(sentence, "paused by sources.opml");
        return TROUBLE_PAUSED;
    }
    if (state != NULL && waits(state, now)) {
        add_pause(sentence, source->kind, state, now);
        return TROUBLE_HELD;
    }
    if (state == NULL || state->last_try == TIME_NONE) {
        BUF_ADD(sentence, "never asked yet");
        return TROUBLE_NEW;
    }
    bool gone = str_eq(state->error_class, STR("gone"));
    if (state->failures > 0 || gone) {
        add_failing(sentence, source->kind, state, now);
        return gone ? TROUBLE_GONE : TROUBLE_FAILING;
    }
    enum source_trouble trouble = judge_answer(source->kind, state, now, sentence);
    if (trouble != TROUBLE_NONE)
        return trouble;
    buf_printf(sentence, "%lld entr%s", (long long)state->entries,
               state->entries == 1 ? "y" : "ies");
    add_rhythm(sentence, state->rhythm);
    BUF_ADD(sentence, ", answered ");
    add_ago(sentence, now, state->last_good);
    return TROUBLE_NONE;
}

/* ---- on a terminal ---- */

size_t source_add_cut(struct buf *out, struct str s, size_t width) {
    size_t length = utf8_length(s);
    if (length <= width) {
        log_inert(out, s);
        return length;
    }
    log_inert(out, str_take(s, utf8_offset(s, width - 1)));
    BUF_ADD(out, "…");
    return width;
}

void source_add_name(struct buf *out, struct str title, struct str url) {
    size_t used = 0;
    if (!str_empty(title) && !str_eq(title, url)) {
        used = source_add_cut(out, title, NAME_WIDTH) + 2;
        BUF_ADD(out, "  ");
    }
    source_add_cut(out, url, LINE_WIDTH - used);
    buf_add_byte(out, '\n');
}

void source_add_sentence(struct buf *out, struct str sentence) {
    size_t column = 0;
    struct str word;
    while (str_next(&sentence, ' ', &word)) {
        size_t length = utf8_length(word);
        if (length == 0)
            continue;
        if (column > 0 && column + 1 + length > LINE_WIDTH) {
            buf_add_byte(out, '\n');
            column = 0;
        }
        if (column == 0)
            buf_add_repeat(out, ' ', INDENT);
        else
            buf_add_byte(out, ' ');
        column += column == 0 ? INDENT + length : 1 + length;
        log_inert(out, word);
    }
    buf_add_byte(out, '\n');
}
