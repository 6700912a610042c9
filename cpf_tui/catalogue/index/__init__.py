"""The index of one catalogue version: one file of raw arrays, opened with `mmap` and shared by every process."""
