"""New, recent, sample and read-only projects, and the page without one."""
