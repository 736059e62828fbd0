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

struct str video_player(struct arena *arena, struct str link) {
    size_t scheme = str_find(link, STR("://"));
    if (scheme == SIZE_MAX)
        return STR_NONE;
    struct str rest = str_skip(link, scheme + 3);
    if (str_starts_case(rest, STR("www.")))
        rest = str_skip(rest, 4);
    else if (str_starts_case(rest, STR("m.")))
        rest = str_skip(rest, 2);
    for (size_t i = 0; i < PLAYER_COUNT; i++) {
        const struct player *player = &players[i];
        if (!str_starts_case(rest, player->page))
            continue;
        struct str tail = str_skip(rest, player->page.n);
        if (!str_absent(player->parameter))
            tail = parameter_value(tail, player->parameter);
        size_t n = id_length(tail);
        bool numeric_only = str_eq(player->page, STR("vimeo.com/"));
        uint64_t number;
        if (n == 0 || n > VIDEO_ID_MOST ||
            (numeric_only && !str_to_u64(str_take(tail, n), &number)))
            continue;
        return arena_format(arena, "%.*s%.*s", STR_ARG(player->embed), STR_ARG(str_take(tail, n)));
    }
    return STR_NONE;
}

bool video_player_known(struct str player) {
    for (size_t i = 0; i < PLAYER_COUNT; i++) {
        if (!str_starts(player, players[i].embed))
            continue;
        struct str id = str_skip(player, players[i].embed.n);
        size_t n = id_length(id);
        if (n > 0 && n <= VIDEO_ID_MOST && (n == id.n || id.p[n] == '?'))
            return str_find_byte(id, '"') == SIZE_MAX && str_find_byte(id, '<') == SIZE_MAX;
    }
    return false;
}
