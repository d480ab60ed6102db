"""Files of deploy/: right in themselves, and in step with the code."""
