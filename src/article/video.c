#include "article/video.h"

/* Where a player's pages carry the video's id: in a query parameter, or behind a path prefix. */
static const struct player {
    struct str page;      /* host and path up to the id, without "www." */
    struct str parameter; /* absent: the id follows `page` directly */
    struct str embed;     /* the player, up to the id */
} players[] = {
    {STR_INIT("youtube.com/watch"), STR_INIT("v="), STR_INIT("https://www.youtube.com/embed/")},
    {STR_INIT("youtube.com/shorts/"), {NULL, 0}, STR_INIT("https://www.youtube.com/embed/")},
    {STR_INIT("youtu.be/"), {NULL, 0}, STR_INIT("https://www.youtube.com/embed/")},
    {STR_INIT("vimeo.com/"), {NULL, 0}, STR_INIT("https://player.vimeo.com/video/")},
};
enum { PLAYER_COUNT = sizeof players / sizeof players[0], VIDEO_ID_MOST = 64 };

static size_t id_length(struct str s) {
    size_t n = 0;
    while (n < s.n && (ascii_is_alnum(s.p[n]) || s.p[n] == '-' || s.p[n] == '_'))
        n++;
    return n;
}

/* The value of `parameter` ("v=") in the query behind `rest`. */
static struct str parameter_value(struct str rest, struct str parameter) {
    if (rest.n == 0 || rest.p[0] != '?')
        return STR_NONE;
    struct str query = str_skip(rest, 1);
    query = str_take(query, str_find_byte(query, '#'));
    struct str pair;
    while (str_next(&query, '&', &pair))
        if (str_starts(pair, parameter))
            return str_skip(pair, parameter.n);
    return STR_NONE;
}

/* The host and what follows it, without the names that stand for the same host; absent for
 * addresses that are not on the web. */
static struct str bare(struct str link) {
    struct str rest = STR_NONE;
    if (str_starts_case(link, STR("https://")))
        rest = str_skip(link, 8);
    else if (str_starts_case(link, STR("http://")))
        rest = str_skip(link, 7);
    if (str_starts_case(rest, STR("www.")))
        return str_skip(rest, 4);
    return str_starts_case(rest, STR("m.")) ? str_skip(rest, 2) : rest;
}

/* The id that `tail` begins with; absent when it is none, or goes on with what no id is followed
 * by. */
static struct str video_id(const struct player *player, struct str tail) {
    uint64_t number;
    size_t n = id_length(tail);
    struct str id = str_take(tail, n);
    bool whole = n == tail.n || str_find_byte(STR("?&#/"), tail.p[n]) != SIZE_MAX;
    bool numeric = str_eq(player->page, STR("vimeo.com/"));
    if (n == 0 || n > VIDEO_ID_MOST || !whole || (numeric && !str_to_u64(id, &number)))
        return STR_NONE;
    return id;
}

struct str video_player(struct arena *arena, struct str link) {
    struct str rest = bare(link);
    for (size_t i = 0; i < PLAYER_COUNT; i++) {
        const struct player *player = &players[i];
        if (!str_starts_case(rest, player->page))
            continue;
        struct str tail = str_skip(rest, player->page.n);
        if (!str_absent(player->parameter))
            tail = parameter_value(tail, player->parameter);
        struct str id = video_id(player, tail);
        if (!str_absent(id))
            return arena_format(arena, "%.*s%.*s", STR_ARG(player->embed), STR_ARG(id));
    }
    return STR_NONE;
}

/* A player's settings: names and values, nothing that could end an attribute. */
static bool harmless(struct str query) {
    for (size_t i = 0; i < query.n; i++)
        if (!ascii_is_alnum(query.p[i]) && str_find_byte(STR("=&_-.;"), query.p[i]) == SIZE_MAX)
            return false;
    return true;
}

bool video_player_known(struct str player) {
    for (size_t i = 0; i < PLAYER_COUNT; i++) {
        if (!str_starts(player, players[i].embed))
            continue;
        struct str rest = str_skip(player, players[i].embed.n);
        size_t n = id_length(rest);
        if (n > 0 && n <= VIDEO_ID_MOST && (n == rest.n || rest.p[n] == '?'))
            return n == rest.n || harmless(str_skip(rest, n + 1));
    }
    return false;
}
