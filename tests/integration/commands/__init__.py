"""The `tocsin` command as a user runs it: in a process of its own."""
