"""What the event heads learn from: passages of our own writing with their triggers and roles marked."""
