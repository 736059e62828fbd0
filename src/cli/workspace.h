/* What the commands that work on an edition share. */
#ifndef CLI_WORKSPACE_H
#define CLI_WORKSPACE_H

#include "article/article.h"
#include "cli/command.h"
#include "edition/edition.h"
#include "store/store.h"

/* The edition of the invocation, and its store where it was asked for. */
struct workspace {
    struct arena arena; /* the edition's files, and whatever a command shows */
    struct edition edition;
    struct store *store; /* NULL before open_store */
};

/* Reads the edition's folder. The caller gives it back by workspace_close, also after an error. */
enum status workspace_open(struct invocation *invocation, struct workspace *workspace);
enum status workspace_open_store(struct invocation *invocation, struct workspace *workspace,
                                 enum store_access access);
void workspace_close(struct workspace *workspace);

/* workspace_open, the store for reading, and the article that the first argument names: by its id,
 * an address, or a record's path. NOT_FOUND says what was looked for. */
enum status workspace_open_article(struct invocation *invocation, struct workspace *workspace,
                                   struct store_article *row, struct article *article);
/* The article of a row. */
enum status workspace_article(struct workspace *workspace, const struct store_article *row,
                              struct article *article, struct error *error);
/* One line of a table: heat, age, outlet and title; or one JSON line with --json. */
void workspace_row(struct invocation *invocation, struct workspace *workspace,
                   const struct store_article *row, const struct article *article);
/* What follows from the article's rights for what is published, in words: lines that begin with
 * `indent`, the licence as the last where there is one. */
void workspace_rights(struct invocation *invocation, struct workspace *workspace,
                      const struct article *article, const char *indent);
/* What changed of the article since it was first seen: lines that begin with `indent`. */
void workspace_changes(struct invocation *invocation, const struct article *article,
                       const char *indent);
/* "3 h", "2 days", as seen at `now`. */
struct str workspace_age(struct arena *arena, int64_t now, int64_t time);

#endif
