// The C client of PostgreSQL, the reference one.
#include <libpq-fe.h>
