// SQLite's settings of the whole process, whose C function takes a varying number of arguments and so cannot be called
// from Swift.
#include <sqlite3.h>

// Lets SQLite not count its memory, which costs every thread a lock for each piece. To be called before anything else;
// later it does nothing.
static inline int csqlite_without_memory_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
