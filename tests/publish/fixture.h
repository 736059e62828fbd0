/* What the tests of publishing share: an edition in a folder of its own, with a store that fill.h
 * filled from paper.json. A test gets it with cmocka_unit_test_setup_teardown(test, open_fixture,
 * close_fixture). */
#ifndef TESTS_PUBLISH_FIXTURE_H
#define TESTS_PUBLISH_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "files/files.h"
#include "fill.h"
#include "publish/publish.h"

#define HERE "tests/publish"

struct fixture {
    char folder[64];
    struct arena arena;
    struct edition edition;
    struct store *store;
    struct publish_context context;
    struct str look; /* absent: everything is published */
    struct publish_report report;
    struct error error;
};

int open_fixture(void **state);
int close_fixture(void **state);
/* Publishes, and fails the test where that fails. */
void publish(struct fixture *fixture);
/* Writes a file of the fixture's folder. */
void put_file(struct fixture *fixture, const char *path, const char *text);
/* A file of the fixture's folder, in its arena; absent when it is not there. */
struct str read_file(struct fixture *fixture, const char *path);
/* fill_store, as changed by fact `changed`. */
void fill_from(struct fixture *fixture, struct str json, int64_t changed);
/* Reads the edition again, from the files of the fixture's folder. */
void reload_edition(struct fixture *fixture);
bool holds(struct str text, const char *part);

#endif
