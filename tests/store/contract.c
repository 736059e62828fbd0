#include "contract.h"

#include <ftw.h>
#include <unistd.h>

const struct str contract_bad_texts[CONTRACT_BAD_TEXTS] = {
    STR_INIT("a\0b"),
    STR_INIT("\xff"),
    STR_INIT("cut \xE2\x82"),
    STR_INIT("surrogate \xED\xA0\x80"),
    STR_INIT("overlong \xC0\xAF"),
};

const struct str contract_odd_texts[CONTRACT_ODD_TEXTS] = {
    STR_INIT("' OR 1=1--"),
    STR_INIT("'; DROP TABLE facts; --"),
    STR_INIT("\"quoted\""),
    STR_INIT("%27 %s %n %"),
    STR_INIT("\\"),
    STR_INIT("a\nb\r\n\tc"),
    STR_INIT("?1 :name @x $y"),
    STR_INIT("*"),
    STR_INIT("NULL"),
    STR_INIT("00123"),
    STR_INIT("\xF0\x9F\x97\x9E \xC3\xA9 e\xCC\x81"),
    STR_INIT(" spaces "),
};

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *walk) {
    (void)info;
    (void)type;
    (void)walk;
    return remove(path);
}

void contract_remove(const char *folder) {
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

int contract_set_up(void **state) {
    struct contract *contract = calloc(1, sizeof *contract);
    if (contract == NULL)
        return -1;
    contract->backing = *state;
    snprintf(contract->folder, sizeof contract->folder, "/tmp/store-test-XXXXXX");
    if (mkdtemp(contract->folder) == NULL)
        return -1;
    arena_init(&contract->arena, SIZE_MAX);
    *state = contract;
    GOOD(
        contract->backing->open(contract->folder, STORE_WRITE, &contract->store, &contract->error));
    return 0;
}

int contract_tear_down(void **state) {
    struct contract *contract = *state;
    store_close(contract->store);
    arena_release(&contract->arena);
    contract_remove(contract->folder);
    free(contract);
    return 0;
}

void contract_reopen(struct contract *contract, enum store_access access) {
    store_close(contract->store);
    contract->store = NULL;
    GOOD(contract->backing->open(contract->folder, access, &contract->store, &contract->error));
}

void contract_good(struct contract *contract, enum status status) {
    char text[800];
    if (status == STATUS_OK)
        return;
    print_error("%s: %s\n", status_word(status),
                error_describe(&contract->error, text, sizeof text));
    assert_int_equal(status, STATUS_OK);
}

void contract_assert_str(struct str got, const char *want, const char *file, int line) {
    if (want == NULL ? str_absent(got) : !str_absent(got) && str_eq(got, str_from(want)))
        return;
    print_error("%s:%d: \"%.*s\"%s, not %s\n", file, line, STR_ARG(got),
                str_absent(got) ? " (absent)" : "", want != NULL ? want : "absent");
    _fail(file, line);
}

static void add(struct CMUnitTest *tests, size_t *count, const struct contract_part *part,
                const struct contract_backing *backing) {
    for (size_t i = 0; i < part->count; i++) {
        struct CMUnitTest test = part->tests[i];
        test.setup_func = contract_set_up;
        test.teardown_func = contract_tear_down;
        test.initial_state = (void *)(uintptr_t)backing;
        tests[(*count)++] = test;
    }
}

int contract_run(const struct contract_backing *backing) {
    struct CMUnitTest tests[100];
    size_t count = 0;
    const struct contract_part *const parts[] = {
        &contract_facts,   &contract_derived, &contract_articles,   &contract_search,
        &contract_touched, &contract_work,    &contract_subscribers};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        add(tests, &count, parts[i], backing);
    return _cmocka_run_group_tests("store contract", tests, count, NULL, NULL);
}
