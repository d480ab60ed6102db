"""Sources of articles against real local servers, files and brokers."""
