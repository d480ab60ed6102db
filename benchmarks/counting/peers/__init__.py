"""What one would write without Tocsin, each in its framework's own way; none merges reports or takes any back."""
