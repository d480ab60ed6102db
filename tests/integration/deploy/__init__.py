"""What is deployed beside the services, with the services."""
