#include "run/gather.h"
enum status gather_network(struct gatherer *g, struct error *e) { (void)g; (void)e; return STATUS_OK; }
enum status gather_page(struct gatherer *g, struct str u, struct facts *f, struct error *e) { (void)g; (void)u; (void)f; return error_set(e, STATUS_UNAVAILABLE, "no"); }
