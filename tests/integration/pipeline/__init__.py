"""The whole chain: real workers in processes of their own, a broker, and the truth computed without either."""
