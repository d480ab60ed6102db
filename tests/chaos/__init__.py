"""Seeded faults on a real Kafka: what is left at the end is compared with the truth."""
