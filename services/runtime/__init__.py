"""What the services share: settings, the Faust app, tables, topics, dead letters, health, logs, metrics, brokers."""
