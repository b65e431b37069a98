"""The engine: cases, steps, work items, rule sets, inbox."""
