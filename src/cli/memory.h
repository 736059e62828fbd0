/* The memory of a tool in a pipe. */
#ifndef CLI_MEMORY_H
#define CLI_MEMORY_H

/* Keeps what is freed instead of giving it back to the system, takes more in large steps, and on
 * large pages where the system has them: a tool that lives for some documents spends a fifth of its
 * time on taking memory page by page otherwise. Nothing else changes, and nothing fails. To be
 * called once, before much is allocated. */
void cli_hold_memory(void);

#endif
