/* Addresses of videos: which players can be embedded, and how. */
#ifndef ARTICLE_VIDEO_H
#define ARTICLE_VIDEO_H

#include "base/arena.h"
#include "base/str.h"

/* The embeddable player's address for a video's page, in the arena; absent when `link` is no
 * video's page that is known. The hosts are matched exactly (attacks.md H08). */
struct str video_player(struct arena *arena, struct str link);
/* Whether `player` is an address that video_player could have given. */
bool video_player_known(struct str player);

#endif
