"""MUC-4 data and scores: role fillers and templates as published work scores them, and the slots of the full keys."""
