"""Speech acts about an incident: who claims it, owns up to it, denies it, and who accuses or suspects whom."""
