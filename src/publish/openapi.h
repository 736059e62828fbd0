/* api/openapi.json, inside the room: what the static API answers, in OpenAPI 3.1, for programs that
 * make clients of it. The text is a template, openapi.mustache; what stands in it is JSON already.
 * Paths that only a server answers belong in its partial openapi_live. */
#ifndef PUBLISH_OPENAPI_H
#define PUBLISH_OPENAPI_H

#include "publish/site.h"

enum status openapi_write(struct site *site, struct error *error);

#endif
